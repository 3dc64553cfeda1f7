"""Read an Excel workbook: calamine gives the values, our own scan whatever else the tables need."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from suluh.directory.intake.guard_sheet import SheetFacts, Spent, measure
from suluh.directory.intake.tables import Contents, Refused, Table
from suluh.directory.intake.xlsx_parts import Parts

# Never run and never followed: only named, so that nobody believes they were read.
_LEFT_ASIDE = {
    "file.macros.ignored": ("vbaproject.bin", "xl/macrosheets/"),
    "file.links.ignored": ("xl/externallinks/", "xl/connections.xml", "xl/querytables/"),
    "file.objects.ignored": ("xl/embeddings/", "xl/activex/"),
}
_DAY = datetime.timedelta(days=1)


def read(path: Path) -> Contents:
    """All sheets with their values from A1; a formula is the text of the formula, not its result.

    `path` has passed guard.inspect. Raises Refused when a sheet is too large or broken.
    """
    with ZipFile(path) as archive:
        parts = Parts(archive)
        facts = _facts_of_sheets(parts)
        remarks = _remarks(path.name, parts)
        properties = parts.properties()
    try:
        # As an open file: given a path, calamine would believe the name's ending.
        with path.open("rb") as file, CalamineWorkbook.from_object(file) as workbook:
            tables = [
                _table(path.name, workbook.get_sheet_by_name(sheet.name), facts[sheet.name])
                for sheet in workbook.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.name in facts
            ]
    except CalamineError as error:
        raise Refused("file.workbook.broken") from error
    return Contents("xlsx", tables, remarks=remarks, properties=properties)


def _facts_of_sheets(parts: Parts) -> dict[str, SheetFacts]:
    spent = Spent()
    lengths = parts.text_lengths()
    fills = parts.style_fills()
    facts = {}
    for sheet, part in parts.sheets().items():
        with parts.archive.open(part) as stream:
            facts[sheet] = measure(stream, sheet, spent, lengths, fills)
    return facts


def _remarks(file: str, parts: Parts) -> list[tuple[str, dict[str, str]]]:
    return [
        (rule, {"file": file})
        for rule, signs in _LEFT_ASIDE.items()
        if any(sign in name for name in parts.names() for sign in signs)
    ]


def _table(file: str, sheet: CalamineSheet, facts: SheetFacts) -> Table:
    return Table(
        file=file,
        sheet=sheet.name,
        rows=list(_rows(sheet, facts)),
        hidden_rows=facts.hidden_rows,
        merged=facts.merged,
        fills=facts.fills,
    )


def _rows(sheet: CalamineSheet, facts: SheetFacts) -> Iterator[tuple[int, list[Any]]]:
    """Rows of equal length, from column A; calamine starts at the first column that has a value,
    and does not know of formulas whose result was never stored."""
    indent = [None] * (sheet.start[1] if sheet.start else 0)
    found: Iterator[list[Any]] = chain(sheet.iter_rows(), repeat([]))
    for number, values in zip(range(1, facts.last_row + 1), found, strict=False):
        cells = indent + [_plain(value) for value in values]
        cells += [None] * (facts.last_column - len(cells))
        for column, formula in facts.formulas.get(number, {}).items():
            cells[column - 1] = formula
        if any(cell is not None for cell in cells):
            yield number, cells


def _plain(value: object) -> object:
    """A value of the types that Table promises. Excel keeps every number as a float, and has
    durations, which here are a time of day or, beyond a day, words."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime.timedelta):
        if datetime.timedelta() <= value < _DAY:
            return (datetime.datetime.min + value).time()
        return str(value)
    return value
