"""Opening hours in words: open now or not, and the week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suluh.directory.edition.contents import Values
from suluh.directory.edition.opening import Span, is_always_open, opening_at, spans_of
from suluh.door.visit import Visit
from suluh.door.wording import day_in_words, joined, left_to_right, sentence, time_of_day, weekday


@dataclass(frozen=True, slots=True)
class OpenNow:
    """A filled or hollow disc, a bold word, and until when."""

    is_open: bool
    state: str
    until: SafeString


@dataclass(frozen=True, slots=True)
class Day:
    """Some days of the week and their times."""

    days: str
    times: SafeString


def open_now(visit: Visit, values: Values) -> OpenNow | None:
    """None when hours or time zone are not known, or the service is not running."""
    if values.get("status", "active") != "active":
        return None
    hours = values.get("hours", "")
    opening = opening_at(hours, values.get("timezone") or visit.edition.meta.timezone, visit.now)
    if opening is None:
        return None
    if opening.changes is None:
        return OpenNow(True, _("Open now"), conditional_escape(_("day and night")))
    if holiday := _holiday(visit, visit.today):
        return OpenNow(
            False, _("Holiday today"), format_html("{} {}", sentence(holiday), _("Ask first."))
        )
    time = left_to_right(time_of_day(opening.changes, visit.language.code))
    if opening.is_open:
        return OpenNow(True, _("Open now"), format_html("{} {}", _("until"), time))
    day = weekday(opening.changes.weekday(), visit.language.code)
    opens = format_html("{} {} {}", _("opens"), day, time)
    if holiday := _holiday(visit, opening.changes.date()):
        opens = format_html("{} {} {}", sentence(opens), sentence(holiday), _("Ask first."))
    return OpenNow(False, _("Closed now"), opens)


SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Holidays:
    """The holidays of the next weeks, each with its day. `known` is False where nobody looked."""

    known: bool
    soon: tuple[SafeString, ...]


def coming_holidays(visit: Visit) -> Holidays:
    days = sorted(
        day for day in visit.edition.meta.holidays.names if visit.today <= day <= visit.today + SOON
    )
    named = tuple(
        format_html("{}: {}", day_in_words(day, visit.language.code), _holiday(visit, day))
        for day in days
    )
    return Holidays(visit.edition.meta.holidays.covers(visit.today), named)


def _holiday(visit: Visit, day: date) -> SafeString:
    """Its name; "" on an ordinary day."""
    return visit.say(visit.edition.meta.holidays.on(day))


def week(visit: Visit, values: Values) -> tuple[Day, ...]:
    """The week as rows; days with the same times stand together. Empty when not understood."""
    hours = values.get("hours", "")
    if is_always_open(hours):
        return (Day(_("Every day"), conditional_escape(_("day and night"))),)
    return tuple(
        Day(_days(visit, first, last), joined([_time(span) for span in spans]))
        for first, last, spans in _runs(spans_of(hours))
    )


def _runs(spans: list[Span]) -> Iterator[tuple[int, int, list[Span]]]:
    """(first day, last day, spans) for days in a row with the same times."""
    by_day = {day: [span for span in spans if span.day == day] for day in range(7)}
    day = 0
    while day < 7:
        last = day
        while last < 6 and _times(by_day[last + 1]) == _times(by_day[day]):
            last += 1
        if by_day[day]:
            yield day, last, by_day[day]
        day = last + 1


def _times(spans: list[Span]) -> list[tuple[str, str]]:
    return [(span.opens, span.closes) for span in spans]


def _days(visit: Visit, first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return _("Every day")
    names = weekday(first, visit.language.code), weekday(last, visit.language.code)
    if first == last:
        return names[0]
    return _("%(first)s to %(last)s") % {"first": names[0], "last": names[1]}


def _time(span: Span) -> SafeString:
    return left_to_right(f"{span.opens}–{span.closes}")
