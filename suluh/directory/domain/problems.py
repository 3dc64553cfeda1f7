"""A problem found in a file: which rule, where, and what was found there.

The words (what is wrong, how to mend it) stand in data/rules.toml, per language, so that a rule
can be explained better without touching a program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """Only an error keeps a row out (it waits in quarantine); a warning asks someone to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file. `cell` is like `D31`; `line` counts from 1, the header included."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `rule` is `table.column.code`; `facts` fill the placeholders of its words.

    `key` is the service's key in the file ("" when the problem belongs to no service);
    `found` is the value, already masked where it could be an address.
    """

    rule: str
    severity: Severity
    spot: Spot
    key: str = ""
    found: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
