"""One-tap reports: how the public door leaves them in a folder, and how the workspace finds them.

A report is an empty file. Its name is all it says: day, public code, reason, and a number from 1
to LIMIT, the first that was free:

    2026-11-20.k5h74fd2.closed.1

So nobody is counted, no two processes need to agree, and the limit holds without looking into the
folder. Nothing in it tells who, when in the day, in which language or from where. The file system
itself notes a time of change, which nobody can clear; it goes when the collector deletes the file.

What a flood can do: LIMIT files for a service, reason and day, and MOST_A_DAY files in all for a
day and a process of the door. They are empty: 10,000 of them are names in a folder, under 10 MB.
Whoever fills MOST_A_DAY silences the other readers of that day, and nothing worse.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock

REASONS = ("wrong_number", "closed", "felt_unsafe")
LIMIT = 5  # for one service, reason and day: it is enough to know that several people said so
MOST_A_DAY = 10_000  # files that one process makes in a day; a country's readers press far less

_CODE = re.compile(r"[0-9a-z]{8}")  # as contents.public_code makes them
_NAME = re.compile(
    rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\.([0-9a-z]{{8}})\.({'|'.join(REASONS)})\.([1-{LIMIT}])"
)


@dataclass(frozen=True, slots=True)
class LeftReport:
    """A report as it lies in the folder. `number` is at least how many readers said the same."""

    path: Path
    code: str
    reason: str
    day: date
    number: int


@dataclass(slots=True)
class _Tally:
    """The files that this process made on one day."""

    day: date = date.min
    made: int = 0
    lock: Lock = field(default_factory=Lock)

    def on(self, day: date) -> int:
        if day != self.day:
            self.day, self.made = day, 0
        return self.made


_tally = _Tally()


def leave_report(folder: Path, *, code: str, reason: str, day: date) -> bool:
    """Leave a report in the folder. True when there is one more file than before.

    False when enough readers said so, when too much came today, or when the disk is full or the
    folder missing: whatever it is, a reader cannot mend it and is not told.
    """
    if reason not in REASONS or not _CODE.fullmatch(code):
        return False
    with _tally.lock:
        if _tally.on(day) >= MOST_A_DAY:
            return False
        try:
            numbers = range(1, LIMIT + 1)
            left = any(_create(folder / f"{day}.{code}.{reason}.{each}") for each in numbers)
        except OSError:
            return False
        _tally.made += left
    return left


def _create(path: Path) -> bool:
    """Make an empty file with no time on it; False when it is there. Raises OSError."""
    try:
        opened = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return False
    try:
        # Not by its name where it can be helped: a confined door must not (forbidden_calls.py).
        os.utime(opened if os.utime in os.supports_fd else path, (0, 0))
    finally:
        os.close(opened)
    return True


def read_reports(folder: Path) -> Iterator[LeftReport]:
    """The reports in the folder, the oldest day first. No file is opened.

    Whoever may write into the folder chose the names, so only regular files whose name is exactly
    that of a report count; whatever else lies there is neither followed nor touched. A missing
    folder holds no reports. Raises PermissionError when the folder belongs to somebody else who
    does not let us list it.
    """
    for name in sorted(_names(folder)):
        found = _NAME.fullmatch(name)
        day = _day(found[1]) if found else None
        if found and day:
            yield LeftReport(folder / name, found[2], found[3], day, int(found[4]))


def _names(folder: Path) -> list[str]:
    """The names of regular files. A folder closed for reading is opened for that moment."""
    try:
        return _listed(folder)
    except FileNotFoundError:
        return []
    except PermissionError:
        mode = stat.S_IMODE(folder.stat().st_mode)
        folder.chmod(mode | stat.S_IRUSR)
        try:
            return _listed(folder)
        finally:
            folder.chmod(mode)


def _listed(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
