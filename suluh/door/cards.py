"""A service on a list: enough to decide whether to open it.

With answers of a reader: why it fits, what to ask first and why not. Always: what it costs, what
it asks, and who is told.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.directory.domain.eligibility import SERVED_AS, Answers, Verdict
from suluh.directory.edition.contents import Group, PublicService, Values
from suluh.door.freshness_words import Checked, checked_briefly
from suluh.door.labels import UNKNOWN, ask_first, honest_labels
from suluh.door.opening_words import OpenNow, open_now
from suluh.door.places import where
from suluh.door.reasons import reasons
from suluh.door.visit import Visit
from suluh.door.who import who_line
from suluh.door.wording import Words


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows, in its order. `status` is empty for a service that is simply open."""

    url: str
    name: SafeString
    status: SafeString
    where: SafeString
    open_now: OpenNow | None
    who: SafeString
    fits: tuple[Words, ...]
    ask_first: tuple[Words, ...]
    fits_not: tuple[Words, ...]
    terms: tuple[SafeString, ...]
    checked: Checked


def card(visit: Visit, service: PublicService, answers: Answers = frozenset()) -> Card:
    values = service.values
    why = reasons(visit, values, answers)
    return Card(
        url=reverse("door:service", args=[visit.language.code, service.code]),
        name=name_of(visit, service),
        status=status_of(visit, service),
        where=where(visit, service),
        open_now=open_now(visit, values),
        who=SafeString("") if answers & SERVED_AS.keys() else who_line(visit, values),
        fits=tuple(why[Verdict.FITS]),
        ask_first=ask_first(visit, values, why[Verdict.ASK]),
        fits_not=tuple(why[Verdict.NOT]),
        terms=terms(visit, values),
        checked=checked_briefly(visit, values),
    )


_TERMS = {
    "cost": gettext_lazy("Cost:"),
    "tells_police": gettext_lazy("Police:"),
    "cooperation_condition": gettext_lazy("Court:"),
}


def terms(visit: Visit, values: Values) -> tuple[SafeString, ...]:
    """What it costs, asks and reports: the same answers as on its page, or that none is known."""
    rows = {row.key: row for row in honest_labels(visit, values)}
    return tuple(
        format_html(
            "{} {}",
            title,
            _("not known, ask first") if rows[key].shape is UNKNOWN else rows[key].answer,
        )
        for key, title in _TERMS.items()
    )


def name_of(visit: Visit, service: PublicService) -> SafeString:
    return visit.say(service.values.get("name")) or conditional_escape(_("No name"))


def status_of(visit: Visit, service: PublicService) -> SafeString:
    """Closed for a while, part of the year...: whatever is not simply open."""
    status = service.values.get("status", "active")
    return SafeString("") if status == "active" else visit.word("service_status", status)


@dataclass(frozen=True, slots=True)
class Tile:
    """A kind of help or an area: its opaque code, icon, word, number of services."""

    code: str
    url: str
    icon: str
    words: SafeString
    services: int


def kind_tile(visit: Visit, group: Group) -> Tile:
    icon = str(group.term.extra.get("icon", "info"))
    url = reverse("door:kind", args=[visit.language.code, group.code])
    return Tile(group.code, url, icon, visit.say(group.term.labels), group.services)


def area_tile(visit: Visit, group: Group) -> Tile:
    url = reverse("door:area", args=[visit.language.code, group.code])
    return Tile(group.code, url, "map-pin", visit.say(group.term.labels), group.services)
