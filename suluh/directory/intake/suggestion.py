"""Suggest what the columns of a foreign table mean: by their headers, then by what they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from openpyxl.utils.cell import coordinate_from_string

from suluh.directory.domain.dates import parse_date
from suluh.directory.domain.fields import BY_KEY, Kind
from suluh.directory.intake.cell_text import text
from suluh.directory.intake.header_words import JOIN, WHOLE, ages_in, match
from suluh.directory.intake.language_words import code_of_name
from suluh.directory.intake.layout import Layout, lay_out
from suluh.directory.intake.mapping_shape import AGES, PRIVATE, Column, Mapping, folded
from suluh.directory.intake.private_flags import parts_flagged
from suluh.directory.intake.tables import Contents, Table
from suluh.directory.vocabularies import shelf

SURE_ENOUGH = 0.5  # below, a column is left unread and the guess is written beside it
BY_CONTENT = 0.6  # how sure we are of a column known only by what it holds
_MOSTLY = 0.6  # share of filled cells that must look alike

TICKS = frozenset({"x", "✓", "✔", "☑", "v", "√", "●", "•"})

# Several columns may hold these; of all others only the best is taken.
SEVERAL = frozenset({"phone", "whatsapp", "email", "website", "languages_staff", AGES, PRIVATE})

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"[+(]?\d[\d\s().+/;,xX-]{6,}")


def suggest(contents: Contents, language: str) -> Mapping:
    """The likeliest mapping for the table that looks most like services.

    `language` (BCP 47) is that of texts that do not say. Gives a mapping without columns when
    there is no table at all.
    """
    layout = best_layout(contents)
    if layout is None:
        return Mapping(language=language)
    columns = [_suggested(layout, position) for position in range(len(layout.headers))]
    return Mapping(
        columns=tuple(_settled([column for column in columns if column])),
        sheet=layout.table.sheet or (layout.table.file if len(contents.tables) > 1 else ""),
        header_lines=layout.header_lines,
        language=language,
        remarks=_colours(layout),
    )


def best_layout(contents: Contents) -> Layout | None:
    """The table with most columns that we know, the longer one on a draw."""
    layouts = [lay_out(table) for table in contents.tables if table.rows]
    found = [layout for layout in layouts if layout.headers and layout.rows]
    return max(found, key=lambda layout: (_known(layout), len(layout.rows)), default=None)


def named_table(contents: Contents, name: str) -> Table | None:
    """The sheet or file of that name."""
    return next((table for table in contents.tables if name in (table.sheet, table.file)), None)


def _known(layout: Layout) -> int:
    return len({found.field for header in layout.headers if header and (found := match(header))})


def is_tick(cell: object) -> bool:
    """Is the cell a cross or a tick, and nothing else?"""
    return text(cell).casefold() in TICKS


def _suggested(layout: Layout, position: int) -> Column | None:
    header = layout.headers[position]
    cells = layout.column(position)
    if not header:
        return None
    if parts_flagged(header):
        return Column(header, PRIVATE, confidence=WHOLE)
    if cells and all(is_tick(cell) for cell in cells):
        return _of_ticks(header)
    by_name, by_content = match(header), _by_content(cells)
    if by_name:
        return Column(header, by_name.field, confidence=by_name.confidence)
    if by_content:
        return Column(header, by_content[0], confidence=by_content[1])
    return Column(header, confidence=0)


def _of_ticks(header: str) -> Column:
    """A column of ticks means what its header says: an age, a language, a code."""
    last = header.split(JOIN)[-1]
    if ages_in(last):
        return Column(header, AGES, last.strip().strip("'’"), WHOLE)
    if language := code_of_name(last):
        return Column(header, "languages_staff", language, WHOLE)
    if meant := _codes_by_label().get(folded(last)):
        return Column(header, *meant, WHOLE)
    return Column(header, confidence=0)


@cache
def _codes_by_label() -> dict[str, tuple[str, str]]:
    """Label in any language -> (field, code), for fields that hold several codes of a list."""
    found: dict[str, tuple[str, str]] = {}
    fields = [each for each in BY_KEY.values() if each.kind is Kind.CODES]
    for field in reversed(fields):  # earlier fields win where labels are the same
        for term in shelf()[field.vocabulary]:
            for label in (term.code.replace("_", " "), *term.labels.values()):
                found[folded(label)] = (field.key, term.code)
    return found


_LOOKS: tuple[tuple[str, float, Callable[[object], bool]], ...] = (
    ("email", BY_CONTENT, lambda cell: bool(_EMAIL.search(text(cell)))),
    ("website", BY_CONTENT, lambda cell: bool(_URL.match(text(cell)))),
    # A date may be of anything: only a person can say that it is the day of the last check.
    (
        "verified_on",
        0.4,
        lambda cell: not isinstance(cell, int | float) and parse_date(cell) is not None,
    ),
    ("phone", BY_CONTENT, lambda cell: bool(_PHONE.fullmatch(text(cell)))),
)


def _by_content(cells: list[object]) -> tuple[str, float] | None:
    for field, confidence, looks in _LOOKS:
        if cells and sum(map(looks, cells)) >= _MOSTLY * len(cells):
            return field, confidence
    return None


def _settled(columns: Iterable[Column]) -> list[Column]:
    """One column for each field that can have but one; the others keep their guess."""
    columns = list(columns)
    best: dict[str, Column] = {}
    for column in columns:
        first = best.get(column.field)
        if first is None or column.confidence > first.confidence:
            best[column.field] = column
    return [
        column if _may_stand(column, best[column.field]) else _unsure(column) for column in columns
    ]


def _may_stand(column: Column, best: Column) -> bool:
    if not column.field or column.confidence < SURE_ENOUGH:
        return not column.field
    return bool(column.value) or column.field in SEVERAL or column is best


def _unsure(column: Column) -> Column:
    return replace(column, field="", guess=column.field)


def _colours(layout: Layout) -> dict[str, str]:
    """Colours in the data (RRGGBB -> words): how often, and what a note in that colour says."""
    data, notes = {line for line, _ in layout.rows}, dict(layout.notes)
    counts: Counter[str] = Counter()
    legends: dict[str, str] = {}
    for cell, colour in layout.table.fills.items():
        line = coordinate_from_string(cell)[1]
        if line in data:
            counts[colour] += 1
        elif line in notes:
            legends[colour] = notes[line]
    told = {colour: f"{count} cells" for colour, count in counts.most_common()}
    return {
        colour: f"{words}; a note says: {legends[colour]}" if colour in legends else words
        for colour, words in told.items()
    }
