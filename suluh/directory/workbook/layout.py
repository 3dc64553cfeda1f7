"""What stands on each sheet of the workbook: its columns, in their order, with their words.

The form is known by its machine keys (a hidden row), never by its titles, so that a team may move
columns, rename sheets and translate headers. A key is a field's, `field.language`, or one of the
names below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from suluh.directory import column_words
from suluh.directory.domain.fields import (
    ALL_FIELDS,
    BY_KEY,
    CONTACT_COLUMNS,
    CONTACT_FIELDS,
    ORGANIZATION_FIELDS,
    PLACE_FIELDS,
    REQUIRED_KEYS,
    Field,
    Kind,
    Sheet,
    short_form,
)  # fmt: skip
from suluh.kernel.languages import LANGUAGES, pick

TEMPLATE_VERSION = 1
VERSION_PROPERTY = "suluh_template"
FORM_PROPERTY = "suluh_form"
LANGUAGES_PROPERTY = "suluh_languages"
# In a marked report: the names of the sheets that are ours. No name may hold the separator.
REPORT_PROPERTY, NAMES_APART = "suluh_report_sheets", "/"

# Rows counted from 1, as people count them. Notes stand above, data below.
LEGEND_LINE, KEY_LINE, HEADER_LINE, FIRST_LINE = 1, 2, 3, 4

NEEDED_MARK = "●"
FOR_READING, WHY = "for_reading", "why"
NEVER_READ = frozenset({FOR_READING, WHY})  # columns of ours that are not data
TEXT_KEYS = ("field", "language", "text")
AREA_CODE, AREA_LABEL, AREA_PARENT = "area.code", "area.label", "area.parent"
LIST_OF_LANGUAGES, LIST_OF_FIELDS, LIST_OF_IDS = "languages", "text_fields", "ids"


class Page(StrEnum):
    """The sheets of the workbook, as columns.toml names them (`sheet.services`)."""

    READ_ME = "read_me"
    ORGANIZATIONS = "organizations"
    SERVICES = "services"
    CONTACTS = "contacts"
    PLACES = "places"
    TEXTS = "texts"
    VERIFICATION = "verification"
    LISTS = "lists"
    CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` stands in the hidden row, `label` above the cells, `help` in a comment.

    `choices` names the list its drop-down offers ("" none), `needed` marks the six things without
    which a service cannot be shown.
    """

    key: str
    label: str
    help: str = ""
    kind: Kind = Kind.TEXT
    choices: str = ""
    needed: bool = False
    width: int = 22  # characters of the workbook's font


@dataclass(frozen=True, slots=True)
class Plan:
    """One sheet with its columns."""

    page: Page
    title: str
    columns: tuple[Column, ...]


def sheet_title(page: str, language: str) -> str:
    """The sheet's name in `language`, within the 31 characters that Excel allows."""
    return column_words.text(f"sheet.{page}", language)[:31]


def with_language(label: str, code: str) -> str:
    """The header of a text in one language: `Service name (ខ្មែរ)`."""
    known = LANGUAGES.get(code)
    return f"{label} ({known.own_name if known else code})"


def short_plans(languages: Sequence[str]) -> list[Plan]:
    """The form that a team can fill in an afternoon: everything on one sheet."""
    columns = columns_of(short_form(), languages, languages[0])
    return [Plan(Page.SERVICES, sheet_title(Page.SERVICES, languages[0]), columns)]


def long_plans(languages: Sequence[str]) -> list[Plan]:
    """Every field. Services carry texts in the working language; the sheet Texts has the others."""
    working = languages[0]
    services = [
        each for each in ALL_FIELDS if each.sheet is Sheet.SERVICES and each not in CONTACT_COLUMNS
    ]
    verification = [each for each in ALL_FIELDS if each.sheet is Sheet.VERIFICATION]
    columns = {
        Page.ORGANIZATIONS: _organization_columns(languages),
        Page.SERVICES: columns_of(services, [working], working),
        Page.CONTACTS: _child_columns(CONTACT_FIELDS, working),
        Page.PLACES: _child_columns(PLACE_FIELDS, working),
        Page.TEXTS: (*_child_columns((), working), *_text_columns(working)),
        Page.VERIFICATION: _child_columns(verification, working),
    }
    return [Plan(page, sheet_title(page, working), found) for page, found in columns.items()]


def columns_of(
    fields: Iterable[Field], languages: Sequence[str], working: str
) -> tuple[Column, ...]:
    """One column a field; a field of texts has one for each of `languages`."""
    columns: list[Column] = []
    for field in fields:
        if field.kind is Kind.TEXTS:
            columns += [text_column(field, code, working) for code in languages]
        else:
            columns.append(field_column(field, working))
    return tuple(columns)


def field_column(field: Field, working: str) -> Column:
    """The column of a field that has one value, or several codes, in no language."""
    words = column_words.column(field.key)
    return Column(
        key=field.key,
        label=pick(words.label, working),
        help=pick(words.help, working),
        kind=field.kind,
        choices=_choices(field),
        needed=_needed(field),
        width=_width(field),
    )


def text_column(field: Field, code: str, working: str) -> Column:
    """The column of a field's text in the language `code`; only the working one is ever needed."""
    words = column_words.column(field.key)
    return Column(
        key=f"{field.key}.{code}",
        label=with_language(pick(words.label, working), code),
        help=pick(words.help, working),
        kind=Kind.TEXTS,
        needed=_needed(field) and code == working,
        width=_width(field),
    )


def why_column(working: str) -> Column:
    """Why a quarantined row waits. It is written for people and never read back."""
    return Column(WHY, column_words.text("text.why", working), width=52)


def list_of_fields() -> list[Field]:
    """The fields whose translations stand on the sheet Texts."""
    return [
        each
        for each in ALL_FIELDS
        if each.kind is Kind.TEXTS
        and each.sheet is Sheet.SERVICES
        and each.key != "organization"  # has a column a language on its own sheet
    ]


def _organization_columns(languages: Sequence[str]) -> tuple[Column, ...]:
    fields = (BY_KEY["organization_id"], BY_KEY["organization"], *ORGANIZATION_FIELDS)
    return columns_of(fields, languages, languages[0])


def _child_columns(fields: Iterable[Field], working: str) -> tuple[Column, ...]:
    """Every child sheet begins with the id of its service, and its name for people."""
    service_id = field_column(BY_KEY["service_id"], working)
    for_reading = Column(
        FOR_READING,
        column_words.text("text.for_reading", working),
        column_words.text("text.for_reading_help", working),
        width=28,
    )
    return (service_id, for_reading, *columns_of(fields, [working], working))


def _text_columns(working: str) -> tuple[Column, ...]:
    help_text = column_words.text("text.texts_help", working)
    choices = {"field": LIST_OF_FIELDS, "language": LIST_OF_LANGUAGES}
    return tuple(
        Column(
            key,
            column_words.text(f"text.{key}", working),
            help_text,
            choices=choices.get(key, ""),
            width=60 if key == "text" else 22,
        )
        for key in TEXT_KEYS
    )


def _choices(field: Field) -> str:
    return LIST_OF_LANGUAGES if field.kind is Kind.LANGUAGES else field.vocabulary


def _needed(field: Field) -> bool:
    return field.required or field.key in REQUIRED_KEYS


def _width(field: Field) -> int:
    by_kind = {Kind.NUMBER: 10, Kind.DECIMAL: 12, Kind.DATE: 13, Kind.CODE: 24, Kind.CODES: 28}
    if field.key in {"service_id", "organization_id", "country", "extension"}:
        return 12
    if field.kind in (Kind.TEXTS, Kind.TEXT) and field.limit >= 1000:
        return 44
    return by_kind.get(field.kind, 26)
