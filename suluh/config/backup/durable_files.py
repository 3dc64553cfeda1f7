"""Files that only their owner can read, and names that survive a power cut."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO


def make_folder(folder: Path) -> None:
    """Make it and what is missing above it, all closed: `mkdir` would close only the last."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def new_file(path: Path) -> BinaryIO:
    """A file that was not there before. Raises FileExistsError."""
    return open(path, "xb", opener=_closed_to_others)


def _closed_to_others(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def replace_text(path: Path, text: str) -> None:
    """Write a small file so that a reader sees the old one or the new one, never half of it."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with new_file(beside) as stream:
        stream.write(text.encode("utf-8"))
        persist(stream)
    beside.replace(path)
    persist_names(path.parent)


def persist(stream: BinaryIO) -> None:
    """Bring what was written to the disk. Raises OSError."""
    stream.flush()
    os.fsync(stream.fileno())


def persist_names(folder: Path) -> None:
    """Bring the names in `folder` to the disk; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
