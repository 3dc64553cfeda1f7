"""Recognise headers: the field a column's name stands for, in five languages."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from suluh.directory.domain.fields import BY_KEY, Kind
from suluh.directory.intake.language_words import code_of_name, known_code

_WORDS = Path(__file__).parents[1] / "data" / "header_words.toml"

JOIN = " / "  # between the parts of a header that stands in several lines

WHOLE, LAST_PART, WITHIN = 0.95, 0.9, 0.7  # how sure a match is

# Signs, not letters: vowel signs of Khmer or Thai must stay where they are.
_SIGNS = re.compile(r"[\s/|,.;:()\[\]*#_\-–—\"'’“”?!]+")
_IN_BRACKETS = re.compile(r"\s*[(\[]([^)\]]+)[)\]]\s*$")
_AGES = re.compile(r"(\d{1,3})\s*(?:-|–|to|s/d|sampai)\s*(\d{1,3})|(\d{1,3})\s*\+")


@dataclass(frozen=True, slots=True)
class Match:
    """A field, with its language when the header names one, and how sure we are (0 to 1)."""

    field: str
    confidence: float


def simple(header: str) -> str:
    """A header without signs and case."""
    return _SIGNS.sub(" ", unicodedata.normalize("NFKC", header).casefold()).strip()


@cache
def _phrases() -> tuple[tuple[str, str, bool], ...]:
    """(phrase, field, must be the whole header), longest first."""
    fields: dict[str, dict[str, list[str]]] = tomllib.loads(_WORDS.read_text(encoding="utf-8"))[
        "fields"
    ]
    found = [
        (simple(word.removeprefix("=")), key, word.startswith("="))
        for key, languages in fields.items()
        for words in languages.values()
        for word in words
    ]
    return tuple(sorted(found, key=lambda each: -len(each[0])))


@lru_cache(maxsize=4096)
def match(header: str) -> Match | None:
    """The field that a header stands for, or None. `Nama (Inggris)` gives `name.en`."""
    parts = [part for part in header.split(JOIN) if part.strip()]
    if not parts:
        return None
    bare, language = _language_of(parts)
    found = _match_words(simple(JOIN.join(bare)), simple(bare[-1]))
    if found and language and BY_KEY[found.field].kind is Kind.TEXTS:
        return Match(f"{found.field}.{language}", found.confidence)
    return found


def _language_of(parts: list[str]) -> tuple[list[str], str]:
    """The parts without the name of a language, and its code."""
    if len(parts) > 1 and (language := code_of_name(parts[-1]) or _short_code(parts[-1])):
        return parts[:-1], language
    if brackets := _IN_BRACKETS.search(parts[-1]):
        inside = brackets[1].strip()
        if language := code_of_name(inside) or _short_code(inside):
            return [*parts[:-1], parts[-1][: brackets.start()]], language
    return parts, ""


def _short_code(text: str) -> str:
    return known_code(text) if len(text.strip()) == 2 else ""


def _match_words(whole: str, last: str) -> Match | None:
    for text, confidence in ((whole, WHOLE), (last, LAST_PART)):
        for phrase, key, _ in _phrases():
            if text == phrase:
                return Match(key, confidence)
    for phrase, key, alone in _phrases():
        if not alone and _within(phrase, last):
            return Match(key, WITHIN)
    return None


def _within(phrase: str, text: str) -> bool:
    """As whole words; scripts without blanks between words are searched as they stand."""
    return f" {phrase} " in f" {text} " if phrase.isascii() else phrase in text


def ages_in(text: str) -> tuple[int, int | None] | None:
    """(youngest, oldest) of `6-13` or `'14 - 17`, (60, None) of `60+`, else None."""
    found = _AGES.fullmatch(text.strip().strip("'’\" ").removesuffix(" years").strip())
    if not found:
        return None
    return (int(found[3]), None) if found[3] else (int(found[1]), int(found[2]))


def looks_like_header(cell: object) -> bool:
    """Could this cell be the name of a column? Data seldom looks so, headers mostly do."""
    if not isinstance(cell, str) or len(cell) > 60 or not cell.strip():
        return False
    if ages_in(cell) or code_of_name(cell):
        return True
    few = len(simple(cell).split()) <= 4 and not any(char.isdigit() for char in cell)
    return few and match(cell) is not None


def headers_among(cells: list[object]) -> Iterator[str]:
    """The cells of a line that look like names of columns."""
    return (str(cell) for cell in cells if looks_like_header(cell))
