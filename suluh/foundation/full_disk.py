"""Telling a full disk from everything else that goes wrong: a person can mend it."""

from __future__ import annotations

import errno
import sqlite3

SENTENCE = (
    "The disk is full. Nothing that was saved before is lost; this step was not done."
    " Make room on the disk, then do it again."
)
_NUMBERS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DISK_FULL = "53100"  # PostgreSQL's manual, appendix A, class 53


def is_disk_full(error: BaseException | None) -> bool:
    """Whether `error`, or what it was raised from, says that there is no room left."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NUMBERS:
            return True
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        if getattr(error, "sqlstate", None) == _DISK_FULL:
            return True
        error = error.__cause__ or error.__context__
    return False
