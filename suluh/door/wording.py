"""Words in the reader's language, or visibly in another when theirs is missing; dates and lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from suluh.kernel.languages import LANGUAGES, Language

# A language is offered when the door itself speaks it: when it has a message catalogue.
_CATALOGUES = {folder.name for folder in (Path(__file__).parent / "locale").iterdir()}
SPOKEN = tuple(code for code in LANGUAGES if code in _CATALOGUES)
FALLBACK = LANGUAGES["en"]
Words = str | Promise | SafeString  # what a template may show


def offered(languages: Iterable[str]) -> tuple[Language, ...]:
    """The languages that both the edition and the door speak; English when there is none."""
    both = tuple(LANGUAGES[code] for code in languages if code in SPOKEN and code in LANGUAGES)
    return both or (FALLBACK,)


def chosen(texts: Mapping[str, str] | None, language: str) -> dict[str, str]:
    """The one text to show a reader of `language`, with its own language; {} when there is none."""
    for code in dict.fromkeys((language, FALLBACK.code, *(texts or {}))):
        if text := (texts or {}).get(code):
            return {code: text}
    return {}


def phrase(texts: Mapping[str, str] | None, language: str) -> SafeString:
    """The text for a reader of `language`, escaped.

    One in another language says so in its markup, so that it keeps its own font, direction and
    voice. A text in no known language (key "") is a name as somebody wrote it.
    """
    for code, text in chosen(texts, language).items():
        return conditional_escape(text) if code == language else in_language(text, code)
    return SafeString("")


def in_language(text: str, code: str) -> SafeString:
    """`text` marked as being in the language `code`."""
    if not code:
        return format_html("<bdi>{}</bdi>", text)
    direction = LANGUAGES[code].direction if code in LANGUAGES else "auto"
    return format_html('<span lang="{}" dir="{}">{}</span>', code, direction, text)


def joined(words: Sequence[str], separator: str | None = None) -> SafeString:
    """Several words as one, with a comma as the reader's script writes it."""
    if separator is None:
        separator = pgettext("between the words of a list", ", ")
    return format_html_join(separator, "{}", ((word,) for word in words))


def sentence(words: str) -> SafeString:
    """Words with the full stop of the reader's script."""
    # A translation is ours; whatever is put into it is escaped.
    return format_html(pgettext("a sentence and its full stop", "{words}."), words=words)


def left_to_right(text: str) -> SafeString:
    """Numbers and times: written from left to right whatever stands around them, and kept whole."""
    return format_html('<bdi dir="ltr">{}</bdi>', text)


def day_in_words(day: date, language: str) -> str:
    """12 November 2026."""
    return format_date(day, "d MMMM y", locale=locale_of(language))


def weekday(number: int, language: str) -> str:
    """Monday is 0."""
    return str(locale_of(language).days["stand-alone"]["wide"][number])


def time_of_day(moment: datetime, language: str) -> str:
    """22:00."""
    return format_time(moment, "HH:mm", locale=locale_of(language))


def language_name(code: str, language: str) -> str:
    """The name of a language in the reader's own; the code itself when nobody knows it."""
    return str(locale_of(language).languages.get(code.replace("-", "_"), code))


@cache
def locale_of(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale("en")
