"""Stream the XML of one sheet: how far it reaches, and what the fast reader does not tell.

The reader of values (calamine) allocates every cell up to the farthest one, and ends the whole
process where that is too much; so the sheet is measured first, cell by cell, keeping little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from suluh.directory.intake.cell_names import column_letters, column_number, corners
from suluh.directory.intake.limits import CELLS, COLUMNS, FORMULA_TEXT, FORMULAS, GRID, ROWS, TEXT
from suluh.directory.intake.shared_formulas import SharedFormulas
from suluh.directory.intake.tables import Refused

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,10})")
_VALUES = frozenset({"v", "f", "is"})  # a cell with none of these is only formatted


@dataclass(slots=True)
class Spent:
    """What the sheets of one workbook have used of its limits so far."""

    cells: int = 0
    formulas: int = 0
    formula_characters: int = 0  # of those that had to be worked out
    characters: int = 0


@dataclass(slots=True)
class SheetFacts:
    """What one sheet holds beside its values. Rows and columns count from 1.

    `formulas` maps row -> column -> "=A1+1"; `fills` maps "D5" -> "FFFF00", of cells with a value;
    `merged` is clipped to the cells in use, so that a reader may walk through every range.
    """

    last_row: int = 0
    last_column: int = 0
    formulas: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    fills: dict[str, str] = field(default_factory=dict)


def measure(
    stream: IO[bytes],
    sheet: str,
    spent: Spent,
    text_lengths: Sequence[int],
    style_fills: Mapping[str, str],
) -> SheetFacts:
    """Read a sheet's XML once. `text_lengths` are the shared texts' lengths in characters;
    `style_fills` maps a style's number to its colour.

    Raises Refused when there are too many rows, cells or characters, or a value lies too far away.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    handler = _SheetHandler(parser, sheet, spent, text_lengths, style_fills)
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise Refused("file.xml.broken") from error
    facts = handler.facts
    facts.merged = _clipped(facts)
    return facts


class _SheetHandler:
    """Receives the elements of a sheet in document order: row, c (a cell), and its f, v or is."""

    def __init__(
        self,
        parser: expat.XMLParserType,
        sheet: str,
        spent: Spent,
        text_lengths: Sequence[int],
        style_fills: Mapping[str, str],
    ) -> None:
        self.facts = SheetFacts()
        self._parser = parser
        parser.StartElementHandler = self._start
        self._sheet = sheet
        self._spent = spent
        self._text_lengths = text_lengths
        self._style_fills = style_fills
        self._columns: dict[str, int] = {}
        self._shared = SharedFormulas()
        self._row = self._column = 0
        self._row_name = "0"
        self._row_hidden = self._counted = False
        self._rows_seen = self._row_counted = 0
        self._cell: dict[str, str] = {}
        self._formula: dict[str, str] = {}

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._start_cell(attributes)
        elif name in _VALUES:
            self._start_value(name, attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name == "mergeCell":
            self.facts.merged.append(attributes.get("ref", ""))

    def _listen(self, then: Callable[[str], None]) -> None:
        """Hand the text of the element that just began to `then`. All other text and ends of
        elements stay in the parser: two calls a cell saved, of four."""
        text: list[str] = []

        def end(_name: str) -> None:
            self._parser.CharacterDataHandler = None
            self._parser.EndElementHandler = None
            then("".join(text))

        self._parser.CharacterDataHandler = text.append
        self._parser.EndElementHandler = end

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = _number(attributes.get("r")) or self._row + 1
        self._row_name = str(self._row)
        self._column = 0
        self._row_hidden = attributes.get("hidden") in ("1", "true")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._counted = False
        reference = attributes.get("r")
        if not reference:
            self._column += 1
        elif column := self._columns.get(reference.removesuffix(self._row_name)):
            self._column = column
        else:
            self._move_to(reference)

    def _move_to(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference.upper())
        if not match or match[2] == "0":
            raise Refused("file.xml.broken")
        letters, self._row_name = match.groups()
        self._row = int(self._row_name)
        self._column = column_number(letters)
        self._columns[letters] = self._column

    def _start_value(self, name: str, attributes: dict[str, str]) -> None:
        if not self._counted:
            self._counted = True
            self._count_cell()
        if name == "f":
            self._formula = attributes
            self._listen(self._end_formula)
        elif name == "v" and self._cell.get("t") == "s":
            self._listen(self._count_shared_text)

    def _count_cell(self) -> None:
        self._spent.cells += 1
        if self._row != self._row_counted:
            self._count_row()
        facts = self.facts
        if self._row > facts.last_row or self._column > facts.last_column:
            self._reach_further()
        if colour := self._style_fills.get(self._cell.get("s", "0")):
            facts.fills[self._reference] = colour

    def _count_row(self) -> None:
        self._row_counted = self._row
        self._rows_seen += 1
        if self._row_hidden:
            self.facts.hidden_rows.append(self._row)
        if self._spent.cells > CELLS:
            raise Refused("file.table.cells", limit=f"{CELLS:,}")

    def _reach_further(self) -> None:
        facts = self.facts
        facts.last_row = max(facts.last_row, self._row)
        facts.last_column = max(facts.last_column, self._column)
        if self._row > ROWS and self._rows_seen > ROWS // 2:  # a long sheet, not one stray cell
            raise Refused("file.table.rows", sheet=self._sheet, limit=f"{ROWS:,}")
        grid = facts.last_row * facts.last_column
        if self._row > ROWS or self._column > COLUMNS or grid > GRID:
            raise Refused("file.sheet.far_cell", sheet=self._sheet, cell=self._reference)

    @property
    def _reference(self) -> str:
        return f"{column_letters(self._column)}{self._row}"

    def _count_shared_text(self, number: str) -> None:
        index = _number(number)
        if index < len(self._text_lengths):
            self._spent.characters += self._text_lengths[index]
        if self._spent.characters > TEXT:
            raise Refused("file.table.text", limit=f"{TEXT:,}")

    def _end_formula(self, text: str) -> None:
        number = self._formula.get("si") if self._formula.get("t") == "shared" else None
        self._count_formula(self._shared.length(number) if number and not text else 0)
        if number and text:
            self._shared.remember(number, self._reference, f"={text}")
        elif number and self._shared.length(number):
            text = self._shared.text(number, self._reference).removeprefix("=")
        if text:
            self.facts.formulas.setdefault(self._row, {})[self._column] = f"={text}"

    def _count_formula(self, shared_length: int) -> None:
        self._spent.formulas += 1
        self._spent.formula_characters += shared_length
        if self._spent.formulas > FORMULAS or self._spent.formula_characters > FORMULA_TEXT:
            raise Refused("file.table.formulas")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= 10 else 0


def _clipped(facts: SheetFacts) -> list[str]:
    ranges = []
    for left, top, right, bottom in filter(None, map(corners, facts.merged)):
        last_column, last_row = min(right, facts.last_column), min(bottom, facts.last_row)
        if left <= last_column and top <= last_row and (left, top) != (last_column, last_row):
            first, last = column_letters(left), column_letters(last_column)
            ranges.append(f"{first}{top}:{last}{last_row}")
    return ranges
