"""Other ways on, so that nothing found is an answer too: by phone, near by, one answer less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suluh.directory.edition.contents import Group
from suluh.directory.edition.urgent_numbers import TYPES
from suluh.door.asked import Asked
from suluh.door.reasons import ANSWERS
from suluh.door.visit import Visit

MOST_PLACES = 3  # places named: more is a list to read


@dataclass(frozen=True, slots=True)
class OtherWay:
    """A row: where it leads, in words, and how many services are there."""

    url: str
    icon: str
    title: SafeString
    services: int


def other_ways(visit: Visit, asked: Asked, found: int) -> list[OtherWay]:
    """Empty for a plain list in which something was found; only ways that lead to something."""
    if found and not asked.answers and not asked.words:
        return []
    ways = [
        *_by_phone(visit, asked),
        *_places(visit, asked),
        *([] if found else _with_less(visit, asked)),
    ]
    return [way for way in ways if way.services]


def _way(visit: Visit, asked: Asked, icon: str, title: str | SafeString) -> OtherWay:
    asked = replace(asked, also_unfit=False)
    services = visit.edition.count(asked.wanted(visit.edition)).fits
    return OtherWay(asked.url(visit.language.code), icon, format_html("{}", title), services)


def _by_phone(visit: Visit, asked: Asked) -> Iterator[OtherWay]:
    by_type = {group.term.code: group for group in visit.edition.types()}
    hotline = by_type.get(TYPES[0])
    if hotline and hotline.code != asked.kind:
        by_phone = Asked(kind=hotline.code, answers=asked.answers)
        yield _way(visit, by_phone, "phone", _("By phone now"))


def _places(visit: Visit, asked: Asked) -> Iterator[OtherWay]:
    """Places of the same province that have something, then everywhere."""
    if not asked.area:
        return
    if asked.words:  # to look for words in every place would take seconds
        yield _way(visit, replace(asked, area=""), "map", _("In all places"))
        return
    ways = (
        _way(visit, replace(asked, area=group.code), "map-pin", visit.say(group.term.labels))
        for group in _neighbours(visit, asked.area)
    )
    yield from islice((way for way in ways if way.services), MOST_PLACES)
    yield _way(visit, replace(asked, area=""), "map", _("In all places"))


def _neighbours(visit: Visit, code: str) -> list[Group]:
    """The places that lie in the same larger one."""
    groups = {group.term.code: group for group in visit.edition.areas()}
    here = next((group for group in groups.values() if group.code == code), None)
    parent = here.term.extra.get("parent") if here else None
    return [
        group
        for group in groups.values()
        if group is not here and parent and group.term.extra.get("parent") == parent
    ]


def _with_less(visit: Visit, asked: Asked) -> Iterator[OtherWay]:
    """One answer less, no words, or any kind of help."""
    for answer in sorted(asked.answers, key=list(ANSWERS).index):
        title = _("Without “%(answer)s”") % {"answer": ANSWERS[answer]}
        yield _way(visit, asked.without(answer), "pencil", title)
    if asked.words and asked.answers:
        yield _way(visit, replace(asked, words=""), "pencil", _("Without the words"))
    if asked.kind:
        yield _way(visit, replace(asked, kind=""), "layout-grid", _("All kinds of help"))
