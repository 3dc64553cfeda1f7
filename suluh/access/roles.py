"""The roles in force, from data/roles.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from suluh.access.domain.roles import RoleBook, role_book

FILE = Path(__file__).parent / "data" / "roles.toml"


@cache
def roles() -> RoleBook:
    """Raises RoleError when the file contradicts itself."""
    return role_book(tomllib.loads(FILE.read_text(encoding="utf-8")))
