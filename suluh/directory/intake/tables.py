"""What the fenced-off process hands back: plain tables and JSON documents, nothing live."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Table:
    """One sheet or CSV file.

    `rows` holds (line number from 1, cells from column A). Cells are None, str, int, float, bool,
    datetime.date, datetime.datetime or datetime.time; a formula is a str that begins with "=".
    Empty lines are left out, so line numbers may jump.
    """

    file: str
    sheet: str
    rows: list[tuple[int, list[Any]]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)  # ranges such as "A3:A5"
    fills: dict[str, str] = field(default_factory=dict)  # "D5" -> "FFFF00", colours used as codes


@dataclass(slots=True)
class Contents:
    """Everything found in one file, folder or zip.

    `kind` is xlsx, csv, json or package (a folder or zip of CSV files). `remarks` are (rule id,
    facts) pairs for things left aside, such as macros or external links.
    """

    kind: str
    tables: list[Table] = field(default_factory=list)
    documents: dict[str, Any] = field(default_factory=dict)  # file name -> parsed JSON
    remarks: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)  # custom workbook properties


class Refused(Exception):
    """The file cannot be opened safely. `rule` names a rule of data/rules/file.toml."""

    def __init__(self, rule: str, **facts: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.facts = {name: str(value) for name, value in facts.items()}
