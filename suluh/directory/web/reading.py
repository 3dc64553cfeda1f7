"""One service put into words for a page: each field with its label, the unknown ones too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from suluh.directory.column_words import column
from suluh.directory.domain.fields import CONTACT_COLUMNS, Field, Kind
from suluh.directory.domain.phones import readable
from suluh.directory.domain.records import Record, Value
from suluh.directory.vocabularies import shelf
from suluh.directory.web.service_form import SECTIONS
from suluh.kernel.languages import LANGUAGES, pick
from suluh.kernel.sensitivity import Sensitivity


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a value; `language` and `direction` are set for text of one language."""

    text: str
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class KnownField:
    """A field as read: its label, and its lines (none: not known)."""

    label: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class KnownSection:
    """Some fields under a heading."""

    title: str | Promise
    fields: list[KnownField]


def known_fields(
    record: Record, language: str, *, most: Sensitivity = Sensitivity.RESTRICTED
) -> list[KnownSection]:
    """Every field up to the sensitivity `most` in its section, in the words of `language`."""
    return [
        KnownSection(
            title,
            [
                _known(each, record, language)
                for each in described
                if each.key != "action" and each.visibility <= most
            ],
        )
        for _key, title, described in SECTIONS
    ]


def _known(described: Field, record: Record, language: str) -> KnownField:
    label = pick(dict(column(described.key).label), language)
    if described in CONTACT_COLUMNS:
        return KnownField(label, _contact_lines(described.key, record))
    if described.key in ("street", "locality"):
        return KnownField(
            label, [Line(place[described.key]) for place in record.places if place[described.key]]
        )
    if described.key == "organization":
        return KnownField(label, _text_lines(record.organization.get("name") or {}))
    return KnownField(label, _lines(described, record.values[described.key], language))


def _lines(described: Field, value: Value, language: str) -> list[Line]:
    if value in ("", None, [], {}):
        return []
    if described.kind is Kind.TEXTS:
        return _text_lines(value)
    if described.vocabulary:
        terms = shelf()[described.vocabulary]
        codes = value if isinstance(value, list) else [value]
        return [Line(", ".join(terms.label(code, language) for code in codes))]
    if described.kind is Kind.LANGUAGES:
        return [Line(own_names(value))]
    return [Line(str(value))]


def own_names(codes: Iterable[str]) -> str:
    """Languages as those who speak them call them; an unknown one as it was written."""
    return ", ".join(LANGUAGES[code].own_name if code in LANGUAGES else code for code in codes)


def _text_lines(texts: dict[str, str]) -> list[Line]:
    return [
        Line(text, code, LANGUAGES[code].direction if code in LANGUAGES else "auto")
        for code, text in texts.items()
        if text
    ]


def _contact_lines(column_key: str, record: Record) -> list[Line]:
    channels = {"phone": ("phone", "free_phone", "sms")}.get(column_key, (column_key,))
    rows = [row for row in record.contacts if row["channel"] in channels]
    return [Line(_contact(row), direction="ltr") for row in rows]


def _contact(row: dict[str, Value]) -> str:
    number = readable(row["value"])
    return _("%(number)s, extension %(extension)s") % {
        "number": number, "extension": row["extension"],
    } if row["extension"] else number  # fmt: skip
