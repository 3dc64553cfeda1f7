"""The first sheet of a report: problems by rule, the most useful to mend first, with links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from suluh.directory import column_words
from suluh.directory.domain.problems import Problem, Severity
from suluh.directory.rules import explain
from suluh.directory.workbook import styles
from suluh.directory.workbook.grouping import Group, cell_of
from suluh.directory.workbook.layout import sheet_title
from suluh.directory.workbook.marks import put_text
from suluh.kernel.languages import LANGUAGES

LINKS = 20  # per rule; the rest is counted in words
HEADER_LINE = 5
_COLUMNS = ("severity", "what", "count", "example", "mend", "where")
_WIDTHS = (9, 34, 11, 52, 52, 14)
_LINE = Side(style="thin", color=styles.LINE[1:])


def title_for(book: Workbook, page: str, language: str) -> str:
    """The name of one of our sheets, numbered where the workbook has such a sheet already."""
    wanted = title = sheet_title(page, language)
    number = 2
    while title in book.sheetnames:
        title, number = f"{wanted[:27]} {number}", number + 1
    return title


def add_problem_sheet(
    book: Workbook, groups: Sequence[Group], *, language: str, unexplained: int
) -> Worksheet:
    """Put the sheet first. `unexplained` marked cells have no comment of their own."""
    linked = frozenset(book.sheetnames)
    sheet: Worksheet = book.create_sheet(title_for(book, "problems", language), 0)
    book.active = 0
    for other in book.worksheets:  # two selected sheets would be edited as one
        other.sheet_view.tabSelected = other is sheet
    known = LANGUAGES.get(language)
    sheet.sheet_view.rightToLeft = bool(known and known.right_to_left)
    sheet.sheet_view.showGridLines = False
    _introduce(sheet, groups, language, unexplained)
    if groups:
        _write_heads(sheet, language)
        for line, group in enumerate(groups, start=HEADER_LINE + 1):
            _write_group(sheet, line, group, language, linked)
        sheet.freeze_panes = f"A{HEADER_LINE + 1}"
    return sheet


def add_losses(sheet: Worksheet, sentences: Sequence[str], language: str) -> None:
    """Name, under the problems, what the copy could not keep."""
    if not sentences:
        return
    line = sheet.max_row + 2
    _write(sheet, line, 1, _text("lost_title", language), language, bold=True, wrap=False)
    for offset, sentence in enumerate(sentences, start=1):
        _write(sheet, line + offset, 1, sentence, language, wrap=False)


def _introduce(sheet: Worksheet, groups: Sequence[Group], language: str, unexplained: int) -> None:
    _write(sheet, 1, 1, _text("problems_title", language), language, bold=True, size=14, wrap=False)
    if not groups:
        _write(sheet, 2, 1, _text("problems_none", language), language, wrap=False)
        return
    counted = {
        severity: sum(len(group.problems) for group in groups if group.severity is severity)
        for severity in Severity
    }
    summary = _text("problems_summary", language).format(
        mend=counted[Severity.ERROR], look=counted[Severity.WARNING]
    )
    _write(sheet, 2, 1, summary, language, wrap=False)
    how = _text("problems_how", language)
    if unexplained:
        how = f"{how} {_text('fewer_comments', language).format(count=unexplained)}"
    _write(sheet, 3, 1, how, language, colour=styles.SOFT, wrap=False)


def _write_heads(sheet: Worksheet, language: str) -> None:
    for number, (name, width) in enumerate(zip(_COLUMNS, _WIDTHS, strict=True), start=1):
        cell = _write(sheet, HEADER_LINE, number, _text(f"column_{name}", language), language,
                      bold=True)  # fmt: skip
        cell.fill = PatternFill("solid", fgColor=styles.HEADER_GROUND[1:])
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.row_dimensions[HEADER_LINE].height = styles.header_height(language)


def _write_group(
    sheet: Worksheet, line: int, group: Group, language: str, linked: frozenset[str]
) -> None:
    words = explain(group.problems[0], language)
    mend = group.severity is Severity.ERROR
    word = _text("mend" if mend else "look", language)
    first = _write(sheet, line, 1, word, language, bold=True, colour=styles.CLAY if mend else "")
    tint = styles.ERROR_TINT if mend else styles.WARNING_TINT
    first.fill = PatternFill("solid", fgColor=tint[1:])
    _write(sheet, line, 2, words.title, language, bold=True)
    sheet.cell(line, 3, len(group.problems)).alignment = Alignment(vertical="top")
    _write(sheet, line, 4, words.message, language, colour=styles.SOFT)
    _write(sheet, line, 5, words.mend, language)
    for number in range(1, len(_COLUMNS) + LINKS + 1):
        sheet.cell(line, number).border = Border(bottom=_LINE)
    _write_links(sheet, line, group.problems, language, linked)


def _write_links(
    sheet: Worksheet, line: int, problems: Sequence[Problem], language: str, linked: frozenset[str]
) -> None:
    places = list(
        dict.fromkeys((each.spot.file, each.spot.sheet, cell_of(each)) for each in problems)
    )
    number = len(_COLUMNS)
    for file, there, cell in places[:LINKS]:
        label = f"{there or file}!{cell}" if cell else there or file
        place = _write(sheet, line, number, label, language, wrap=False)
        if there in linked and cell:
            quoted = there.replace("'", "''")
            place.hyperlink = Hyperlink(ref=place.coordinate, location=f"'{quoted}'!{cell}")
            place.font = Font(name=styles.font(language), color=styles.PINE[1:], underline="single")
        number += 1
    if len(places) > LINKS:
        more = _text("and_more", language).format(count=len(places) - LINKS)
        _write(sheet, line, number, more, language, colour=styles.SOFT, wrap=False)


def _write(
    sheet: Worksheet,
    line: int,
    number: int,
    words: str,
    language: str,
    *,
    bold: bool = False,
    size: int = 11,
    colour: str = "",
    wrap: bool = True,
) -> Cell:
    cell = cast("Cell", sheet.cell(line, number))
    put_text(cell, words)
    ink = (colour or styles.INK)[1:]
    cell.font = Font(name=styles.font(language), size=size, bold=bold, color=ink)
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    return cell


def _text(key: str, language: str) -> str:
    return column_words.text(f"text.{key}", language)
