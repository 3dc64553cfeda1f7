"""Dates as people write them: ISO, day first, with words, in the Buddhist era, Excel's numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from babel import Locale

BUDDHIST_OFFSET = 543  # years; the era of Thailand, Lao PDR, Cambodia and Myanmar
EXCEL_EPOCH = date(1899, 12, 30)  # day 0 of the 1900 system, with its invented 29 February 1900
EXCEL_DAYS = range(25_569, 73_050)  # 1970 to 2099: a day number outside is no date here

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_WORDS = re.compile(r"(\d{1,2})\.? ([^\W\d]+(?:\s?[^\W\d]+)?),? (\d{4})")
_MONTH_LANGUAGES = ("en", "id", "km", "th", "vi", "lo", "my", "ms", "ar", "es")


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in ISO form, and how it had to be read ("" when it was plain)."""

    iso: str
    read_as: str = ""  # buddhist_era | day_first


def parse_date(value: object) -> DateFound | None:
    """Read a date, or None when it is none. Text may use the digits of any script."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _checked(value.year, value.month, value.day)
    if isinstance(value, int | float):
        days = int(value)
        if days not in EXCEL_DAYS:
            return None
        return DateFound((EXCEL_EPOCH + timedelta(days)).isoformat())
    text = western_digits(str(value)).strip()
    if match := _ISO.fullmatch(text):
        return _checked(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        return _checked(year, month, day, "day_first")
    if (match := _WORDS.fullmatch(text)) and (month := _months().get(match[2].casefold(), 0)):
        return _checked(int(match[3]), month, int(match[1]))
    return None


def western_digits(text: str) -> str:
    """The same text with the digits of every script written 0 to 9."""
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


def _checked(year: int, month: int, day: int, read_as: str = "") -> DateFound | None:
    if 2400 <= year <= 2700:
        year, read_as = year - BUDDHIST_OFFSET, "buddhist_era"
    try:
        return DateFound(date(year, month, day).isoformat(), read_as)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    return {
        str(name).casefold(): number
        for language in _MONTH_LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in Locale(language).months["format"][width].items()
    }
