"""Opening hours from HSDS schedules: weekdays of 1.x, RRULE parts of 2.0 and 3.x."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from suluh.directory.domain.hours import DAYS, Span, canonical, parse_hours
from suluh.directory.intake.cell_text import plain
from suluh.directory.intake.hsds_tables import Package, Row

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}?)(?:[:.]?(?P<minute>\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*"
    r"(?P<half>[ap])?\.?(?(half)m?)\.?\s*(?:Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_RULE_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.IGNORECASE)
FREQUENCIES = ("WEEKLY", "MONTHLY")  # HSDS 3.x allows no other


@dataclass(slots=True)
class HoursFound:
    """`text` is canonical, "" when nothing was understood; `notes` are the words beside it."""

    text: str = ""
    notes: list[str] = field(default_factory=list)


@lru_cache(maxsize=4096)
def clock(found: str) -> str:
    """A time of day as HH:MM from `9:00am`, `9am`, `830am`, `17:00:00` or `17:00Z`, else ""."""
    match = _CLOCK.fullmatch(found.strip())
    if not match:
        return ""
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half in "pP" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""


@lru_cache(maxsize=4096)
def days_of(byday: str) -> tuple[int, ...] | None:
    """Days (0 = Monday) of `TH,FR` or `Monday`; None when a part names no day.

    A day of the month such as `2TU` counts as a day here: see `_every_week`.
    """
    days: list[int] = []
    for part in filter(None, re.split(r"[,;\s]+", byday.strip())):
        if match := _RULE_DAY.fullmatch(part):
            days.append([day.upper() for day in DAYS].index(match[2].upper()))
        elif spans := parse_hours(f"{part} 00:00-01:00") if part.isalpha() else None:
            days += [span.day for span in spans]
        else:
            return None
    return tuple(dict.fromkeys(days))


def hours_of(
    package: Package, service: str, services_at: list[str], locations: list[str]
) -> HoursFound:
    """The hours of one service.

    Its own schedules count first. Else those of its places, if all places agree; places that
    differ are told apart in words, because one service has one line of hours.
    """
    own = package.by("schedules", "service_id").get(service, [])
    if own:
        return _read(own)
    apart = {
        place: rows
        for column, ids in (("service_at_location_id", services_at), ("location_id", locations))
        for place in ids
        if (rows := package.by("schedules", column).get(place, []))
    }
    found = {place: _read(rows) for place, rows in apart.items()}
    if len({each.text for each in found.values()}) <= 1:
        return next(iter(found.values()), HoursFound())
    return HoursFound(
        "", [f"{_place_name(package, key)}: {_told(hours)}" for key, hours in found.items()]
    )


def _place_name(package: Package, place: str) -> str:
    for row in package.by("service_at_location", "id").get(place, []):
        place = row["location_id"]
    return next((row["name"] for row in package.by("locations", "id").get(place, [])), place)


def _told(hours: HoursFound) -> str:
    return hours.text or "; ".join(hours.notes)


def _read(rows: Iterable[Row]) -> HoursFound:
    spans: set[Span] = set()
    words: list[str] = []
    for row in rows:
        found = _spans(row)
        spans.update(found)
        if not found and not row["description"]:
            words.append(_as_words(row))
        words += [plain(row["description"]), plain(row["notes"])]
    text = canonical(sorted(spans)) if spans else ""
    return HoursFound(text, _beside(words, spans))


def _spans(row: Row) -> list[Span]:
    """The spans of one schedule, none when it is not weekly or a part is not understood."""
    opens, closes = clock(row["opens_at"]), clock(row["closes_at"])
    days = days_of(row["byday"])
    if not (opens and closes and days and _every_week(row)):
        return []
    if closes == "23:59":  # HSDS: 24 hours are written 00:00 to 23:59
        closes = "24:00"
    return [Span(day, opens, closes) for day in days]


def _every_week(row: Row) -> bool:
    plain_days = not any(char.isdigit() for char in row["byday"])
    return plain_days and row["freq"].upper() in ("", "WEEKLY") and row["interval"] in ("", "1")


def _as_words(row: Row) -> str:
    span = "-".join(filter(None, (row["opens_at"], row["closes_at"])))
    return " ".join(filter(None, (row["freq"].lower(), row["byday"], span)))


def _beside(words: list[str], spans: set[Span]) -> list[str]:
    """The words that say more than the spans do, each once."""
    wanted = sorted(spans)
    return [word for word in dict.fromkeys(words) if word and _read_words(word) != wanted]


@lru_cache(maxsize=4096)
def _read_words(words: str) -> list[Span] | None:
    return parse_hours(words) if len(words) < 200 else None
