"""Is it open now? From the canonical hours of a service and its time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from suluh.directory.domain.hours import ALWAYS, Span, parse_hours

__all__ = ["Opening", "Span", "is_always_open", "opening_at", "spans_of"]

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """Open or closed at one moment. `changes` is when that ends (local time), None when never."""

    is_open: bool
    changes: datetime | None


def spans_of(hours: str) -> list[Span]:
    """The week as spans; empty when nothing is known or the words were not understood."""
    return parse_hours(hours) or []


def is_always_open(hours: str) -> bool:
    """Day and night, every day."""
    return hours == ALWAYS


def opening_at(hours: str, timezone: str, moment: datetime) -> Opening | None:
    """Whether `hours` are open at `moment` (aware). None when hours or zone are not known.

    Holidays are not known to an edition: whoever shows this says so.
    """
    zone, spans = _zone(timezone), spans_of(hours)
    if zone is None or not spans:
        return None
    now = moment.astimezone(zone).replace(tzinfo=None)
    if is_always_open(hours):
        return Opening(True, None)
    times = sorted(_around(spans, now))
    for opens, closes in times:
        if opens <= now < closes:
            return Opening(True, _end(times, closes))
    return Opening(False, min(opens for opens, _closes in times if opens > now))


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _around(spans: list[Span], now: datetime) -> list[tuple[datetime, datetime]]:
    """Each span as times from the day before `now` until eight days after."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return [
        (_at(day, span.opens), _at(day + DAY if span.overnight else day, span.closes))
        for day in (midnight + number * DAY for number in range(-1, 9))
        for span in spans
        if span.day == day.weekday()
    ]


def _at(day: datetime, time: str) -> datetime:
    hours, minutes = map(int, time.split(":"))
    return day + timedelta(hours=hours, minutes=minutes)


def _end(times: list[tuple[datetime, datetime]], closes: datetime) -> datetime:
    """Until when: a span that begins where the last one ends goes on."""
    for opens, later in times:
        if opens <= closes < later:
            closes = later
    return closes
