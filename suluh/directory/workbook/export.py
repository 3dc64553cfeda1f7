"""The whole directory as a workbook in the long form, to be read, mended and imported again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from suluh.content.vocabularies import Vocabulary
from suluh.directory.column_words import column
from suluh.directory.domain.fields import (
    BY_KEY,
    CONTACT_FIELDS,
    ORGANIZATION_FIELDS,
    PLACE_FIELDS,
    Kind,
)  # fmt: skip
from suluh.directory.domain.records import Record, Value
from suluh.directory.workbook.drawing import Row, draw_table, new_book
from suluh.directory.workbook.guide import draw_checks, draw_read_me
from suluh.directory.workbook.layout import FOR_READING, Page, list_of_fields, long_plans
from suluh.directory.workbook.lists import Labels
from suluh.directory.workbook.lists_sheet import draw_lists
from suluh.directory.workbook.template import new_ids
from suluh.kernel.languages import pick

SPARE = 50  # empty rows with fresh ids, where new services can be written
_LISTED = (Kind.CODES, Kind.AREAS, Kind.LANGUAGES)
_CODED = (Kind.CODE, Kind.CODES, Kind.AREAS)


def write_export(
    path: Path, *, services: Iterable[Record], languages: Sequence[str], areas: Vocabulary
) -> None:
    """Write `services` in the long form; reading it back gives the same values.

    Labels stand in the first of `languages`; `areas` is the vocabulary of areas in force. Raises
    ValueError when no language is given, OSError when `path` cannot be written.
    """
    if not languages:
        raise ValueError("a workbook needs at least one language")
    rows = _Rows(languages[0], Labels(languages[0], areas))
    for record in services:
        rows.add(record)
    # A text in a language that the agency does not use (any more) is still exported.
    spoken = list(dict.fromkeys([*languages, *sorted(rows.languages)]))
    room = len(rows.pages[Page.SERVICES]) + SPARE
    rows.pages[Page.SERVICES] += [{"service_id": each} for each in new_ids(SPARE)]
    plans = long_plans(spoken)
    with new_book(path, languages=spoken, form="long") as book:
        draw_read_me(book)
        for plan in plans:
            draw_table(book, plan, rows.pages[plan.page], room=room)
        draw_lists(book, plans, areas)
        draw_checks(book, plans, room=room)


class _Rows:
    """The rows of every sheet, gathered record by record."""

    def __init__(self, working: str, labels: Labels) -> None:
        self._working = working
        self._labels = labels
        self._organizations: set[str] = set()
        self.languages: set[str] = set()  # of all texts that were added
        self.pages: dict[Page, list[Row]] = {
            page: [] for page in Page if page not in (Page.READ_ME, Page.LISTS, Page.CHECKS)
        }

    def add(self, record: Record) -> None:
        """One record: its service, its organization when new, and its rows on the child sheets."""
        ids = {"service_id": record.key, FOR_READING: self._name(record)}
        organization = record.organization
        own = {
            **ids,
            **self._cells(record.values),
            "organization_id": _plainly(organization.get("id", "")),
            **self._texts("organization", organization.get("name") or {}),
        }
        self.pages[Page.SERVICES].append(own)
        self.pages[Page.VERIFICATION].append(own)
        self._add_organization(organization)
        for contact in record.contacts:
            self.pages[Page.CONTACTS].append({**ids, **self._known(contact, CONTACT_FIELDS)})
        for place in record.places:
            self.pages[Page.PLACES].append({**ids, **self._known(place, PLACE_FIELDS)})
        self.pages[Page.TEXTS] += (
            {**ids, "field": field, "language": language, "text": text}
            for field, language, text in self._translations(record)
        )

    def _name(self, record: Record) -> str:
        return pick(record.values.get("name") or {}, self._working)

    def _add_organization(self, organization: Mapping[str, Value]) -> None:
        names = organization.get("name") or {}
        known_by = str(organization.get("id") or pick(names, self._working))
        if not known_by or known_by in self._organizations:
            return
        self._organizations.add(known_by)
        self.pages[Page.ORGANIZATIONS].append(
            {
                "organization_id": organization.get("id", ""),
                **self._texts("organization", names),
                **self._known(organization, ORGANIZATION_FIELDS),
            }
        )

    def _translations(self, record: Record) -> Iterator[tuple[str, str, str]]:
        """Texts in other languages than the working one."""
        for field in list_of_fields():
            for language, text in (record.values.get(field.key) or {}).items():
                if text and language != self._working:
                    label = pick(column(field.key).label, self._working)
                    yield label, language, _plainly(text)

    def _known(self, values: Mapping[str, Value], fields: Iterable[Any]) -> dict[str, object]:
        keys = {field.key for field in fields}
        return self._cells({key: value for key, value in values.items() if key in keys})

    def _cells(self, values: Mapping[str, Value]) -> dict[str, object]:
        cells: dict[str, object] = {}
        for key, value in values.items():
            if key in BY_KEY and BY_KEY[key].kind is Kind.TEXTS:
                cells |= self._texts(key, value or {})
            elif key in BY_KEY:
                cells[key] = self._cell(key, value)
        return cells

    def _texts(self, key: str, texts: Mapping[str, str]) -> dict[str, object]:
        said = {language: text for language, text in texts.items() if text}
        self.languages |= said.keys()
        return {f"{key}.{language}": _plainly(text) for language, text in said.items()}

    def _cell(self, key: str, value: Value) -> object:
        field = BY_KEY[key]
        if field.kind in _LISTED:
            return "; ".join(self._word(key, each) for each in value or [])
        if field.kind is Kind.DATE and value:
            return _as_date(value)
        return self._word(key, value) if isinstance(value, str) else value

    def _word(self, key: str, code: str) -> str:
        field = BY_KEY[key]
        word = self._labels.of(field.vocabulary, code) if field.kind in _CODED else code
        return _plainly(word)


def _plainly(text: str) -> str:
    """Text that begins with `=` keeps a blank before it: else it would be read as a formula."""
    return f" {text}" if text.startswith("=") else text


def _as_date(value: str) -> object:
    """A real date, so that a spreadsheet can sort it; words that are no date stay words."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value
