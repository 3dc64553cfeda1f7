"""The numbers for urgent help: one on every page, a few where that is what the page is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suluh.directory.edition.urgent_numbers import UrgentNumber
from suluh.door import numbers
from suluh.door.wording import joined, language_name, phrase


@dataclass(frozen=True, slots=True)
class Urgent:
    """What a strip says. `languages` are those spoken there, by name."""

    title: str
    name: SafeString
    number: SafeString
    tel: str
    is_free: bool
    any_hour: bool
    languages: SafeString


def urgent_help(found: Iterable[UrgentNumber], language: str) -> list[Urgent]:
    """The strips for a reader of `language`, in the edition's order."""
    return [_urgent(number, language) for number in found]


def _urgent(number: UrgentNumber, language: str) -> Urgent:
    return Urgent(
        # "Any hour" is said only where it is known.
        title=_("Urgent help, any hour") if number.any_hour else _("Urgent help"),
        name=phrase(number.name, language),
        number=numbers.shown(number.value),
        tel=numbers.dialled(number.value, number.extension),
        is_free=number.is_free,
        any_hour=number.any_hour,
        languages=joined([language_name(code, language) for code in number.languages]),
    )
