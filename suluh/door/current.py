"""The edition in force: opened once, and opened again when another file takes its place."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from suluh.directory.edition.reader import Edition, EditionMissing, EditionUnreadable, open_edition
from suluh.foundation.home import suluh_home

Stamp = tuple[int, int, int]


class Shelf:
    """Holds the open edition. An old one is not closed: another thread may still be reading it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._path = Path()
        self._stamp: Stamp | None = None
        self._edition: Edition | None = None
        self._error: EditionUnreadable | None = None

    def edition(self) -> Edition:
        """Raises one of the kinds of EditionUnreadable."""
        path = suluh_home().edition
        stamp = _stamp(path)
        with self._lock:
            if (path, stamp) != (self._path, self._stamp):
                self._edition, self._error = _opened(path)
                self._path, self._stamp = path, stamp
            if self._edition is None:
                # To look again at a large file that cannot be read would keep every reader waiting.
                raise self._error or EditionMissing(path.name)
            return self._edition


def _opened(path: Path) -> tuple[Edition | None, EditionUnreadable | None]:
    try:
        return open_edition(path), None
    except EditionUnreadable as error:
        return None, error


def _stamp(path: Path) -> Stamp:
    """What differs when another file was put in its place, even within the same second."""
    try:
        found = path.stat()
    except OSError as error:
        raise EditionMissing(path.name) from error
    return found.st_ino, found.st_mtime_ns, found.st_size


_shelf = Shelf()
current_edition = _shelf.edition
