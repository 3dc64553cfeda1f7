"""HSDS of any version as one set of tables with the names of HSDS 3.1.

Both readers, tabular and JSON, end here; the rules and the drafts begin here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from openpyxl.utils import get_column_letter

from suluh.directory.domain.problems import Spot
from suluh.directory.intake.cell_text import text
from suluh.directory.intake.hsds_names import plain_name, standard_columns, standard_table
from suluh.directory.intake.private_flags import parts_flagged, says_yes
from suluh.directory.intake.tables import Table


@dataclass(slots=True)
class Source:
    """The file or sheet that rows came from.

    `positions` counts columns from 0; `flags` are the columns that mark a row as private, with
    what they mark (see private_flags).
    """

    file: str
    sheet: str = ""
    positions: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Row:
    """One row. `row["name"]` is text without outer blanks, "" where there is none.

    `cells` are the cells as found in a table; `path` leads to the object in a JSON document;
    `shared` marks an object that a JSON document shows again under another parent (the same
    thing, not a second one with the same id).
    """

    source: Source
    line: int
    values: dict[str, str]
    cells: list[Any] = field(default_factory=list)
    path: str = ""
    shared: bool = False

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")

    def as_found(self, column: str) -> object:
        """The cell exactly as it stands in the table, blanks and all."""
        position = self.source.positions.get(column, len(self.cells))
        return self.cells[position] if position < len(self.cells) else None

    def spot(self, column: str = "") -> Spot:
        """Where the row, or its cell in `column`, stands in the user's file."""
        if self.path:
            place = f"{self.path.rstrip('/')}/{column}" if column else self.path
            return Spot(self.source.file, self.source.sheet, place, self.line)
        position = self.source.positions.get(column)
        cell = "" if position is None else f"{get_column_letter(position + 1)}{self.line}"
        return Spot(self.source.file, self.source.sheet, cell, self.line)

    def header_spot(self, column: str) -> Spot:
        """Where the name of the column stands."""
        position = self.source.positions.get(column)
        cell = "" if position is None else f"{get_column_letter(position + 1)}1"
        return Spot(self.source.file, self.source.sheet, cell, 0 if self.path else 1)

    def private_parts(self) -> frozenset[str]:
        """What the row marks as private: ADDRESS, CONTACT, both or nothing."""
        if not self.source.flags:
            return frozenset()
        flags = self.source.flags.items()
        return frozenset(
            part for column, parts in flags if says_yes(self[column]) for part in parts
        )


@dataclass(slots=True)
class Package:
    """All tables of one file, by their HSDS 3.1 names, and indexes made when first asked for."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)
    left_aside: list[Table] = field(default_factory=list)  # tables that HSDS does not know
    _indexes: dict[tuple[str, str], dict[str, list[Row]]] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    def has(self, table: str, column: str = "") -> bool:
        """Does the file have the table, and the column if one is named?"""
        return table in self.tables and (not column or column in self.columns[table])

    def by(self, table: str, column: str) -> dict[str, list[Row]]:
        """Rows of `table` grouped by the value of `column`; rows without a value are left out."""
        if (table, column) not in self._indexes:
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self.rows(table):
                if value := row[column]:
                    found[value].append(row)
            self._indexes[table, column] = dict(found)
        return self._indexes[table, column]

    def linked(self, table: str, column: str, ids: Iterable[str]) -> list[Row]:
        """Rows of `table` whose `column` holds one of `ids`, in the order of `ids`."""
        index = self.by(table, column)
        return [row for each in ids for row in index.get(each, ())]


def found_name(table: Table) -> str:
    """The name under which the file knows a table: its sheet in a workbook, else its file."""
    return plain_name(table.sheet or PurePosixPath(table.file.replace("\\", "/")).stem)


def from_tables(tables: Iterable[Table]) -> Package:
    """Rename tables and columns to HSDS 3.1; older files that hold one table in two are joined."""
    package = Package()
    for table in tables:
        name = standard_table(found_name(table))
        if not name:
            package.left_aside.append(table)
            continue
        package.tables.setdefault(name, [])
        package.columns.setdefault(name, set())
        if table.rows:
            _add(package, name, table)
    return package


def _add(package: Package, name: str, table: Table) -> None:
    columns = standard_columns(name, [text(cell) for cell in table.rows[0][1]])
    source = Source(
        table.file,
        table.sheet,
        {column: position for position, column in columns.items()},
        flags_among(columns.values()),
    )
    order = [columns.get(position, "") for position in range(max(columns, default=-1) + 1)]
    postal = {"address_type": "postal"} if found_name(table).startswith("postal_") else {}
    package.columns[name] |= {*columns.values(), *postal}
    for line, cells in table.rows[1:]:
        values = dict(zip(order, map(text, cells), strict=False)) | postal
        package.tables[name].append(Row(source, line, values, cells))


def flags_among(columns: Iterable[str]) -> dict[str, frozenset[str]]:
    """The columns that mark a row as private, with what they mark."""
    return {column: parts for column in columns if (parts := parts_flagged(column))}
