"""The list of one place for paper: what somebody needs when the phone is gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from suluh.directory.edition.contents import PublicService
from suluh.door.cards import name_of, status_of, terms
from suluh.door.freshness_words import Checked, checked_briefly
from suluh.door.labels import ask_first
from suluh.door.opening_words import Day, week
from suluh.door.places import where
from suluh.door.reach import Way, ways
from suluh.door.visit import Visit
from suluh.door.who import who_line
from suluh.door.wording import Words, sentence


@dataclass(frozen=True, slots=True)
class PrintedService:
    """One entry: its name, how to reach it, for whom, and what to ask first."""

    name: SafeString
    status: SafeString
    what_you_get: SafeString
    where: SafeString
    who: SafeString
    ways: tuple[Way, ...]
    week: tuple[Day, ...]
    terms: tuple[SafeString, ...]
    ask_first: tuple[Words, ...]
    checked: Checked


@dataclass(frozen=True, slots=True)
class Section:
    """The services of one kind."""

    title: SafeString
    services: list[PrintedService]


def printed_sections(visit: Visit, services: Iterable[PublicService]) -> list[Section]:
    """Each service once, under the first of its kinds, in the vocabulary's order of kinds."""
    by_kind: dict[str, list[PrintedService]] = {}
    for service in services:
        first = next(iter(service.values.get("types", ())), "")
        by_kind.setdefault(first, []).append(_printed(visit, service))
    order = [group.term.code for group in visit.edition.types()]
    return [
        Section(visit.word("service_types", kind), by_kind[kind])
        for kind in sorted(by_kind, key=lambda kind: order.index(kind) if kind in order else -1)
    ]


def _printed(visit: Visit, service: PublicService) -> PrintedService:
    values = service.values
    return PrintedService(
        name=name_of(visit, service),
        status=status_of(visit, service),
        what_you_get=visit.say(values.get("what_you_get")),
        where=where(visit, service),
        who=sentence(who) if (who := who_line(visit, values)) else SafeString(""),
        ways=ways(visit, service.contacts),
        week=week(visit, values),
        terms=terms(visit, values),
        ask_first=ask_first(visit, values),
        checked=checked_briefly(visit, values),
    )
