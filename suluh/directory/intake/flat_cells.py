"""Cells of a foreign table, and columns of the same field, in the form that the check expects.

Several values stand in one cell with `;` between. Dates, numbers and hours go on as found: the
domain reads them, Buddhist years and all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from suluh.directory.domain.fields import Field, Kind
from suluh.directory.domain.phones import split_phones
from suluh.directory.intake.cell_text import plain, text
from suluh.directory.intake.language_words import languages_in

_BETWEEN_ADDRESSES = re.compile(r"[\s;,|]+")
_BETWEEN_AREAS = re.compile(r"[;,\n]")


def joined(field: Field, values: list[object]) -> object:
    """One value from the filled cells of all columns that hold `field`."""
    read = _READERS.get(field.kind)
    if read is None or not values:
        return values[0] if values else ""
    return ";".join(dict.fromkeys(read(text(value)) for value in values))


def _phones(found: str) -> str:
    return ";".join(split_phones(found))


def _addresses(found: str) -> str:
    return ";".join(filter(None, _BETWEEN_ADDRESSES.split(found)))


def _languages(found: str) -> str:
    understood = languages_in(found)
    return ";".join((*understood.codes, *understood.unknown))


def _areas(found: str) -> str:
    return ";".join(filter(None, map(str.strip, _BETWEEN_AREAS.split(found))))


def _prose(found: str) -> str:
    # A formula is left whole, so that the check can say that it was one.
    return found if found.startswith("=") else plain(found)


_READERS: dict[Kind, Callable[[str], str]] = {
    Kind.PHONE: _phones,
    Kind.EMAIL: _addresses,
    Kind.URL: _addresses,
    Kind.LANGUAGES: _languages,
    Kind.AREAS: _areas,
    Kind.TEXTS: _prose,
    Kind.CODES: str.strip,
}
