"""Opening hours: read as people write them, kept in one short form.

The canonical form borrows the syntax of OpenStreetMap's opening_hours: `Mo-Fr 08:00-17:00;
Sa 09:00-12:00`, or `24/7`. A span that closes before it opens runs past midnight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

from suluh.directory.domain.dates import western_digits

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS = "24/7"

_LANGUAGES = ("en", "id", "km", "th", "vi", "lo", "my", "ms", "ar", "es")
_EVERY_DAY = (
    "every day",
    "daily",
    "everyday",
    "all days",
    "setiap hari",
    "tiap hari",
    "រាល់ថ្ងៃ",
    "ทุกวัน",
    "hàng ngày",
    "ທຸກມື້",
    "နေ့တိုင်း",
    "كل يوم",
    "يوميا",
    "7 days",
)
_ALWAYS = (
    "24/7",
    "24 hours",
    "24 jam",
    "24h",
    "day and night",
    "siang dan malam",
    "24 ម៉ោង",
    "٢٤ ساعة",
    "24 ساعة",
    "24 ชั่วโมง",
    "24 giờ",
)
_TO = r"\s*(?:-|–|—|to|until|till|sampai|hingga|s/d|s\.d\.|ដល់|إلى|ถึง|đến)\s*"
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?"
_SPAN = re.compile(_TIME + _TO + _TIME, re.IGNORECASE)
_FILLER = re.compile(
    r"[\s,;:&+|()]+|\b(?:and|dan|from|dari|open|buka|pukul|jam|wib|hours?|من|ساعات|ម៉ោង|ពី)\b"
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open on `day` (0 = Monday) from `opens` to `closes`, both HH:MM local time."""

    day: int
    opens: str
    closes: str

    @property
    def overnight(self) -> bool:
        return self.closes <= self.opens


def parse_hours(text: str) -> list[Span] | None:
    """Spans in order of day and time, or None when any part is not understood."""
    wanted = western_digits(text).strip().casefold()
    if not wanted:
        return None
    if wanted.strip(". ") in _ALWAYS:
        return [Span(day, "00:00", "24:00") for day in range(7)]
    spans: set[Span] = set()
    for part in re.split(r"[;\n]|,(?=\s*[^\W\d])(?=[^;\n]*\d)", wanted):
        if not part.strip():
            continue
        understood = _part(part)
        if understood is None:
            return _whole(wanted)
        spans.update(understood)
    return sorted(spans) or None


def _whole(text: str) -> list[Span] | None:
    """`9:00am-5:00pm, Mon-Fri`: the comma joined the times to their days after all."""
    spans: set[Span] = set()
    for part in re.split(r"[;\n]", text):
        if part.strip():
            understood = _part(part)
            if understood is None:
                return None
            spans.update(understood)
    return sorted(spans) or None


def _part(part: str) -> set[Span] | None:
    times = [_times(match) for match in _SPAN.finditer(part)]
    if not times or None in times:
        return None
    rest = _SPAN.sub(" ", part)
    days = _days_of(rest)
    if days is None:
        return None
    return {Span(day, *span) for day in days for span in times if span}


def _times(match: re.Match[str]) -> tuple[str, str] | None:
    opens_hour, opens_minute, opens_half, closes_hour, closes_minute, closes_half = match.groups()
    opens = _clock(opens_hour, opens_minute, opens_half)
    closes = _clock(closes_hour, closes_minute, closes_half)
    return (opens, closes) if opens and closes and opens != "24:00" else None


def _clock(hour: str, minute: str | None, half: str | None) -> str | None:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    if minutes > 59 or hours > 24 or (hours == 24 and minutes):
        return None
    return f"{hours:02d}:{minutes:02d}"


def _days_of(text: str) -> set[int] | None:
    names, pattern = _day_names()
    days: set[int] = set()
    for phrase in _EVERY_DAY:
        if phrase in text:
            days, text = set(range(7)), text.replace(phrase, " ")
    for match in pattern.finditer(text):
        first, last = match["first"], match["last"]
        days |= _day_range(names[first], names[last] if last else names[first])
    if _FILLER.sub("", pattern.sub(" ", text)).strip(". "):
        return None
    return days or set(range(7))


def _day_range(first: int, last: int) -> set[int]:
    return {(first + step) % 7 for step in range((last - first) % 7 + 1)}


@cache
def _day_names() -> tuple[dict[str, int], re.Pattern[str]]:
    names = {
        str(name).casefold().strip("."): day
        for language in _LANGUAGES
        for width in ("wide", "abbreviated")
        for day, name in Locale(language).days["format"][width].items()
    }
    names |= {day.casefold(): number for number, day in enumerate(DAYS)}
    names |= {"tues": 1, "thur": 3, "thurs": 3, "weds": 2}
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = rf"(?<!\w)(?P<first>{either})(?!\w)\.?(?:{_TO}(?P<last>{either})(?!\w)\.?)?"
    return names, re.compile(pattern)


def canonical(spans: list[Span]) -> str:
    """The short form of `spans`; parse_hours(canonical(spans)) gives them back."""
    by_day = {day: [span for span in spans if span.day == day] for day in range(7)}
    texts = {
        day: ",".join(f"{span.opens}-{span.closes}" for span in sorted(found))
        for day, found in by_day.items()
    }
    if all(text == "00:00-24:00" for text in texts.values()):
        return ALWAYS
    return "; ".join(f"{_day_text(first, last)} {text}" for first, last, text in _runs(texts))


def _day_text(first: int, last: int) -> str:
    return DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"


def _runs(texts: dict[int, str]) -> list[tuple[int, int, str]]:
    runs: list[tuple[int, int, str]] = []
    for day in range(7):
        text = texts[day]
        if not text:
            continue
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == text:
            runs[-1] = (runs[-1][0], day, text)
        else:
            runs.append((day, day, text))
    return runs
