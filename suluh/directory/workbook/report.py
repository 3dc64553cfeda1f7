"""The report of a check: the person's own workbook handed back, marked and explained."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText

from suluh.directory import column_words
from suluh.directory.domain import addresses
from suluh.directory.domain.problems import Problem
from suluh.directory.workbook.affected import add_affected_sheet
from suluh.directory.workbook.dropdowns import restore_dropdowns
from suluh.directory.workbook.grouping import Group, grouped, marks_for
from suluh.directory.workbook.losses import losses
from suluh.directory.workbook.marks import cell_at, fit_comments, mark_cells, put_text, sign, unmark
from suluh.directory.workbook.problem_sheet import add_losses, add_problem_sheet

_WORKBOOKS = {".xlsx", ".xlsm"}
# What openpyxl raises at workbooks of other programs that Excel, and calamine, can open.
_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, ParseError, BadZipFile)


def write_report(
    original: Path,
    out: Path,
    *,
    problems: Sequence[Problem],
    language: str,
    hide: Mapping[tuple[str, str], str],
    open_rows: Set[tuple[str, int]] | None = None,
) -> list[str]:
    """Write `original` to `out` with its problems marked, in the words of `language`.

    `hide` maps (sheet, cell) to the text that must stand there instead: what it held is written
    nowhere. `open_rows` are the (sheet, line) that may keep what looks like an address; None: all
    rows may. A workbook keeps values, formulas, styles, drop-downs and comments; for any other file
    a workbook is made. Returns sentences that name what could not be kept (they stand on the sheet
    of problems too). Raises OSError when `out` cannot be written.
    """
    groups = grouped(problems)
    book = _load(original) if original.suffix.lower() in _WORKBOOKS else None
    if book is None:
        return write_made_report(original, out, problems=problems, language=language)
    unmark(book)
    fit_comments(book)
    _mask(book, hide)
    if open_rows is not None:
        _mask_the_rest(book, open_rows)
    marks = marks_for(groups, language, frozenset(book.sheetnames))
    unexplained = sum(not mark.words for mark in marks.values())
    mark_cells(book, marks)
    sheet = add_problem_sheet(book, groups, language=language, unexplained=unexplained)
    sign(book, [sheet.title])
    _save(book, out)
    sentences = _sentences(losses(original, out), language)
    if sentences:
        # Only the finished file shows what was lost, so it is written once more with the words.
        add_losses(sheet, sentences, language)
        _save(book, out)
    return sentences


def write_made_report(
    original: Path, out: Path, *, problems: Sequence[Problem], language: str
) -> list[str]:
    """A workbook of the problems alone, without a look into `original`. Returns as write_report."""
    _write_made(out, grouped(problems), language)
    lost = original.suffix.lower() in _WORKBOOKS
    return [_text("lost_other", language).format(names=original.name)] if lost else []


def _load(original: Path) -> Workbook | None:
    with warnings.catch_warnings():
        # openpyxl warns of what it leaves out; losses() says so in words a person can use.
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(original, rich_text=True)
            restore_dropdowns(original, book)
        except _UNREADABLE:
            return None
    return book


def _save(book: Workbook, out: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(out)


def _mask(book: Workbook, hide: Mapping[tuple[str, str], str]) -> None:
    for (sheet, name), masked in hide.items():
        if sheet in book.sheetnames and name:
            cell = cell_at(book[sheet], name)
            put_text(cell, masked)
            cell.hyperlink = None  # a link to a map says the same as the text


def _mask_the_rest(book: Workbook, open_rows: Set[tuple[str, int]]) -> None:
    """Cells and comments that the check did not read may speak of a protected place too."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if (sheet.title, cell.row) in open_rows:
                    continue
                if isinstance(cell.value, str | CellRichText):
                    masked, found = addresses.mask(str(cell.value))
                    if found:
                        put_text(cell, masked)
                        cell.hyperlink = None
                if cell.hyperlink and addresses.mask(cell.hyperlink.target or "")[1]:
                    cell.hyperlink = None
                if cell.comment is not None:
                    cell.comment.text = addresses.mask(cell.comment.text)[0]


def _write_made(out: Path, groups: Sequence[Group], language: str) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    rows = add_affected_sheet(book, groups, language)
    sheet = add_problem_sheet(book, groups, language=language, unexplained=0)
    sign(book, [sheet.title, rows])
    book.properties.creator = ""
    _save(book, out)


def _sentences(lost: Mapping[str, str], language: str) -> list[str]:
    return [
        _text(f"lost_{kind}", language).format(count=found, names=found)
        for kind, found in lost.items()
    ]


def _text(key: str, language: str) -> str:
    return column_words.text(f"text.{key}", language)
