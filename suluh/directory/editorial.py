"""What a directory carries beside its services: editorial parts, everyday words, holidays.

Each ships as a data file that a file of the same name in SULUH_HOME/data replaces; holidays do not
ship at all (content/holidays.py).
"""

from __future__ import annotations

from pathlib import Path

from suluh.content.blocks import Part, PartShelf
from suluh.content.everyday import Everyday, read_everyday
from suluh.content.holidays import Holidays, read_holidays
from suluh.foundation.home import suluh_home

SHIPPED = Path(__file__).parent / "data"


def parts() -> tuple[Part, ...]:
    """In order. Raises BlocksError for a file that breaks the shape."""
    return tuple(PartShelf(SHIPPED / "parts", suluh_home().data / "parts"))


def everyday() -> Everyday:
    """All languages. Raises EverydayError for a file that breaks the shape."""
    files = {path.name: path for path in sorted((SHIPPED / "everyday").glob("*.toml"))}
    files |= {path.name: path for path in (suluh_home().data / "everyday").glob("*.toml")}
    return Everyday(read_everyday(files[name]) for name in sorted(files))


def holidays() -> Holidays:
    """Those of `SULUH_HOME/data/holidays.toml`. Raises HolidaysError."""
    return read_holidays(suluh_home().data / "holidays.toml")
