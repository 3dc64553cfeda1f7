"""Draw the sheets of a plan with xlsxwriter: keys, headers, help, drop-downs, values.

Every text is written as a string cell. Nothing a person typed can become a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from suluh.directory import column_words
from suluh.directory.domain.fields import Kind
from suluh.directory.vocabularies import shelf
from suluh.directory.workbook import styles
from suluh.directory.workbook.comments import header_comment
from suluh.directory.workbook.layout import (
    FIRST_LINE,
    FOR_READING,
    FORM_PROPERTY,
    HEADER_LINE,
    KEY_LINE,
    LANGUAGES_PROPERTY,
    LEGEND_LINE,
    LIST_OF_IDS,
    NEEDED_MARK,
    TEMPLATE_VERSION,
    VERSION_PROPERTY,
    WHY,
    Column,
    Page,
    Plan,
    sheet_title,
)  # fmt: skip
from suluh.directory.workbook.lists import Labels
from suluh.kernel.languages import LANGUAGES

Row = Mapping[str, object]  # machine key -> value as it shall stand in the cell
MOST_CHARACTERS = 32_767  # in one cell of Excel
_EXACT = 2**53  # whole numbers beyond this lose digits in a spreadsheet
_DATES = (date(2000, 1, 1), date(2099, 12, 31))  # asked about outside, never refused
_IDS = ("service_id", "organization_id")


@dataclass(slots=True)
class Book:
    """A workbook being written, with its formats and the language of its labels."""

    workbook: Any
    languages: Sequence[str]
    formats: dict[str, Any]

    @property
    def language(self) -> str:
        return self.languages[0]

    def text(self, key: str, **facts: object) -> str:
        """The fixed words `text.<key>` in the working language."""
        return column_words.text(f"text.{key}", self.language).format(**facts)

    def add_sheet(self, title: str) -> Any:
        """A new sheet that runs in the direction of the working language."""
        sheet = self.workbook.add_worksheet(title)
        known = LANGUAGES.get(self.language)
        if known is not None and known.right_to_left:
            sheet.right_to_left()
        return sheet


@contextmanager
def new_book(path: Path, *, languages: Sequence[str], form: str) -> Iterator[Book]:
    """A workbook that knows its template's version and names nobody; written when left."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"title": sheet_title(Page.SERVICES, languages[0])})
        workbook.set_custom_property(VERSION_PROPERTY, str(TEMPLATE_VERSION))
        workbook.set_custom_property(FORM_PROPERTY, form)
        workbook.set_custom_property(LANGUAGES_PROPERTY, ",".join(languages))
        formats = {
            name: workbook.add_format(properties)
            for name, properties in styles.formats(languages[0]).items()
        }
        yield Book(workbook, list(languages), formats)


def draw_table(book: Book, plan: Plan, rows: Sequence[Row], *, room: int) -> Any:
    """One sheet with `rows`, and drop-downs for at least `room` rows. Returns its worksheet."""
    sheet = book.add_sheet(plan.title)
    _draw_heads(book, sheet, plan)
    last = FIRST_LINE + max(room, len(rows)) - 1
    for number, column in enumerate(plan.columns):
        _offer(book, sheet, number, column, last, own_ids=plan.page is Page.SERVICES)
    for line, row in enumerate(rows, start=FIRST_LINE):
        for number, column in enumerate(plan.columns):
            value, look = row.get(column.key), _format(book, column)
            write_value(sheet, line - 1, number, value, look, book.formats["date"])
    if plan.page is Page.SERVICES:
        define_range(book, LIST_OF_IDS, plan.title, 0, FIRST_LINE, last)
    return sheet


def define_range(
    book: Book, name: str, title: str, column: int, first_line: int, last_line: int
) -> None:
    """Name a stretch of a column for drop-downs. A name outlives moved cells and renamed sheets;
    a drop-down that points at another sheet by itself is lost by several programs."""
    letter = xl_col_to_name(column, col_abs=True)
    where = f"{quote_sheetname(title)}!{letter}${first_line}:{letter}${last_line}"
    book.workbook.define_name(f"list_{name}", f"={where}")


def write_value(
    sheet: Any, row: int, number: int, value: object, look: Any, date_look: Any
) -> None:
    """Write one value as what it is; `row` and `number` count from 0. A text stays a text."""
    if value is None or value == "":
        return
    if isinstance(value, datetime | date) and value.year > 1900:
        bare = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        sheet.write_datetime(row, number, bare, date_look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, number, value, look)
    elif isinstance(value, int | float) and abs(value) < _EXACT:
        sheet.write_number(row, number, value, look)
    else:
        text = value.isoformat("minutes") if isinstance(value, time) else str(value)
        sheet.write_string(row, number, text[:MOST_CHARACTERS], look)


def _draw_heads(book: Book, sheet: Any, plan: Plan) -> None:
    sheet.set_row(LEGEND_LINE - 1, 24)
    sheet.write_string(LEGEND_LINE - 1, 0, book.text("legend"), book.formats["legend"])
    sheet.set_row(KEY_LINE - 1, None, None, {"hidden": True})
    sheet.set_row(HEADER_LINE - 1, styles.header_height(book.language))
    labels = Labels(book.language, shelf()["areas"])
    for number, column in enumerate(plan.columns):
        sheet.write_string(KEY_LINE - 1, number, column.key, book.formats["key"])
        label = f"{column.label} {NEEDED_MARK}" if column.needed else column.label
        head = book.formats["needed" if column.needed else "header"]
        sheet.write_string(HEADER_LINE - 1, number, label, head)
        sheet.set_column(number, number, column.width, _format(book, column))
        comment = header_comment(book.text, column, labels)
        sheet.write_comment(HEADER_LINE - 1, number, comment.text, comment.shape)
    sheet.freeze_panes(FIRST_LINE - 1, _frozen(plan))


def _frozen(plan: Plan) -> int:
    """Columns that stay in sight: those that say which service a row is."""
    if plan.page is not Page.SERVICES:
        return 2
    names = [n for n, column in enumerate(plan.columns) if column.key.startswith("name.")]
    return names[0] + 1 if names else 1


def _format(book: Book, column: Column) -> Any:
    if column.key in (*_IDS, FOR_READING):
        return book.formats["id"]
    by_kind = {Kind.DATE: "date", Kind.NUMBER: "number", Kind.DECIMAL: "number"}
    wide = "long_text" if column.width > 40 or column.key == WHY else "text"
    return book.formats[by_kind.get(column.kind, wide)]


def _offer(
    book: Book, sheet: Any, number: int, column: Column, last: int, *, own_ids: bool
) -> None:
    """A drop-down or a gentle question; nothing is ever refused while typing."""
    rule = _question(book, column, own_ids=own_ids)
    if rule is None:
        return
    rule |= {"error_type": "warning", "error_title": book.text("warning_title")[:32]}
    rule["error_message"] = rule["error_message"][:255]
    sheet.data_validation(FIRST_LINE - 1, number, last - 1, number, rule)


def _question(book: Book, column: Column, *, own_ids: bool) -> dict[str, Any] | None:
    if column.key == "service_id" and not own_ids:
        return {"validate": "list", "source": f"=list_{LIST_OF_IDS}",
                "error_message": book.text("warning_id")}  # fmt: skip
    if column.key == "language":
        return {"validate": "list", "source": list(LANGUAGES),
                "error_message": book.text("warning_list")}  # fmt: skip
    if column.choices:
        return {"validate": "list", "source": f"=list_{column.choices}",
                "error_message": book.text("warning_list")}  # fmt: skip
    if column.kind is Kind.DATE:
        return {"validate": "date", "criteria": "between", "minimum": _DATES[0],
                "maximum": _DATES[1], "error_message": book.text("warning_date")}  # fmt: skip
    if column.kind is Kind.NUMBER:
        return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 120,
                "error_message": book.text("warning_number")}  # fmt: skip
    if column.kind is Kind.DECIMAL:
        return {"validate": "decimal", "criteria": "between", "minimum": -180, "maximum": 180,
                "error_message": book.text("warning_decimal")}  # fmt: skip
    return None
