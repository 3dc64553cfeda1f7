"""Workbooks for tests: a template filled as a team would, records, areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from suluh.content.vocabularies import Term, Vocabulary
from suluh.directory.domain.context import Context
from suluh.directory.domain.fields import SERVICE_FIELDS
from suluh.directory.domain.problems import Spot
from suluh.directory.domain.records import Record, Value
from suluh.directory.domain.understanding import empty
from suluh.directory.intake import open_xlsx
from suluh.directory.intake.tables import Contents
from suluh.directory.vocabularies import shelf
from suluh.directory.workbook.layout import FIRST_LINE, KEY_LINE
from suluh.directory.workbook.template import write_template

TODAY = date(2026, 11, 22)

GOOD_ROW: dict[str, object] = {
    "name.en": "Day centre by the lake",
    "organization.en": "Lake Harrow Aid",
    "types": "Food, clothes, phone",
    "serves": "women",
    "phone": "+44 20 7946 0101",
    "areas": "Lake Harrow",
    "verified_on": date(2026, 11, 1),
}


def columns(sheet: Worksheet) -> dict[str, int]:
    """Machine key -> column number, from the hidden row."""
    return {
        str(cell.value): number
        for number, cell in enumerate(sheet[KEY_LINE], start=1)
        if cell.value is not None
    }


def fill(sheet: Worksheet, rows: Sequence[Mapping[str, object]]) -> None:
    """Write each row under its keys, from the first line of data on."""
    places = columns(sheet)
    for line, row in enumerate(rows, start=FIRST_LINE):
        for key, value in row.items():
            sheet.cell(line, places[key]).value = value  # type: ignore[assignment]


def template_with(
    path: Path,
    pages: Mapping[int, Sequence[Mapping[str, object]]],
    *,
    languages: Sequence[str] = ("en", "km"),
    long: bool = False,
) -> Path:
    """A template whose sheets, by their place, are filled with rows."""
    write_template(path, languages=languages, long=long, rows=10)
    book = load_workbook(path)
    for place, rows in pages.items():
        fill(book.worksheets[place], rows)
    book.save(path)
    return path


def contents_of(path: Path) -> Contents:
    """What the fenced-off process would hand over."""
    return open_xlsx.read(path)


def some_areas() -> Vocabulary:
    """A province and a district of the same name, and one more district."""
    terms = {
        "LH": Term("LH", {"en": "Lake Harrow", "km": "បឹងហារ៉ូ"}),
        "LH-1": Term("LH-1", {"en": "Lake Harrow"}, {"parent": "LH"}),
        "NS": Term("NS", {"en": "North Shore"}, {"parent": "LH"}),
    }
    return Vocabulary("areas", 1, "tests", "CC BY 4.0", {}, terms)


class Words(dict[str, Vocabulary]):
    """The shipped vocabularies, with areas of our own."""

    def __missing__(self, name: str) -> Vocabulary:
        return shelf()[name]


def context() -> Context:
    return Context(Words(areas=some_areas()), TODAY)


def record(key: str, **values: Value) -> Record:
    """A record as the database hands it out: every field has a value."""
    whole = {each.key: empty(each.kind) for each in SERVICE_FIELDS}
    return Record(key, key, Spot(), values=whole | values, channels=["*"], place_keys=["*"])
