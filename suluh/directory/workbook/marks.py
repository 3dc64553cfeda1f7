"""Mark cells in a workbook that is handed back, and take the marks away when it comes again.

People mend in the marked copy and check that copy again. So what a cell looked like before is
kept on a hidden sheet, and each comment of ours begins with a sign.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from suluh.directory.domain.problems import Severity
from suluh.directory.workbook import styles
from suluh.directory.workbook.layout import NAMES_APART, REPORT_PROPERTY

_MARKS = "suluh_marks"
_AUTHOR = "Suluh"
_SIGN = "— Suluh —"
_NEAR = 60  # characters in a line of a comment, for the size of its box

_ERROR = PatternFill("solid", fgColor=styles.ERROR_TINT[1:])
_WARNING = PatternFill("solid", fgColor=styles.WARNING_TINT[1:])
_TINTS = {styles.ERROR_TINT[1:], styles.WARNING_TINT[1:]}
_SIDE = Side(style="thick", color=styles.CLAY[1:])
_THICK = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


@dataclass(slots=True)
class Mark:
    """What one cell gets: the worst severity, and the words of its comment."""

    severity: Severity
    words: list[str] = field(default_factory=list)


def put_text(cell: Cell, text: str) -> None:
    """Write `text` so that it stays text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    if cell.data_type == "f":
        cell.data_type = "s"


def cell_at(sheet: Worksheet, name: str) -> Cell:
    """The cell `name`; inside merged cells the one that holds their value."""
    cell = sheet[name]
    if isinstance(cell, MergedCell):
        merged = next(each for each in sheet.merged_cells.ranges if name in each)
        cell = sheet.cell(merged.min_row, merged.min_col)
    return cell  # type: ignore[no-any-return]


def mark_cells(book: Workbook, marks: dict[tuple[str, str], Mark]) -> None:
    """Tint every cell of `marks` ((sheet, cell) -> mark) and explain it in a comment."""
    kept = book.create_sheet(_MARKS)
    kept.sheet_state = "veryHidden"
    for line, ((sheet, name), mark) in enumerate(marks.items(), start=1):
        cell = cell_at(book[sheet], name)
        if not _tinted(cell):
            kept.cell(line, 1, sheet)
            _dress(kept.cell(line, 2, cell.coordinate), like=cell)
        _mark(cell, mark)


def fit_comments(book: Workbook) -> None:
    """Give every comment a box that shows its words: openpyxl forgets the size it had."""
    for cell in _commented(book):
        if cell.comment:
            _comment(cell, cell.comment.text)


def unmark(book: Workbook) -> None:
    """Take away what an earlier report left: tints, comments, and its sheets."""
    for cell in _commented(book):
        if cell.comment and _SIGN in cell.comment.text:
            _take_words(cell)
    if _MARKS in book.sheetnames:
        for line in range(1, book[_MARKS].max_row + 1):
            _restore(book, book[_MARKS], line)
    for name in _report_sheets(book):
        if name in book.sheetnames:
            del book[name]


def sign(book: Workbook, sheets: list[str]) -> None:
    """Note in the workbook which sheets are ours, so that no reader takes them for data."""
    names = [*sheets, *([_MARKS] if _MARKS in book.sheetnames else [])]
    properties = _properties(book)
    if REPORT_PROPERTY in properties.names:
        del properties[REPORT_PROPERTY]
    properties.append(StringProperty(name=REPORT_PROPERTY, value=NAMES_APART.join(names)))


def _commented(book: Workbook) -> list[Cell]:
    # Not iter_rows, which would make every empty cell up to a stray one far away.
    cells = (cell for sheet in book.worksheets for cell in sheet._cells.values())
    return [cell for cell in cells if isinstance(cell, Cell) and cell.comment]


def _report_sheets(book: Workbook) -> list[str]:
    properties = _properties(book)
    if REPORT_PROPERTY not in properties.names:
        return []
    return str(properties[REPORT_PROPERTY].value).split(NAMES_APART)


def _properties(book: Any) -> Any:
    """The custom properties, which the stubs of openpyxl do not know."""
    return book.custom_doc_props


def _restore(book: Workbook, kept: Worksheet, line: int) -> None:
    sheet, name = kept.cell(line, 1).value, kept.cell(line, 2).value
    if sheet is None or str(sheet) not in book.sheetnames:
        return
    cell = cell_at(book[str(sheet)], str(name))
    if _tinted(cell):  # else somebody moved the rows, or chose a colour
        _dress(cell, like=kept.cell(line, 2))


def _tinted(cell: Cell) -> bool:
    # Programs write the two digits before the colour (its opacity) differently.
    return bool(cell.fill.fill_type) and str(cell.fill.fgColor.rgb)[-6:] in _TINTS


def _dress(cell: Any, *, like: Any) -> None:
    cell.fill, cell.border = copy(like.fill), copy(like.border)


def _mark(cell: Cell, mark: Mark) -> None:
    if mark.severity is Severity.ERROR:
        cell.fill, cell.border = _ERROR, _THICK
    else:
        cell.fill = _WARNING
    if mark.words:
        there = f"{cell.comment.text.rstrip()}\n\n" if cell.comment else ""
        _comment(cell, f"{there}{_SIGN}\n" + "\n\n".join(mark.words))


def _comment(cell: Cell, words: str) -> None:
    author = cell.comment.author if cell.comment else _AUTHOR
    lines = sum(1 + len(line) // _NEAR for line in words.splitlines())
    comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", words), author or _AUTHOR)
    comment.width, comment.height = 360, 30 + 18 * lines
    cell.comment = comment


def _take_words(cell: Cell) -> None:
    theirs = cell.comment.text.partition(_SIGN)[0].rstrip() if cell.comment else ""
    if theirs:
        _comment(cell, theirs)
    else:
        cell.comment = None
