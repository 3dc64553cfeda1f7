"""All that a service's page says, in the order in which a reader needs to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suluh.directory.edition.contents import PublicService, Values
from suluh.door.cards import Tile, kind_tile, name_of, status_of
from suluh.door.freshness_words import Checked, checked
from suluh.door.how import Saying, Step, saying, steps, what_to_bring
from suluh.door.labels import Label, honest_labels
from suluh.door.opening_words import Day, Holidays, OpenNow, coming_holidays, open_now, week
from suluh.door.places import addresses, landmarks, where
from suluh.door.reach import Way, spoken, ways
from suluh.door.visit import Visit
from suluh.door.who import Line, who_lines
from suluh.door.wording import in_language


@dataclass(frozen=True, slots=True)
class Told:
    """What the page shows. Empty values are questions nobody could answer yet."""

    back: Tile | None
    name: SafeString
    organization: SafeString
    status: SafeString
    note: SafeString
    where: SafeString
    open_now: OpenNow | None
    number: Way | None
    what_you_get: SafeString
    who: tuple[Line, ...]
    steps: tuple[Step, ...]
    bring: tuple[Line, ...]
    saying: Saying | None
    expect: SafeString
    cost: tuple[Label, ...]
    told: tuple[Label, ...]
    asks: tuple[Label, ...]
    rules: tuple[tuple[str, SafeString], ...]
    ways: tuple[Way, ...]
    spoken: tuple[Line, ...]
    addresses: tuple[SafeString, ...]
    landmarks: list[SafeString]
    week: tuple[Day, ...]
    holidays: Holidays
    hours_as_found: SafeString
    hours_note: SafeString
    checked: Checked


# The seven honest labels, in three sections and in their order.
TOLD = {"tells_police", "tells_immigration"}
ASKS = {"cooperation_condition", "phone_kept", "going_out_limited", "stopping_limited"}


def _labels(visit: Visit, values: Values, keys: set[str]) -> tuple[Label, ...]:
    return tuple(label for label in honest_labels(visit, values) if label.key in keys)


def tell(visit: Visit, service: PublicService) -> Told:
    values = service.values
    reached = ways(visit, service.contacts)
    days = week(visit, values)
    return Told(
        back=_back(visit, values),
        name=name_of(visit, service),
        organization=visit.say(service.organization.get("name")),
        status=status_of(visit, service),
        note=_note(visit, values),
        where=where(visit, service),
        open_now=open_now(visit, values),
        number=next((way for way in reached if way.primary), None),
        what_you_get=visit.say(values.get("what_you_get")),
        who=who_lines(visit, values),
        steps=steps(visit, values),
        bring=what_to_bring(visit, values),
        saying=saying(visit, values),
        expect=visit.say(values.get("what_to_expect")),
        cost=_labels(visit, values, {"cost"}),
        told=_labels(visit, values, TOLD),
        asks=_labels(visit, values, ASKS),
        rules=tuple(_rules(visit, values)),
        ways=reached,
        spoken=spoken(visit, values),
        addresses=tuple(addresses(service)),
        landmarks=landmarks(service),
        week=days,
        holidays=coming_holidays(visit),
        hours_as_found=in_language(values.get("hours", ""), "") if not days else SafeString(""),
        hours_note=visit.say(values.get("hours_note")),
        checked=checked(visit, values),
    )


def _back(visit: Visit, values: Values) -> Tile | None:
    """To the list of its first kind: without a referrer nobody knows which list a reader left."""
    first = next(iter(values.get("types", ())), "")
    groups = [group for group in visit.edition.types() if group.term.code == first]
    return kind_tile(visit, groups[0]) if groups else None


def _note(visit: Visit, values: Values) -> SafeString:
    """The public note, until it expires."""
    expires = values.get("public_note_expires", "")
    if expires and expires < visit.today.isoformat():
        return SafeString("")
    return visit.say(values.get("public_note"))


def _rules(visit: Visit, values: Values) -> Iterator[tuple[str, SafeString]]:
    titles = {
        "capacity_note": _("How full it is"),
        "records_kept": _("What they write down"),
        "child_protection_rule": _("If you are under 18"),
        "complaint_route": _("If something is not right"),
    }
    for key, title in titles.items():
        if words := visit.say(values.get(key)):
            yield title, words
