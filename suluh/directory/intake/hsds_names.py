"""The names of HSDS in all its versions, and what is carried over: data/hsds_columns.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parents[1] / "data" / "hsds_columns.toml"
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


@cache
def names() -> Mapping[str, Any]:
    """data/hsds_columns.toml as read."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def plain_name(found: str) -> str:
    """A name as a program would write it: `Service Areas` as `service_areas`."""
    return _NOT_A_WORD.sub("_", found.strip().casefold()).strip("_")


@cache
def _table_names() -> Mapping[str, str]:
    tables = names()["tables"]
    return {other: name for name, others in tables.items() for other in (name, *others)}


def standard_table(found: str) -> str:
    """The HSDS 3.1 name of a table, or "" when HSDS has no such table."""
    return _table_names().get(found, "")


@cache
def _column_names(table: str) -> Mapping[str, str]:
    columns = names()["columns"]
    return {
        other: name
        for renamed in (columns["every"], columns.get(table, {}))
        for name, others in renamed.items()
        for other in others
    }


def standard_columns(table: str, header: list[str]) -> dict[int, str]:
    """Position -> HSDS 3.1 name of each named column.

    A name that stands in the header already is not given to another column.
    """
    found = {position: plain_name(cell) for position, cell in enumerate(header)}
    renamed = _column_names(table)
    present = set(found.values())
    standard = {
        position: name if renamed.get(name) in present else renamed.get(name, name)
        for position, name in found.items()
    }
    return {position: name for position, name in standard.items() if name}
