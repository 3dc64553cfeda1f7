"""The sheet Lists: the team's own table of areas, and beside it every list of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from suluh.content.vocabularies import Vocabulary
from suluh.directory.workbook import styles
from suluh.directory.workbook.drawing import Book, define_range
from suluh.directory.workbook.layout import (
    AREA_CODE,
    AREA_LABEL,
    AREA_PARENT,
    FIRST_LINE,
    HEADER_LINE,
    KEY_LINE,
    LEGEND_LINE,
    Page,
    Plan,
    sheet_title,
    with_language,
)  # fmt: skip
from suluh.directory.workbook.lists import Choices, lists_for

AREA_ROOM = 1000  # rows that the drop-down of areas looks at


def draw_lists(book: Book, plans: Sequence[Plan], areas: Vocabulary) -> None:
    """Draw the sheet, and name each list for the drop-downs of `plans`."""
    title = sheet_title(Page.LISTS, book.language)
    sheet = book.add_sheet(title)
    sheet.set_row(KEY_LINE - 1, None, None, {"hidden": True})
    sheet.set_row(HEADER_LINE - 1, styles.header_height(book.language))
    sheet.freeze_panes(FIRST_LINE - 1, 0)
    width = _draw_areas(book, sheet, title, areas)
    _draw_words(book, sheet, title, lists_for(plans, book.languages), first=width + 1)


def _draw_areas(book: Book, sheet: Any, title: str, areas: Vocabulary) -> int:
    """The table that the team fills itself, from the first column on. Returns its width."""
    heads = [(AREA_CODE, book.text("area_code"), 14)]
    heads += [
        (f"{AREA_LABEL}.{code}", book.text("area_label", language=_own(code)), 26)
        for code in book.languages
    ]
    heads.append((AREA_PARENT, book.text("area_parent"), 18))
    sheet.write_string(LEGEND_LINE - 1, 0, book.text("areas_title"), book.formats["title"])
    for number, (key, label, width) in enumerate(heads):
        sheet.write_string(KEY_LINE - 1, number, key, book.formats["key"])
        sheet.write_string(HEADER_LINE - 1, number, label, book.formats["header"])
        sheet.set_column(number, number, width, book.formats["text"])
    sheet.write_comment(
        HEADER_LINE - 1, 0, book.text("areas_help"), {"author": "Suluh", "width": 300}
    )
    for row, term in enumerate(areas, start=FIRST_LINE - 1):
        labels = [term.labels.get(code, "") for code in book.languages]
        for number, text in enumerate([term.code, *labels, str(term.extra.get("parent", ""))]):
            if text:
                sheet.write_string(row, number, text, book.formats["text"])
    _name_areas(book, title)
    return len(heads)


def _own(code: str) -> str:
    return with_language("", code).strip(" ()")


def _name_areas(book: Book, title: str) -> None:
    """The drop-down of areas grows with the table: it ends at the last area that is written."""
    letter = xl_col_to_name(1, col_abs=True)
    first = f"{quote_sheetname(title)}!{letter}${FIRST_LINE}"
    room = f"{first}:{letter}${FIRST_LINE + AREA_ROOM - 1}"
    grown = f"=OFFSET({first},0,0,MAX(1,COUNTA({room})),1)"
    book.workbook.define_name("list_areas", grown)


def _draw_words(
    book: Book, sheet: Any, title: str, lists: Sequence[Choices], *, first: int
) -> None:
    """Every list under the other, from column `first` (counted from 0) on: code, then labels."""
    sheet.set_column(first - 1, first - 1, 4)
    sheet.set_column(first, first, 22, book.formats["note"])
    sheet.set_column(first + 1, first + len(book.languages), 40, book.formats["text"])
    sheet.write_string(LEGEND_LINE - 1, first, book.text("lists_title"), book.formats["title"])
    heads = [book.text("list_code"), *(_own(code) for code in book.languages)]
    for number, head in enumerate(heads):
        sheet.write_string(HEADER_LINE - 1, first + number, head, book.formats["header"])
    line = FIRST_LINE
    for choices in lists:
        sheet.write_string(line - 1, first, choices.title, book.formats["title"])
        for offset, (code, labels) in enumerate(choices.rows, start=1):
            _draw_word(book, sheet, line - 1 + offset, first, code, labels)
        define_range(book, choices.name, title, first + 1, line + 1, line + len(choices.rows))
        line += len(choices.rows) + 2


def _draw_word(book: Book, sheet: Any, row: int, first: int, code: str, labels: Any) -> None:
    sheet.write_string(row, first, code, book.formats["note"])
    for number, language in enumerate(book.languages, start=1):
        # The drop-down offers the working language, so its cell is never empty.
        text = labels.get(language, "") or (labels.get("en", code) if number == 1 else "")
        if text:
            sheet.write_string(row, first + number, text, book.formats["text"])
