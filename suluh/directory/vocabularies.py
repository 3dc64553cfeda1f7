"""The directory's vocabularies, and how an installation replaces one of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from suluh.content.vocabularies import Shelf
from suluh.foundation.home import suluh_home

SHIPPED = Path(__file__).parent / "data" / "vocabularies"


@cache
def shelf() -> Shelf:
    """The vocabularies in force: the installation's own where it has them, else those that ship."""
    return Shelf(SHIPPED, suluh_home().data / "vocabularies")
