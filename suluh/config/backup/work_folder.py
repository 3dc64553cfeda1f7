"""Folders inside SULUH_HOME: what is backed up, and where a backup is made or unpacked meanwhile.

Plain data rests in a work folder for minutes. It is inside SULUH_HOME, where the same data lies
plain anyway, closed to other accounts, and on the same disk, so that putting it in place is a
rename.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from suluh.config.backup.manifest import INSTALLATION, is_safe
from suluh.config.backup.pending import is_pending
from suluh.config.backup.record import FILE_NAME as RECORD
from suluh.foundation.home import Home
from suluh.foundation.refusal import Refusal

PREFIX = "backup-work-"
# What is deleted after a day must not live on in a backup: files that left encrypted, and uploads
# as they came, which nobody masked yet. Where one waited, its page says that it is missing.
PASSING = re.compile(r"files/exports/.*|files/intakes/[^/]+/upload[^/]*", re.DOTALL)
_FORGOTTEN = 24 * 3600  # seconds; a command that was killed left its folder behind


@contextmanager
def work_folder(home: Home) -> Iterator[Path]:
    """An empty folder that is gone afterwards; those of killed commands go too.

    It stays when a restore was interrupted, which is finished from what is in it.
    """
    for left in home.root.glob(f"{PREFIX}*"):
        if time.time() - left.stat().st_mtime > _FORGOTTEN and not is_pending(home):
            remove(left)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=home.root))
    try:
        yield folder
    finally:
        if not is_pending(home):
            remove(folder)


def remove(folder: Path) -> None:
    """Delete a work folder with everything in it."""
    for inbox in folder.glob("*/inbox"):
        with suppress(OSError):
            inbox.rmdir()  # not even its owner may list it, which would stop rmtree
    shutil.rmtree(folder, ignore_errors=True)


def files_to_keep(home: Home) -> dict[str, Path]:
    """The files of a backup beside the database, by member name.

    Raises Refusal for what cannot be kept: a link leads out of the installation, so a backup that
    followed it could take anything, and one that did not would miss something in silence.
    """
    found = {}
    for top in (home.files, home.data, home.published):
        for path in _below(top):
            name = path.relative_to(home.root).as_posix()
            if not stat.S_ISREG(path.lstat().st_mode):
                raise Refusal(f"{path} is a link or no plain file. Put the file itself there.")
            if not is_safe(name):
                raise Refusal(f"{path} has a name that a backup cannot hold. Rename it.")
            found[name] = path
    found.pop(f"data/{RECORD}", None)
    found = {name: path for name, path in found.items() if not PASSING.fullmatch(name)}
    if (mark := home.root / INSTALLATION).is_file():
        found[INSTALLATION] = mark
    return dict(sorted(found.items()))


def _below(top: Path) -> Iterator[Path]:
    if top.is_symlink():
        yield top
    for folder, folders, names in os.walk(top, onerror=_stop):
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        yield from (Path(folder) / name for name in (*names, *linked))


def _stop(error: OSError) -> None:
    raise error
