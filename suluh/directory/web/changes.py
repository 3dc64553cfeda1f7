"""What an import changed, put into words: only the part of a field that differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from suluh.directory.column_words import column
from suluh.directory.domain.fields import BY_KEY, CONTACT_FIELDS, PLACE_FIELDS, Field, Kind
from suluh.directory.domain.phones import readable
from suluh.directory.domain.records import Value
from suluh.directory.vocabularies import shelf
from suluh.directory.web.reading import own_names
from suluh.kernel.languages import LANGUAGES, pick

_ROWS = {"contacts": CONTACT_FIELDS, "places": PLACE_FIELDS}


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One line of the page. `language` is set when only that language's text changed."""

    label: str
    before: str
    after: str
    language: str = ""
    direction: str = ""


def shown_changes(changes: list[Mapping[str, Any]], language: str) -> Iterator[ShownChange]:
    """Each stored change (`field`, `before`, `after`) as one line, or one a changed language."""
    for change in changes:
        key, before, after = change["field"], change["before"], change["after"]
        if key in _ROWS:
            yield ShownChange(_label(key, language), *_rows(key, before, after, language))
        elif isinstance(before or after, dict):
            yield from _texts(key, before or {}, after or {}, language)
        else:
            words = (_words(BY_KEY[key], value, language) for value in (before, after))
            yield ShownChange(_label(key, language), *words)


def _texts(
    key: str, before: dict[str, str], after: dict[str, str], language: str
) -> Iterator[ShownChange]:
    for code in dict.fromkeys((*before, *after)):
        old, new = before.get(code, ""), after.get(code, "")
        if old != new:
            known = LANGUAGES.get(code)
            label = f"{_label(key, language)} ({known.own_name if known else code})"
            yield ShownChange(label, old, new, code, known.direction if known else "auto")


def _rows(
    key: str, before: list[dict[str, Value]], after: list[dict[str, Value]], language: str
) -> tuple[str, str]:
    """Only the rows that went and the rows that came."""
    gone = [row for row in before or [] if row not in (after or [])]
    come = [row for row in after or [] if row not in (before or [])]
    return _lines(key, gone, language), _lines(key, come, language)


def _lines(key: str, rows: list[dict[str, Value]], language: str) -> str:
    return "\n".join(
        ", ".join(_words(each, row[each.key], language) for each in _ROWS[key] if row.get(each.key))
        for row in rows
    )


def _words(described: Field, value: Value, language: str) -> str:
    if not value:
        return ""
    values = value if isinstance(value, list) else [value]
    if described.kind is Kind.LANGUAGES:
        return own_names(values)
    if described.key == "extension":
        return _("extension %(extension)s") % {"extension": value}
    if described.vocabulary in ("yes_no", "yes_no_ask"):
        return f"{_label(described.key, language)}: {_term(described, value, language)}"
    if described.vocabulary:
        return ", ".join(_term(described, code, language) for code in values)
    return ", ".join(readable(str(each)) for each in values)


def _term(described: Field, code: str, language: str) -> str:
    return shelf()[described.vocabulary].label(code, language)


def _label(key: str, language: str) -> str:
    fixed = {"contacts": _("Ways to reach it"), "places": _("Places")}
    return fixed[key] if key in fixed else pick(column(key).label, language)
