"""The one number for urgent help that stands on every page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suluh.directory.edition.contents import PublicService, Values
from suluh.directory.edition.opening import is_always_open
from suluh.directory.edition.reader import Edition
from suluh.door import numbers
from suluh.door.wording import phrase

TYPES = ("hotline", "emergency")  # in this order: a hotline decides with the caller what is next


@dataclass(frozen=True, slots=True)
class Urgent:
    """What the strip says."""

    title: str
    name: SafeString
    number: SafeString
    tel: str
    is_free: bool


def urgent_help(edition: Edition, language: str) -> Urgent | None:
    """None when the edition has no hotline and no emergency service with a number."""
    chosen = _chosen(edition)
    if chosen is None:
        return None
    service, contact = chosen
    always = is_always_open(service.values.get("hours", ""))
    return Urgent(
        # "Any hour" is said only where it is known.
        title=_("Urgent help, any hour") if always else _("Urgent help"),
        name=phrase(service.values.get("name"), language),
        number=numbers.shown(contact.get("value", "")),
        tel=numbers.dialled(contact),
        is_free=numbers.is_free(contact),
    )


@lru_cache(maxsize=2)
def _chosen(edition: Edition) -> tuple[PublicService, Values] | None:
    """The first that answers at any hour, and of those the first that is free to call."""
    reachable = [
        (service, contact)
        for code in TYPES
        for service in edition.services(type_code=code).services
        for contact in service.contacts
        if contact.get("channel") in numbers.CALLED
    ]
    return min(reachable, key=_preference, default=None)


def _preference(reachable: tuple[PublicService, Values]) -> tuple[bool, bool]:
    service, contact = reachable
    return not is_always_open(service.values.get("hours", "")), not numbers.is_free(contact)
