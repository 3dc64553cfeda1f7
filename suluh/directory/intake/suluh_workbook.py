"""Read a Suluh workbook, in the short or the long form, back into drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from suluh.directory.column_words import column
from suluh.directory.domain.context import folded
from suluh.directory.domain.problems import Problem, Spot
from suluh.directory.domain.records import Cell, Draft, Reading
from suluh.directory.intake.cell_names import column_letters, corners
from suluh.directory.intake.cell_text import text
from suluh.directory.intake.tables import Contents, Table
from suluh.directory.rules import problem
from suluh.directory.workbook.layout import (
    AREA_CODE,
    AREA_LABEL,
    AREA_PARENT,
    LANGUAGES_PROPERTY,
    NAMES_APART,
    NEVER_READ,
    REPORT_PROPERTY,
    TEMPLATE_VERSION,
    VERSION_PROPERTY,
    Page,
    list_of_fields,
)  # fmt: skip
from suluh.directory.workbook.recognition import Known, recognise
from suluh.kernel.languages import LANGUAGES

_PLACES = ("street", "locality")
_ORGANIZATION = ("organization", "organization_type", "organization_description",
                 "organization_website")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """One filled row: its cells by key, the id it begins with, and where it stands."""

    id: str
    cells: dict[str, Cell]
    spot: Spot  # of the id


@dataclass(slots=True)
class _Reader:
    """The reading as it grows, and the drafts by their id."""

    reading: Reading
    sheets: list[Known]
    drafts: dict[str, Draft] = field(default_factory=dict)

    def report(self, rule: str, spot: Spot, **facts: Any) -> None:
        self.reading.problems.append(problem(rule, spot, **facts))

    def of(self, page: Page) -> list[Known]:
        return [each for each in self.sheets if each.page is page]


def is_suluh(contents: Contents) -> bool:
    """True for a workbook made from our template, or saved from one in another form."""
    if VERSION_PROPERTY in contents.properties:
        return True
    working = _working(contents)
    return any(known.page is Page.SERVICES for known in _sheets(contents, working))


def read_suluh(contents: Contents, source: str) -> Reading:
    """Every filled row of the services as a strict draft, with the rows of the other sheets.

    `source` names the file's origin, for ids that are no UUIDs. What cannot be placed is a
    problem of the reading; nothing is raised.
    """
    working = _working(contents)
    reading = Reading(source_format="suluh", source=source, language=working)
    reader = _Reader(reading, _sheets(contents, working))
    if _is_newer(contents):
        found = contents.properties[VERSION_PROPERTY]
        reader.report("workbook.template.newer", _file(contents), found=found)
        return reading
    if not reader.of(Page.SERVICES):
        reader.report("workbook.services.absent", _file(contents))
        return reading
    _read_services(reader)
    _read_organizations(reader)
    _read_children(reader, Page.CONTACTS, lambda draft, row: draft.contacts.append(row.cells))
    _read_children(reader, Page.PLACES, lambda draft, row: draft.places.append(row.cells))
    _read_verification(reader)
    _read_texts(reader)
    _count(reader)
    return reading


def without_report_sheets(contents: Contents) -> Contents:
    """The same contents without the sheets that an earlier report of ours put in."""
    ours = contents.properties.get(REPORT_PROPERTY, "").split(NAMES_APART)
    tables = [table for table in contents.tables if not table.sheet or table.sheet not in ours]
    return replace(contents, tables=tables)


def read_areas(contents: Contents) -> list[dict[str, Any]]:
    """The team's own areas: `code`, `label` (language -> text) and `parent` (a code or "").

    An area without a code takes its name as its code.
    """
    areas: list[dict[str, Any]] = []
    for known in _sheets(contents, _working(contents)):
        if known.page is not Page.LISTS:
            continue
        for row in _rows(known, ""):
            cells = {key: text(cell.value) for key, cell in row.cells.items()}
            labels = {
                key.removeprefix(f"{AREA_LABEL}."): word
                for key, word in cells.items()
                if key.startswith(AREA_LABEL) and word
            }
            code = cells.get(AREA_CODE) or next(iter(labels.values()), "")
            if code:
                parent = cells.get(AREA_PARENT, "")
                areas.append({"code": code, "label": labels or {"en": code}, "parent": parent})
    return areas


def _working(contents: Contents) -> str:
    first = contents.properties.get(LANGUAGES_PROPERTY, "").partition(",")[0].strip()
    return first or "en"


def _is_newer(contents: Contents) -> bool:
    found = contents.properties.get(VERSION_PROPERTY, "")
    return found.isdecimal() and int(found) > TEMPLATE_VERSION


def _file(contents: Contents) -> Spot:
    return Spot(file=contents.tables[0].file if contents.tables else "")


def _sheets(contents: Contents, working: str) -> list[Known]:
    tables = without_report_sheets(contents).tables
    return [known for table in tables if (known := recognise(table, working))]


def _spot(table: Table, line: int, at: int) -> Spot:
    return Spot(table.file, table.sheet, f"{column_letters(at + 1)}{line}", line)


def _rows(known: Known, id_key: str) -> Iterator[_Row]:
    """Rows that hold more than an id; the id stands in the column `id_key`."""
    table, merged = known.table, _merged(known.table)
    columns = [
        (at, key, column_letters(at + 1))
        for at, key in known.columns.items()
        if key not in NEVER_READ
    ]
    for line, values in table.rows:
        if line < known.first_line:
            continue
        shown = {at: merged.get((line, at), value) for at, value in enumerate(values)}
        cells = {
            key: Cell(shown.get(at), Spot(table.file, table.sheet, f"{letters}{line}", line))
            for at, key, letters in columns
        }
        if any(not cell.blank for key, cell in cells.items() if key != id_key):
            own = cells.get(id_key)
            spot = own.spot if own else Spot(table.file, table.sheet, "", line)
            yield _Row(text(own.value) if own else "", cells, spot)


def _merged(table: Table) -> dict[tuple[int, int], object]:
    """(line, column from 0) -> the value that a merged range shows there, ids excepted: two rows
    are never the same service."""
    by_line = dict(table.rows)
    shown: dict[tuple[int, int], object] = {}
    for name in table.merged:
        left, top, right, bottom = corners(name) or (1, 1, 0, 0)
        first = by_line.get(top, [])
        if left == right and len(first) >= left and first[left - 1] is not None:
            shown |= {(line, left - 1): first[left - 1] for line in range(top + 1, bottom + 1)}
    return shown


def _read_services(reader: _Reader) -> None:
    for known in reader.of(Page.SERVICES):
        for at, name in known.extras:
            spot = _spot(known.table, known.first_line - 1, at)
            reader.report("services.column.extra", spot, found=name)
        for row in _rows(known, "service_id"):
            draft = Draft(row.id, replace(row.spot, cell=""), row.cells, strict=True)
            draft.has_contacts = bool(reader.of(Page.CONTACTS))
            draft.has_places = bool(reader.of(Page.PLACES))
            reader.reading.drafts.append(draft)
            _enter(reader, draft, row)


def _enter(reader: _Reader, draft: Draft, row: _Row) -> None:
    """Remember the draft by its id; say so when it has none, or one that was there before."""
    if not row.id:
        reader.report("services.service_id.missing", row.spot)
    elif row.id in reader.drafts:
        reader.report("services.service_id.duplicate", row.spot, key=row.id, found=row.id)
    else:
        reader.drafts[row.id] = draft


def _read_organizations(reader: _Reader) -> None:
    """What an organization's own sheet says stands for every service that names it."""
    found: dict[str, dict[str, Cell]] = {}
    for known in reader.of(Page.ORGANIZATIONS):
        for row in _rows(known, "organization_id"):
            for name in _called(row.cells):
                if name == folded(row.id) and name in found:
                    reader.report("organizations.organization_id.duplicate", row.spot, found=row.id)
                found.setdefault(name, row.cells)
    for draft in reader.reading.drafts:
        known_by = next((name for name in _called(draft.cells) if name in found), None)
        if known_by is not None:
            _add(draft, found[known_by])


def _called(cells: dict[str, Cell]) -> Iterator[str]:
    """The id of an organization, then its names, as they are compared."""
    names = ("organization_id", *(key for key in cells if key.startswith("organization.")))
    for key in names:
        if key in cells and not cells[key].blank:
            yield folded(text(cells[key].value))


def _add(draft: Draft, cells: dict[str, Cell]) -> None:
    for key, cell in cells.items():
        if key.partition(".")[0] in _ORGANIZATION and (
            key not in draft.cells or draft.cells[key].blank
        ):
            draft.cells[key] = cell


def _read_children(reader: _Reader, page: Page, attach: Callable[[Draft, _Row], object]) -> None:
    for known in reader.of(page):
        for row in _rows(known, "service_id"):
            draft = reader.drafts.get(row.id)
            row.cells.pop("service_id", None)
            if draft is None:
                rule = f"{page.value}.service_id.unknown"
                reader.report(rule, row.spot, found=row.id, **_told(row.cells.values()))
            else:
                attach(draft, row)


def _told(cells: Iterable[Cell]) -> dict[str, str]:
    """Nothing of the row is repeated but how many cells wait: one could be an address."""
    return {"cells": str(sum(not cell.blank for cell in cells))}


def _read_verification(reader: _Reader) -> None:
    seen: set[str] = set()

    def attach(draft: Draft, row: _Row) -> None:
        if row.id in seen:
            rule = "verification.service_id.duplicate"
            reader.report(rule, row.spot, key=row.id, found=row.id)
            return
        seen.add(row.id)
        draft.cells |= row.cells

    _read_children(reader, Page.VERIFICATION, attach)


def _read_texts(reader: _Reader) -> None:
    def attach(draft: Draft, row: _Row) -> None:
        problems = list(_place_text(draft, row.cells))
        reader.reading.problems += problems

    _read_children(reader, Page.TEXTS, attach)


def _place_text(draft: Draft, cells: dict[str, Cell]) -> Iterator[Problem]:
    """Put one translation where it belongs; a row that cannot be placed is a problem."""
    if cells.keys() < {"field", "language", "text"}:
        return
    named, spoken, words = cells["field"], cells["language"], cells["text"]
    key, language = _field(text(named.value)), _language(text(spoken.value))
    if key is None:
        yield problem("texts.field.unknown", named.spot, key=draft.key, found=named.value)
    elif language is None:
        yield problem("texts.language.unknown", spoken.spot, key=draft.key, found=spoken.value)
    elif (there := draft.cells.get(f"{key}.{language}")) is None or there.blank:
        draft.cells[f"{key}.{language}"] = words
    elif not words.blank:
        rule = "texts.text.duplicate"
        yield problem(rule, words.spot, key=draft.key, column=key, language=language)


def _field(name: str) -> str | None:
    """The key of a field of texts, from its key or its label in any language."""
    return _fields_by_name().get(folded(name))


@cache
def _fields_by_name() -> dict[str, str]:
    fields = list_of_fields()
    labels = {folded(label): each.key for each in fields for label in _labels(each.key)}
    return labels | {each.key: each.key for each in fields}


def _labels(key: str) -> Iterable[str]:
    return column(key).label.values()


def _language(name: str) -> str | None:
    return _languages_by_name().get(folded(name))


@cache
def _languages_by_name() -> dict[str, str]:
    return {
        folded(word): code
        for code, known in LANGUAGES.items()
        for word in (code, known.own_name, known.english_name)
    }


def _count(reader: _Reader) -> None:
    reading = reader.reading
    reading.services = len(reading.drafts)
    owners = (next(_called(draft.cells), "") for draft in reading.drafts)
    reading.organizations = len({owner for owner in owners if owner})
    reading.locations = sum(
        len(draft.places) if draft.has_places else _has_place(draft) for draft in reading.drafts
    )


def _has_place(draft: Draft) -> bool:
    return any(key in draft.cells and not draft.cells[key].blank for key in _PLACES)
