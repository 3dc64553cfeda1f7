"""The edition in force: opened once, and opened again when another file takes its place."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from suluh.directory.edition.reader import Edition, EditionMissing, open_edition
from suluh.foundation.home import suluh_home

FILE_NAME = "edition.sqlite3"
Stamp = tuple[int, int, int]


def edition_path() -> Path:
    """Where the workspace puts the edition in force."""
    return suluh_home().published / FILE_NAME


class Shelf:
    """Holds the open edition. An old one is not closed: another thread may still be reading it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._path = Path()
        self._stamp: Stamp | None = None
        self._edition: Edition | None = None

    def edition(self) -> Edition:
        """Raises one of the kinds of EditionUnreadable."""
        path = edition_path()
        stamp = _stamp(path)
        with self._lock:
            if self._edition is None or (path, stamp) != (self._path, self._stamp):
                self._edition = None
                self._edition = open_edition(path)
                self._path, self._stamp = path, stamp
            return self._edition


def _stamp(path: Path) -> Stamp:
    """What differs when another file was put in its place, even within the same second."""
    try:
        found = path.stat()
    except OSError as error:
        raise EditionMissing(path.name) from error
    return found.st_ino, found.st_mtime_ns, found.st_size


_shelf = Shelf()
current_edition = _shelf.edition
