"""The sheets of the long form that people only read: Read me, and Checks (formulas that count)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from suluh.directory.domain.fields import BY_KEY
from suluh.directory.workbook.drawing import Book
from suluh.directory.workbook.layout import FIRST_LINE, Page, Plan, field_column, sheet_title

_SENTENCES = ("row", "needed", "unknown", "id", "several", "address", "close", "sheets", "move")


def draw_read_me(book: Book) -> None:
    """How the workbook is filled, one sentence a line."""
    title = sheet_title(Page.READ_ME, book.language)
    sheet = book.add_sheet(title)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 100, book.formats["prose"])
    sheet.write_string(0, 0, title, book.formats["title"])
    action = field_column(BY_KEY["action"], book.language).label
    for row, name in enumerate(_SENTENCES, start=2):
        words = book.text(f"read_me_{name}", action=action)
        sheet.write_string(row, 0, words, book.formats["prose"])


def draw_checks(book: Book, plans: Sequence[Plan], *, room: int) -> None:
    """Formulas over the first `room` rows: how many services, what they lack, the oldest date."""
    sheet = book.add_sheet(sheet_title(Page.CHECKS, book.language))
    sheet.set_column(0, 0, 56, book.formats["text"])
    sheet.set_column(1, 1, 14, book.formats["number"])
    sheet.write_string(0, 0, book.text("check_what"), book.formats["header"])
    sheet.write_string(0, 1, book.text("check_count"), book.formats["header"])
    for row, (words, formula, style) in enumerate(_counts(book, plans, room), start=1):
        sheet.write_string(row, 0, words, book.formats["text"])
        sheet.write_formula(row, 1, formula, book.formats[style], "")


def _counts(book: Book, plans: Sequence[Plan], room: int) -> list[tuple[str, str, str]]:
    """(words, formula, format) of each line."""
    cells = _Ranges(plans, room)
    services = next(plan for plan in plans if plan.page is Page.SERVICES)
    needed = [column for column in services.columns if column.needed]
    ids = cells.of(Page.SERVICES, "service_id")
    # A row counts as soon as one of the needed cells is filled: each row has an id beforehand.
    filled = "+".join(f"LEN({cells.of(Page.SERVICES, column.key)})" for column in needed)
    written = f"(({filled})>0)"
    dates = cells.of(Page.VERIFICATION, "verified_on")
    lines = [(book.text("check_services"), f"=SUMPRODUCT(--{written})", "number")]
    for column in needed:
        blank = f"(LEN({cells.of(Page.SERVICES, column.key)})=0)"
        words = book.text("check_missing", label=column.label)
        lines.append((words, f"=SUMPRODUCT({written}*{blank})", "number"))
    contacts = f"COUNTIF({cells.of(Page.CONTACTS, 'service_id')},{ids})=0"
    lines.append((book.text("check_contact"), f"=SUMPRODUCT({written}*({contacts}))", "number"))
    checked = f"SUMIF({cells.of(Page.VERIFICATION, 'service_id')},{ids},{dates})=0"
    label = field_column(BY_KEY["verified_on"], book.language).label
    words = book.text("check_missing", label=label)
    lines.append((words, f"=SUMPRODUCT({written}*({checked}))", "number"))
    oldest = f'=IF(COUNT({dates})=0,"",MIN({dates}))'
    lines.append((book.text("check_oldest"), oldest, "date"))
    return lines


class _Ranges:
    """Where the cells of a column stand."""

    def __init__(self, plans: Sequence[Plan], room: int) -> None:
        self._plans = {plan.page: plan for plan in plans}
        self._last = FIRST_LINE + room - 1

    def of(self, page: Page, key: str) -> str:
        plan = self._plans[page]
        number = next(n for n, column in enumerate(plan.columns) if column.key == key)
        letter: Any = xl_col_to_name(number, col_abs=True)
        return f"{quote_sheetname(plan.title)}!{letter}${FIRST_LINE}:{letter}${self._last}"
