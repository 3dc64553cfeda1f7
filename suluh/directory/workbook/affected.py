"""For a file that is no workbook: the rows that have problems, and what each of them says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from suluh.directory import column_words
from suluh.directory.domain.problems import Problem
from suluh.directory.rules import explain
from suluh.directory.workbook import styles
from suluh.directory.workbook.grouping import Group
from suluh.directory.workbook.marks import put_text
from suluh.directory.workbook.problem_sheet import title_for

MOST_ROWS = 2000
_HEADS = ("column_file", "column_line", "column_cell", "column_found", "column_what", "column_mend")
_WIDTHS = (28, 8, 14, 44, 60, 60)
_Row = tuple[str, int]  # file or sheet, line


def add_affected_sheet(book: Workbook, groups: Sequence[Group], language: str) -> str:
    """One line for each affected row of the file, the most useful first. Returns the sheet's name.

    Only the values that a problem names stand here, as the check masked them; the rest of the row
    stays in the person's own file.
    """
    rows: dict[_Row, list[Problem]] = {}
    for group in groups:
        for each in group.problems:
            rows.setdefault((each.spot.sheet or each.spot.file, each.spot.line), []).append(each)
    sheet = book.create_sheet(title_for(book, "affected", language))
    for number, (head, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True), start=1):
        cell = sheet.cell(1, number, column_words.text(f"text.{head}", language))
        cell.font = Font(name=styles.font(language), bold=True, color=styles.INK[1:])
        cell.fill = PatternFill("solid", fgColor=styles.HEADER_GROUND[1:])
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    for line, (row, problems) in enumerate(list(rows.items())[:MOST_ROWS], start=2):
        for number, words in enumerate(_cells(row, problems, language), start=1):
            cell = sheet.cell(line, number)
            put_text(cell, words)
            cell.font = Font(name=styles.font(language), color=styles.INK[1:])
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    if len(rows) > MOST_ROWS:
        words = column_words.text("text.rows_left_out", language)
        note = words.format(shown=f"{MOST_ROWS:,}", total=f"{len(rows):,}")
        put_text(sheet.cell(MOST_ROWS + 3, 1), note)
    return str(sheet.title)


def _cells(row: _Row, problems: Sequence[Problem], language: str) -> list[str]:
    told = [explain(each, language) for each in problems]
    return [
        row[0],
        str(row[1] or ""),
        _lines(each.spot.cell for each in problems),
        _lines(each.found for each in problems),
        _lines(f"{words.title}: {words.message}" for words in told),
        _lines(words.mend for words in told),
    ]


def _lines(parts: Iterable[str]) -> str:
    """Each part once, a line each."""
    return "\n".join(dict.fromkeys(part for part in parts if part))
