"""Any table with one service to a line, read through a mapping (see mapping.py)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string

from suluh.directory.domain import addresses
from suluh.directory.domain.fields import (
    ADDRESS_KEYS,
    BY_KEY,
    CONTACT_COLUMNS,
    PLACE_FIELDS,
    Kind,
)  # fmt: skip
from suluh.directory.domain.problems import Problem, Spot
from suluh.directory.domain.records import Cell, Draft, Reading
from suluh.directory.intake import type_words
from suluh.directory.intake.cell_text import text
from suluh.directory.intake.flat_cells import joined
from suluh.directory.intake.header_words import ages_in
from suluh.directory.intake.keys import Unique, fingerprint
from suluh.directory.intake.layout import Layout, lay_out
from suluh.directory.intake.mapping_shape import AGES, PRIVATE, Column, Mapping, flagged
from suluh.directory.intake.private_flags import ADDRESS, CONTACT, says_yes
from suluh.directory.intake.suggestion import best_layout, is_tick, named_table, suggest
from suluh.directory.intake.tables import Contents
from suluh.directory.rules import problem
from suluh.directory.vocabularies import shelf

_PLACE_KEYS = frozenset(each.key for each in PLACE_FIELDS)
_CONTACT_KEYS = frozenset(each.key for each in CONTACT_COLUMNS)


@dataclass(slots=True)
class _Work:
    layout: Layout
    mapping: Mapping
    columns: list[tuple[int, Column]]  # position from 0, with what it means
    language: str
    country: str
    timezone: str
    unique: Unique = field(default_factory=Unique)
    problems: list[Problem] = field(default_factory=list)

    def spot(self, line: int, position: int | None = None) -> Spot:
        table = self.layout.table
        cell = "" if position is None else f"{get_column_letter(position + 1)}{line}"
        return Spot(table.file, table.sheet, cell, line)


def read_flat(
    contents: Contents,
    mapping: Mapping | None,
    *,
    source: str,
    language: str,
    country: str,
    timezone: str,
) -> Reading:
    """Read one table of `contents`; without a mapping the suggested one is used, with a remark.

    A row without an id of its own gets one from its name, organization and street or phone, so
    that the same table can be imported again.
    """
    chosen = mapping or suggest(contents, language)
    reading = Reading("flat", source, language=chosen.language or language)
    layout = _layout(contents, chosen)
    if layout is None:
        file = contents.tables[0].file if contents.tables else source
        reading.problems.append(problem("table.rows.none", Spot(file)))
        return reading
    columns = [
        (position, column)
        for position, header in enumerate(layout.headers)
        if header and (column := chosen.column(header)) and column.field
    ]
    work = _Work(layout, chosen, columns, reading.language, country, timezone)
    reading.drafts = [_draft(work, line, cells) for line, cells in layout.rows]
    _report_layout(work, contents, suggested=mapping is None)
    reading.problems = work.problems
    _count(reading)
    return reading


def _layout(contents: Contents, mapping: Mapping) -> Layout | None:
    table = named_table(contents, mapping.sheet) if mapping.sheet else None
    if table is None and not mapping.header_lines:
        return best_layout(contents)
    if table is None:
        found = best_layout(contents)
        table = found.table if found else contents.tables[0] if contents.tables else None
    layout = lay_out(table, mapping.header_lines) if table else None
    return layout if layout and layout.headers else None


def _draft(work: _Work, line: int, cells: list[object]) -> Draft:
    draft = Draft(key="", spot=work.spot(line), strict=False)
    found: dict[str, list[tuple[int, str, object]]] = {}
    for position, column in work.columns:
        cell = cells[position] if position < len(cells) else None
        found.setdefault(column.field, []).append((position, *_meant(column, cell)))
    for key, parts in found.items():
        _put(work, draft, line, key, parts)
    _put_colours(work, draft, line)
    draft.key = _key(work, draft)
    _keep_private(work, draft, line, cells)
    _fill_in(work, draft, line)
    _suggest_types(work, draft, line)
    return draft


def _meant(column: Column, cell: object) -> tuple[str, object]:
    """(column's header, what the cell says); a tick says what the mapping gives it."""
    if not column.value:
        return column.header, cell
    return column.header, column.value if is_tick(cell) or says_yes(text(cell)) else None


def _put(
    work: _Work, draft: Draft, line: int, key: str, parts: list[tuple[int, str, object]]
) -> None:
    name = key.partition(".")[0]
    filled = [(position, value) for position, _, value in parts if text(value)]
    spot = work.spot(line, filled[0][0] if filled else parts[0][0])
    if key == PRIVATE:
        return
    if key == AGES:
        _put_ages(draft, [text(value) for _, value in filled], spot)
        return
    kind = BY_KEY[name].kind
    cell_key = f"{key}.{work.language}" if kind is Kind.TEXTS and key == name else key
    draft.cells[cell_key] = Cell(joined(BY_KEY[name], [value for _, value in filled]), spot)


def _put_ages(draft: Draft, ranges: list[str], spot: Spot) -> None:
    """The youngest and the oldest age of all ranges; without an upper end when one has none."""
    ages = [found for each in ranges if (found := ages_in(each))]
    if not ages:
        return
    draft.cells["minimum_age"] = Cell(min(lowest for lowest, _ in ages), spot)
    highest = [upper for _, upper in ages if upper is not None]
    if len(highest) == len(ages):
        draft.cells["maximum_age"] = Cell(max(highest), spot)


def _put_colours(work: _Work, draft: Draft, line: int) -> None:
    meanings = {each.colour: each for each in work.mapping.colours}
    for position in range(len(work.layout.headers)) if meanings else ():
        spot = work.spot(line, position)
        meaning = meanings.get(work.layout.table.fills.get(spot.cell, ""))
        if meaning:
            name = meaning.field.partition(".")[0]
            texts = name == meaning.field and BY_KEY[name].kind is Kind.TEXTS
            key = f"{name}.{work.language}" if texts else meaning.field
            draft.cells[key] = Cell(meaning.value, spot)


def _told(draft: Draft, key: str) -> str:
    """The text of a cell, of whatever language."""
    cells = (cell for name, cell in draft.cells.items() if name.partition(".")[0] == key)
    return next((found for cell in cells if (found := text(cell.value))), "")


def _key(work: _Work, draft: Draft) -> str:
    if own := _told(draft, "service_id"):
        return own  # given twice, it is an error of the check and not ours to mend
    where = _told(draft, "street") or _told(draft, "phone")
    return work.unique(fingerprint(_told(draft, "name"), _told(draft, "organization"), where))


def _keep_private(work: _Work, draft: Draft, line: int, cells: list[object]) -> None:
    for position, column in work.columns:
        cell = cells[position] if position < len(cells) else None
        if column.field != PRIVATE or not (says_yes(text(cell)) or is_tick(cell)):
            continue
        parts, spot = flagged(column), work.spot(line, position)
        if ADDRESS in parts:
            _drop(draft, frozenset(ADDRESS_KEYS))
            draft.cells["location_disclosure"] = Cell("contact_first", spot)
        if CONTACT in parts:
            _drop(draft, _CONTACT_KEYS)
        work.problems.append(
            problem("table.private.left_out", spot, key=draft.key, found=column.header)
        )


def _drop(draft: Draft, keys: frozenset[str]) -> None:
    draft.cells = {key: cell for key, cell in draft.cells.items() if key not in keys}


def _fill_in(work: _Work, draft: Draft, line: int) -> None:
    """What the file as a whole says: the area is the town where none is named, the country."""
    if "areas" not in draft.cells and (town := _told(draft, "locality") or _told(draft, "region")):
        draft.cells["areas"] = Cell(town, work.spot(line))
    if work.country and "country" not in draft.cells and _told(draft, "street"):
        draft.cells["country"] = Cell(work.country, work.spot(line))
    if work.timezone and "timezone" not in draft.cells:
        draft.cells["timezone"] = Cell(work.timezone, work.spot(line))


def _suggest_types(work: _Work, draft: Draft, line: int) -> None:
    """Types from words, where the file has none or names none that we know."""
    found = draft.cells.get("types")
    told = text(found.value) if found else ""
    if told and all(_is_type(part) for part in re.split(r"[;\n]", told)):
        return
    name, about = _told(draft, "name"), _told(draft, "what_you_get")
    guessed = type_words.guess(told) or type_words.guess(f"{name}\n{about}")
    if not guessed:
        return
    spot = found.spot if found else work.spot(line)
    draft.cells["types"] = Cell(";".join(guessed), spot)
    work.problems.append(
        problem("services.types.guessed", spot, key=draft.key, found=";".join(guessed))
    )


def _is_type(part: str) -> bool:
    wanted = part.strip().casefold()
    return any(
        wanted in (term.code, *(label.casefold() for label in term.labels.values()))
        for term in shelf()["service_types"]
    )


def _count(reading: Reading) -> None:
    named = {_told(draft, "organization").casefold() for draft in reading.drafts}
    reading.organizations = len(named - {""})
    reading.services = len(reading.drafts)
    reading.locations = sum(
        any(_told(draft, key) for key in _PLACE_KEYS) for draft in reading.drafts
    )


def _report_layout(work: _Work, contents: Contents, *, suggested: bool) -> None:
    """Say what was not read: columns, notes, colours, other sheets; and what was only suggested."""
    if suggested:
        found = problem("table.mapping.suggested", work.spot(_head(work)), count=len(work.columns))
        work.problems.append(found)
    _report_columns(work)
    for line, words in work.layout.notes:
        masked = addresses.mask(words)[0]
        work.problems.append(problem("table.row.left_aside", work.spot(line, 0), found=masked))
    _report_colours(work)
    for table in contents.tables:
        if table is not work.layout.table and len(table.rows) > 1:
            spot, name = Spot(table.file, table.sheet), table.sheet or table.file
            work.problems.append(
                problem("table.sheet.left_aside", spot, found=name, count=len(table.rows))
            )


def _head(work: _Work) -> int:
    """The last line of the headers."""
    return work.layout.header_lines[-1] if work.layout.header_lines else 1


def _report_columns(work: _Work) -> None:
    """Columns of the file that the mapping does not read, and columns it names in vain."""
    read = {position for position, _ in work.columns}
    for position, header in enumerate(work.layout.headers):
        filled = work.layout.column(position) if position not in read else []
        if filled:
            name = header or get_column_letter(position + 1)
            spot = work.spot(_head(work), position)
            work.problems.append(
                problem("table.column.unmapped", spot, found=name, count=len(filled))
            )
    for column in work.mapping.columns:
        if column.field and not any(each is column for _, each in work.columns):
            spot = work.spot(_head(work))
            work.problems.append(problem("table.column.missing", spot, found=column.header))


def _report_colours(work: _Work) -> None:
    data = {line for line, _ in work.layout.rows}
    meant = {each.colour for each in work.mapping.colours}
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for cell, colour in work.layout.table.fills.items():
        if colour not in meant and coordinate_from_string(cell)[1] in data:
            counts[colour] += 1
            first.setdefault(colour, cell)
    for colour, count in counts.items():
        table, line = work.layout.table, coordinate_from_string(first[colour])[1]
        spot = Spot(table.file, table.sheet, first[colour], line)
        work.problems.append(problem("table.colour.unmapped", spot, found=colour, count=count))
