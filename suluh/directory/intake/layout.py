"""Where the table is in a sheet as people make them: titles above, headers in several lines,
merged cells, notes below."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import range_boundaries

from suluh.directory.intake.cell_text import text
from suluh.directory.intake.header_words import JOIN, headers_among, looks_like_header
from suluh.directory.intake.tables import Table

_LOOK_AT = 30  # lines in which the headers are looked for
_HEADER_LINES = 3  # at most so many lines of headers
_ENOUGH = 3  # columns that make a table, so that a lone first cell is a note

Cells = list[Any]
Box = tuple[int, int, int, int]  # first column, first line, last column, last line; all from 1


@dataclass(slots=True)
class Layout:
    """A table found in a sheet. `headers` has one unique name per column, "" for none.

    `rows` are (line, cells) with merged cells repeated downwards; `notes` are (line, words) of
    lines in which only the first cell is filled.
    """

    table: Table
    headers: list[str] = field(default_factory=list)
    header_lines: tuple[int, ...] = ()
    rows: list[tuple[int, Cells]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)

    def column(self, position: int) -> list[Any]:
        """The filled cells of one column, counted from 0."""
        cells = (cells[position] for _, cells in self.rows if position < len(cells))
        return [cell for cell in cells if text(cell)]


def lay_out(table: Table, header_lines: tuple[int, ...] = ()) -> Layout:
    """Find headers, rows and notes. `header_lines` are given by a mapping, or looked for."""
    boxes = [_box(found) for found in table.merged]
    lines = [line for line, _ in table.rows]
    wanted = [lines.index(line) for line in header_lines if line in lines]
    wanted = wanted or _header_indexes(table, boxes)
    if not wanted:
        return Layout(table)
    layout = Layout(table, _headers(table, wanted, boxes), tuple(lines[index] for index in wanted))
    data = _filled_down(table.rows[wanted[-1] + 1 :], boxes)
    first = next((position for position, name in enumerate(layout.headers) if name), 0)
    for line, cells in data:
        filled = [position for position, cell in enumerate(cells) if text(cell)]
        if len(filled) == 1 and filled[0] <= first and sum(map(bool, layout.headers)) >= _ENOUGH:
            layout.notes.append((line, text(cells[filled[0]])))
        elif filled:
            layout.rows.append((line, cells))
    return layout


def _box(merged: str) -> Box:
    first_column, first_line, last_column, last_line = range_boundaries(merged)
    return first_column or 1, first_line or 1, last_column or 1, last_line or 1


def _header_indexes(table: Table, boxes: list[Box]) -> list[int]:
    """The line with most known headers, and those beside it that belong to it."""
    top = table.rows[:_LOOK_AT]
    scores = [len(list(headers_among(cells))) for _, cells in top]
    best = max(range(len(top)), key=lambda index: scores[index], default=-1)
    if best < 0 or scores[best] < 2:
        best = _first_full_line(top)
    if best < 0:
        return []
    first = last = best
    while first > 0 and last - first + 1 < _HEADER_LINES and _is_group(table, first - 1, boxes):
        first -= 1
    while (
        last + 1 < len(top)
        and last - first + 1 < _HEADER_LINES
        and _is_below(table, last + 1, boxes)
    ):
        last += 1
    return list(range(first, last + 1))


def _first_full_line(top: list[tuple[int, Cells]]) -> int:
    """Headers in words nobody taught us: the first line of text that is as wide as the table."""
    widths = [sum(bool(text(cell)) for cell in cells) for _, cells in top]
    usual = max(widths, default=0)
    for index, (_, cells) in enumerate(top):
        words = all(isinstance(cell, str) for cell in cells if text(cell))
        if usual >= 2 and widths[index] >= 0.8 * usual and words:
            return index
    return -1


def _is_group(table: Table, index: int, boxes: list[Box]) -> bool:
    """A line above the headers that groups them: `Contact` over `Phone` and `E-mail`."""
    line, cells = table.rows[index]
    filled = [cell for cell in cells if text(cell)]
    if len(filled) < 2 or not all(isinstance(cell, str) for cell in filled):
        return False
    across = any(box[1] <= line <= box[3] and box[2] > box[0] for box in boxes)
    return across or any(looks_like_header(cell) for cell in filled)


def _is_below(table: Table, index: int, boxes: list[Box]) -> bool:
    """A second line of headers: merged with the first, or again mostly known names."""
    line, cells = table.rows[index]
    filled = [cell for cell in cells if text(cell)]
    known = len(list(headers_among(cells)))
    above = table.rows[index - 1][0]
    if any(box[1] <= above and box[3] >= line for box in boxes):
        return all(isinstance(cell, str) for cell in filled)
    return known >= 2 and known > 0.5 * len(filled)


def _headers(table: Table, indexes: list[int], boxes: list[Box]) -> list[str]:
    """Names of the columns: parts from several lines joined, doubles numbered."""
    width = max(len(cells) for _, cells in table.rows)
    lines = [
        _header_line(table, index, boxes, width, last=index == indexes[-1]) for index in indexes
    ]
    names, seen = [], Counter[str]()
    for position in range(width):
        parts = dict.fromkeys(part for line in lines if (part := line[position]))
        name = JOIN.join(parts)
        seen[name] += 1
        names.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return names


def _header_line(
    table: Table, index: int, boxes: list[Box], width: int, *, last: bool
) -> list[str]:
    line, cells = table.rows[index]
    found = [" ".join(text(cell).split()) for cell in cells] + [""] * (width - len(cells))
    merged = [box for box in boxes if box[1] <= line <= box[3]]
    for box in merged:
        if box[1] == line:
            found[box[0] - 1 : box[2]] = [found[box[0] - 1]] * (box[2] - box[0] + 1)
    if not last and not merged:  # a CSV file knows no merged cells: a group reaches to the next
        _reach_right(found, table.rows[index + 1][1])
    return found[:width]


def _reach_right(found: list[str], below: Cells) -> None:
    for position in range(1, len(found)):
        named_below = position < len(below) and text(below[position])
        if not found[position] and named_below:
            found[position] = found[position - 1]


def _filled_down(rows: list[tuple[int, Cells]], boxes: list[Box]) -> list[tuple[int, Cells]]:
    """Repeat the value of cells merged over several lines in each of those lines."""
    tall = [box for box in boxes if box[3] > box[1]]
    if not tall:
        return rows
    by_line = {line: list(cells) for line, cells in rows}
    for column, first, _, last in tall:
        top = by_line.get(first, [])
        value = top[column - 1] if column <= len(top) else None
        for line in range(first + 1, min(last, max(by_line, default=0)) + 1):
            if (
                line in by_line
                and column <= len(by_line[line])
                and not text(by_line[line][column - 1])
            ):
                by_line[line][column - 1] = value
    return list(by_line.items())
