"""The project's own files, as the architecture tests see them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (".ci", "bench", "docs", "requirements", "suluh", "tests")
# From the bottom up (docs/adr/0001-rooms-and-layers.md).
ROOMS = ("kernel", "foundation", "access", "content", "directory", "door", "config")


@cache
def files() -> tuple[Path, ...]:
    """Every file that belongs in the repository; what tools leave behind does not."""
    inside = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return tuple(
        path
        for path in sorted([*inside, *ROOT.iterdir()])
        if path.is_file() and path.suffix not in {".mo", ".pyc"}
    )


def below(*folders: str, suffix: str = ".py") -> Iterator[Path]:
    """The files of some top folders with one suffix; migrations are written by a machine."""
    for path in files():
        parts = path.relative_to(ROOT).parts
        if parts[0] in folders and path.suffix == suffix and "migrations" not in parts:
            yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    """The room a file of suluh/ stands in, or "" for a file of the house itself."""
    inside = path.relative_to(ROOT / "suluh").parts
    return inside[0] if inside[0] in ROOMS else ""


def height(room: str) -> int:
    """How high a room stands; what belongs to no room is common ground."""
    return ROOMS.index(room) if room in ROOMS else -1
