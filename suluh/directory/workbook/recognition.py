"""Know the sheets of a Suluh workbook again, whatever a team has done to them.

Columns are found by the hidden row of keys; where somebody deleted that row, by the words of the
headers in any language. The names and the order of sheets and columns say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from suluh.directory.column_words import column
from suluh.directory.domain.context import folded
from suluh.directory.domain.fields import (
    ALL_FIELDS,
    BY_KEY,
    CONTACT_FIELDS,
    ORGANIZATION_FIELDS,
    PLACE_FIELDS,
    Kind,
    Sheet,
)  # fmt: skip
from suluh.directory.intake.tables import Table
from suluh.directory.workbook.layout import (
    AREA_CODE,
    AREA_LABEL,
    AREA_PARENT,
    NEEDED_MARK,
    NEVER_READ,
    TEXT_KEYS,
    Page,
    with_language,
)  # fmt: skip
from suluh.directory.workbook.texts import in_every_language
from suluh.kernel.languages import LANGUAGES

_LOOK_AT = 20  # first rows in which the keys or headers are looked for
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TEXT_FIELDS = frozenset(each.key for each in ALL_FIELDS if each.kind is Kind.TEXTS)
_PLAIN_KEYS = (
    frozenset(each.key for each in ALL_FIELDS if each.kind is not Kind.TEXTS)
    | {*TEXT_KEYS, AREA_CODE, AREA_PARENT}
    | NEVER_READ
)


@dataclass(slots=True)
class Known:
    """A sheet that was recognised: which column (from 0) holds what, and where its data begin.

    `extras` are columns of the team's own, as (column, header).
    """

    table: Table
    page: Page
    columns: dict[int, str]
    first_line: int
    extras: list[tuple[int, str]] = field(default_factory=list)


def recognise(table: Table, working: str) -> Known | None:
    """The sheet as a part of a Suluh workbook, or None. Headers without a language are in
    `working`."""
    return _by_keys(table) or _by_headers(table, working)


def is_key(text: object) -> bool:
    """True for a machine key: of a field, `field.language`, or of the sheets Texts and Lists."""
    if not isinstance(text, str):
        return False
    name, _, language = text.rpartition(".")
    tagged = bool(_LANGUAGE_TAG.fullmatch(language))
    return text in _PLAIN_KEYS or (tagged and (name in _TEXT_FIELDS or name == AREA_LABEL))


def _by_keys(table: Table) -> Known | None:
    for number, (line, cells) in enumerate(table.rows[:_LOOK_AT]):
        keys = {at: cell for at, cell in enumerate(cells) if is_key(cell)}
        if len(keys) < 2 or 2 * len(keys) < sum(cell is not None for cell in cells):
            continue
        columns, page = _once(keys), _page(set(keys.values()))
        if page is not None:
            headers = _header_cells(table, number + 1, columns)
            first = line + 1 if headers is None else table.rows[number + 1][0] + 1
            return Known(table, page, columns, first, _extras(headers or [], columns))
    return None


def _header_cells(table: Table, number: int, columns: dict[int, str]) -> list[object] | None:
    """The row after the keys, unless the headers were deleted and it is data already: an id has
    a digit, a header has none."""
    if number >= len(table.rows):
        return None
    cells = table.rows[number][1]
    id_at = next((at for at, key in columns.items() if key.endswith("_id")), None)
    if id_at is not None and id_at < len(cells) and re.search(r"\d", str(cells[id_at])):
        return None
    return cells


def _by_headers(table: Table, working: str) -> Known | None:
    for line, cells in table.rows[:_LOOK_AT]:
        for page, words in _headers(working).items():
            found = {
                at: words[_bare(cell)] for at, cell in enumerate(cells) if _bare(cell) in words
            }
            columns = _once(found)
            if _surely(page, set(columns.values())):
                return Known(table, page, columns, line + 1, _extras(cells, columns))
    return None


def _surely(page: Page, keys: set[str]) -> bool:
    """Headers are everyday words, so a few of them do not make a foreign file one of ours."""
    if page is Page.SERVICES:
        return {"service_id", "types"} <= keys and any(key.startswith("name.") for key in keys)
    if page is Page.LISTS:
        return {AREA_CODE, AREA_PARENT} <= keys
    if page is Page.ORGANIZATIONS:
        return {"organization_id", "organization_type"} <= keys
    return "service_id" in keys and _page(keys) is page


def _page(keys: set[str]) -> Page | None:
    """Which sheet has such keys. Each is told by keys that stand on no other sheet."""
    names = {key.partition(".")[0] for key in keys}
    signs: list[tuple[Page, bool]] = [
        (Page.LISTS, "area" in names),
        (Page.TEXTS, {"field", "text"} <= names),
        (Page.CONTACTS, bool({"channel", "value"} & names)),
        (Page.SERVICES, bool({"name", "types", "serves"} & names)),
        (Page.ORGANIZATIONS, "organization_id" in names and "service_id" not in names),
        (Page.VERIFICATION, bool(_keys_of(Sheet.VERIFICATION) & names)),
        (Page.PLACES, bool(_keys_of(Sheet.PLACES) & names)),
    ]
    return next((page for page, sign in signs if sign), None)


def _keys_of(sheet: Sheet) -> set[str]:
    return {each.key for each in ALL_FIELDS if each.sheet is sheet}


def _once(found: dict[int, str]) -> dict[int, str]:
    """Each key at its first column; a copied column is an extra one."""
    columns: dict[int, str] = {}
    for at, key in found.items():
        if key not in columns.values():
            columns[at] = key
    return columns


def _extras(headers: list[object], columns: dict[int, str]) -> list[tuple[int, str]]:
    named = ((at, str(cell).strip()) for at, cell in enumerate(headers) if cell is not None)
    return [(at, name) for at, name in named if name and at not in columns]


def _bare(cell: object) -> str:
    return folded(cell.replace(NEEDED_MARK, "")) if isinstance(cell, str) else ""


@cache
def _headers(working: str) -> dict[Page, dict[str, str]]:
    """For each sheet: header as compared -> key, in every language that labels exist in."""
    services = [each.key for each in ALL_FIELDS if each.sheet is Sheet.SERVICES or each.short]
    fields = {
        Page.SERVICES: services,
        Page.ORGANIZATIONS: ["organization_id", "organization", *_names(ORGANIZATION_FIELDS)],
        Page.CONTACTS: ["service_id", *_names(CONTACT_FIELDS)],
        Page.PLACES: ["service_id", *_names(PLACE_FIELDS)],
        Page.VERIFICATION: ["service_id", *_keys_of(Sheet.VERIFICATION)],
        Page.TEXTS: ["service_id"],
    }
    words = {
        page: {folded(word): key for each in keys for word, key in _words(each, working)}
        for page, keys in fields.items()
    }
    words[Page.TEXTS] |= {word: key for key in TEXT_KEYS for word in in_every_language(key)}
    words[Page.LISTS] = _area_headers()
    ours = {word: key for key in NEVER_READ for word in in_every_language(key)}
    return {page: {**ours, **known} for page, known in words.items()}


def _names(fields: tuple[object, ...]) -> list[str]:
    return [each.key for each in fields]  # type: ignore[attr-defined]


def _words(key: str, working: str) -> Iterator[tuple[str, str]]:
    for label in column(key).label.values():
        if BY_KEY[key].kind is not Kind.TEXTS:
            yield label, key
            continue
        yield label, f"{key}.{working}"
        for code, known in LANGUAGES.items():
            yield with_language(label, code), f"{key}.{code}"
            yield f"{label} ({known.english_name})", f"{key}.{code}"
            yield f"{label} ({code})", f"{key}.{code}"


def _area_headers() -> dict[str, str]:
    found = dict.fromkeys(in_every_language("area_code"), AREA_CODE)
    found |= dict.fromkeys(in_every_language("area_parent"), AREA_PARENT)
    for code, known in LANGUAGES.items():
        for word in in_every_language("area_label", language=known.own_name):
            found[word] = f"{AREA_LABEL}.{code}"
    return found
