"""The empty workbook that a team fills: two sheets in an afternoon, or the long form."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from suluh.directory.vocabularies import shelf
from suluh.directory.workbook.drawing import Book, Row, draw_table, new_book
from suluh.directory.workbook.guide import draw_checks, draw_read_me
from suluh.directory.workbook.layout import (
    FIRST_LINE,
    FOR_READING,
    Page,
    Plan,
    long_plans,
    short_plans,
)  # fmt: skip
from suluh.directory.workbook.lists_sheet import draw_lists

_LETTERS = "abcdefghjkmnpqrstuvwxyz"  # no i, l, o: they are read as 1 and 0
_SIGNS = _LETTERS + "23456789"


def write_template(
    path: Path, *, languages: Sequence[str], long: bool = False, rows: int = 500
) -> None:
    """Write an empty workbook for `rows` services.

    `languages` are BCP 47 codes; the first is the working language, in which labels, help and
    drop-downs stand. Raises ValueError when no language is given, OSError when `path` cannot be
    written.
    """
    if not languages:
        raise ValueError("a workbook needs at least one language")
    ids = new_ids(rows)
    with new_book(path, languages=languages, form="long" if long else "short") as book:
        if long:
            _draw_long(book, ids)
        else:
            plans = short_plans(languages)
            draw_table(book, plans[0], _only(ids), room=rows)
            draw_lists(book, plans, shelf()["areas"])


def new_ids(count: int) -> list[str]:
    """Ids such as `k7f3-001`: stable within one workbook, and no other workbook has them, so that
    the same file can come in again and again and two teams never meet on one id."""
    prefix = secrets.choice(_LETTERS) + "".join(secrets.choice(_SIGNS) for _ in range(3))
    digits = max(3, len(str(count)))
    return [f"{prefix}-{number:0{digits}}" for number in range(1, count + 1)]


def _draw_long(book: Book, ids: list[str]) -> None:
    plans = long_plans(book.languages)
    draw_read_me(book)
    for plan in plans:
        prefilled = plan.page in (Page.SERVICES, Page.VERIFICATION)
        sheet = draw_table(book, plan, _only(ids) if prefilled else [], room=len(ids))
        if plan.page is not Page.SERVICES:
            _name_services(book, sheet, plan, plans, len(ids))
    draw_lists(book, plans, shelf()["areas"])
    draw_checks(book, plans, room=len(ids))


def _only(ids: list[str]) -> list[Row]:
    return [{"service_id": each} for each in ids]


def _name_services(book: Book, sheet: Any, plan: Plan, plans: list[Plan], rows: int) -> None:
    """Beside each id of a child sheet, a formula shows the name of its service."""
    number = next((n for n, each in enumerate(plan.columns) if each.key == FOR_READING), None)
    if number is None:
        return
    services = next(each for each in plans if each.page is Page.SERVICES)
    name = next(n for n, each in enumerate(services.columns) if each.key.startswith("name."))
    letter = xl_col_to_name(name, col_abs=True)
    last = FIRST_LINE + rows - 1
    names = f"{quote_sheetname(services.title)}!{letter}${FIRST_LINE}:{letter}${last}"
    for line in range(FIRST_LINE, last + 1):
        formula = f'=IFERROR(INDEX({names},MATCH($A{line},list_ids,0))&"","")'
        sheet.write_formula(line - 1, number, formula, book.formats["id"], "")
