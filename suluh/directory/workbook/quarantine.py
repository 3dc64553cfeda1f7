"""The rows that wait, as a small workbook that can be mended and brought in again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from suluh.directory.domain.fields import (
    ALL_FIELDS,
    BY_KEY,
    CONTACT_FIELDS,
    PLACE_FIELDS,
    Kind,
    short_form,
)  # fmt: skip
from suluh.directory.domain.problems import Problem, Severity, Spot
from suluh.directory.domain.records import Cell, Draft
from suluh.directory.rules import explain
from suluh.directory.vocabularies import shelf
from suluh.directory.workbook import styles
from suluh.directory.workbook.drawing import Book, Row, draw_table, new_book, write_value
from suluh.directory.workbook.layout import (
    FIRST_LINE,
    Column,
    Page,
    Plan,
    columns_of,
    field_column,
    sheet_title,
    text_column,
    why_column,
)  # fmt: skip
from suluh.directory.workbook.lists_sheet import draw_lists

_CHILDREN = {Page.CONTACTS: CONTACT_FIELDS, Page.PLACES: PLACE_FIELDS}
_ORDER = {each.key: number for number, each in enumerate(ALL_FIELDS)}
_NOTE = {"author": "Suluh", "width": 320, "height": 120, "color": styles.PAGE_GROUND}
_Reasons = dict[str, list[str]]  # a service's key -> why it waits


def write_quarantine(
    path: Path,
    *,
    drafts: Sequence[Draft],
    problems: Sequence[Problem],
    languages: Sequence[str],
) -> None:
    """Write `drafts` (already masked) under their own ids, with the reasons beside and on cells.

    Every column that a draft has is there, contacts and places on sheets of their own where a draft
    brought rows of them. Labels stand in the first of `languages`. Raises ValueError when no
    language is given, OSError when `path` cannot be written.
    """
    if not languages:
        raise ValueError("a workbook needs at least one language")
    spoken = list(dict.fromkeys([*languages, *_languages_of(drafts)]))
    children = [page for page in _CHILDREN if any(_children(draft, page) for draft in drafts)]
    plans = [_services_plan(drafts, spoken), *(_child_plan(page, spoken) for page in children)]
    errors = [each for each in problems if each.severity is Severity.ERROR]
    notes, whys = _notes(errors, spoken[0]), _whys(errors, spoken[0])
    with new_book(path, languages=spoken, form="long" if children else "short") as book:
        own = [_service_row(draft, whys) for draft in drafts]
        cells = [{"service_id": _id_cell(draft), **draft.cells} for draft in drafts]
        _draw(book, plans[0], own, cells, notes)
        for page, plan in zip(children, plans[1:], strict=True):
            found = [(draft, row) for draft in drafts for row in _children(draft, page)]
            rows = [{"service_id": draft.key, **_values(row)} for draft, row in found]
            _draw(book, plan, rows, [row for _, row in found], notes)
        draw_lists(book, plans, shelf()["areas"])


def _children(draft: Draft, page: Page) -> list[dict[str, Cell]]:
    return draft.contacts if page is Page.CONTACTS else draft.places


def _languages_of(drafts: Iterable[Draft]) -> list[str]:
    tagged = (key.partition(".")[2] for draft in drafts for key in draft.cells)
    return sorted({language for language in tagged if language})


def _services_plan(drafts: Sequence[Draft], languages: Sequence[str]) -> Plan:
    """The short form's columns, and whatever else one of the drafts has."""
    columns = {each.key: each for each in columns_of(short_form(), languages, languages[0])}
    for key in (key for draft in drafts for key in draft.cells):
        name, _, language = key.partition(".")
        if key not in columns and name in BY_KEY:
            field = BY_KEY[name]
            columns[key] = (
                text_column(field, language, languages[0])
                if field.kind is Kind.TEXTS
                else field_column(field, languages[0])
            )
    first, *others = sorted(columns.values(), key=lambda each: _ORDER[each.key.partition(".")[0]])
    found = (first, why_column(languages[0]), *others)
    return Plan(Page.SERVICES, sheet_title(Page.SERVICES, languages[0]), found)


def _child_plan(page: Page, languages: Sequence[str]) -> Plan:
    fields = (BY_KEY["service_id"], *_CHILDREN[page])
    columns: tuple[Column, ...] = columns_of(fields, languages, languages[0])
    return Plan(page, sheet_title(page, languages[0]), columns)


def _service_row(draft: Draft, whys: _Reasons) -> Row:
    own = whys.get(draft.key, []) if draft.key else []
    why = "\n".join(dict.fromkeys([*own, *whys.get(_row_name(draft.spot), [])]))
    return {**_values(draft.cells), "service_id": draft.key, "why": why}


def _values(cells: Mapping[str, Cell]) -> dict[str, object]:
    return {key: cell.value for key, cell in cells.items()}


def _id_cell(draft: Draft) -> Cell:
    return Cell(draft.key, draft.spot)


def _whys(problems: Iterable[Problem], language: str) -> _Reasons:
    whys: _Reasons = {}
    for each in problems:
        words = explain(each, language)
        # A row without an id has only its place to be known by.
        whys.setdefault(each.key or _row_name(each.spot), []).append(
            f"{words.message} {words.mend}"
        )
    return whys


def _row_name(spot: Spot) -> str:
    return f"{spot.file}!{spot.sheet}!{spot.line}"


def _notes(problems: Iterable[Problem], language: str) -> dict[tuple[str, str, str], list[str]]:
    """(file, sheet, cell) of the file they came in -> what is wrong there and how to mend it."""
    notes: dict[tuple[str, str, str], list[str]] = {}
    for each in problems:
        if each.spot.cell:
            words = explain(each, language)
            place = (each.spot.file, each.spot.sheet, each.spot.cell)
            notes.setdefault(place, []).append(f"{words.message}\n→ {words.mend}")
    return notes


def _draw(
    book: Book,
    plan: Plan,
    rows: Sequence[Row],
    cells: Sequence[Mapping[str, Cell]],
    notes: Mapping[tuple[str, str, str], list[str]],
) -> None:
    sheet = draw_table(book, plan, rows, room=len(rows) + 1)
    plain, dated = _marked(book)
    for line, row in enumerate(cells, start=FIRST_LINE - 1):
        for number, column in enumerate(plan.columns):
            cell = row.get(column.key)
            said = notes.get((cell.spot.file, cell.spot.sheet, cell.spot.cell)) if cell else None
            if cell is None or said is None:
                continue
            sheet.write_blank(line, number, None, plain)
            write_value(sheet, line, number, cell.value, plain, dated)
            sheet.write_comment(line, number, "\n\n".join(dict.fromkeys(said)), _NOTE)


def _marked(book: Book) -> tuple[Any, Any]:
    """The look of a cell to mend, for texts and for dates: tint and thick border."""
    look = {"bg_color": styles.ERROR_TINT, "border": 5, "border_color": styles.CLAY}
    look |= {"font_name": styles.font(book.language), "valign": "top", "text_wrap": True}
    return tuple(
        book.workbook.add_format({**look, "num_format": code})
        for code in (styles.TEXT_FORMAT, styles.DATE_FORMAT)
    )
