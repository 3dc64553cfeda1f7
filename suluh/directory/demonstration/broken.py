"""The broken twin of the demonstration: a good workbook with every common mistake put in."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from suluh.directory.demonstration.load import FOLDER
from suluh.directory.workbook.layout import FIRST_LINE, KEY_LINE

MISTAKES = FOLDER / "broken.toml"


def write_broken(good: Path, out: Path) -> dict[str, int]:
    """Copy the exported workbook `good` to `out` with the mistakes of broken.toml.

    Returns how many problems each rule should report because of them (a good workbook's own
    remarks, such as services not checked for long, come on top). Raises LookupError when a
    mistake names a column or a row that the workbook does not have.
    """
    mistakes = tomllib.loads(MISTAKES.read_text(encoding="utf-8"))
    book = load_workbook(good)
    for edit in mistakes["edit"]:
        _change(book, edit)
    for row in mistakes["row"]:
        _add(book, row["cells"])
    book.save(out)
    return dict(Counter(_rules((*mistakes["edit"], *mistakes["row"]))))


def _rules(mistakes: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The rules that the mistakes break; a row may only prepare another, and break none."""
    for mistake in mistakes:
        if "rule" in mistake:
            yield mistake["rule"]
        yield from mistake.get("brings", ())


def _change(book: Workbook, edit: dict[str, Any]) -> None:
    sheet, columns = _sheet_with(book, {"service_id", edit["field"]})
    lines = _lines_of(sheet, columns["service_id"], edit["service_id"])
    wanted = edit.get("row", 1)
    if len(lines) < wanted:
        raise LookupError(f"{sheet.title} has no row {wanted} of {edit['service_id']}")
    # openpyxl makes a cell that begins with "=" a formula, which is what one mistake needs.
    sheet.cell(lines[wanted - 1], columns[edit["field"]]).value = edit["write"] or None


def _add(book: Workbook, cells: dict[str, Any]) -> None:
    sheet, columns = _sheet_with(book, set(cells))
    line = sheet.max_row + 1
    for key, value in cells.items():
        sheet.cell(line, columns[key]).value = value


def _sheet_with(book: Workbook, keys: set[str]) -> tuple[Worksheet, dict[str, int]]:
    """The sheet that has a column for each of `keys`, and the numbers of its columns from 1."""
    for sheet in book.worksheets:
        columns = {str(cell.value): cell.column for cell in sheet[KEY_LINE] if cell.value}
        if keys <= columns.keys():
            return sheet, columns
    raise LookupError(f"no sheet has the columns {', '.join(sorted(keys))}")


def _lines_of(sheet: Worksheet, column: int, service_id: str) -> list[int]:
    lines = range(FIRST_LINE, sheet.max_row + 1)
    return [line for line in lines if sheet.cell(line, column).value == service_id]
