"""What readers type in the search benchmark, and which rows hold it, found out by reading them all.

The truth is worked out apart from the product: both sides in NFKD and small letters, without
accents in Latin and Arabic and without spaces between letters of Khmer, Thai, Lao, Burmese and
Chinese; then a row holds a question when it holds each of its words. Where words have spaces
between them, a word must stand whole; a prefix must begin one.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from bench.search.rows import CHINESE, SEED, SPACED, everyday_phrases, meta, words_of
from suluh.kernel.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Query:
    """`typed` is what the engines get, `meant` what the rows are searched for to know the truth."""

    group: str  # a line of the table of recall
    typed: str
    meant: str
    prefix: bool = False


def queries() -> list[Query]:
    """The same at every run: about 15 in each language, and what people do to their spelling."""
    draw = random.Random(SEED)  # noqa: S311 - the same at every run
    found = [
        query
        for code in LANGUAGES
        for query in (_spaced if code in SPACED else _solid)(draw, code, _named(code))
    ]
    found += _plain_vietnamese(draw)
    found += _bare_arabic(draw)
    found += _zawgyi(draw)
    found += _chinese(draw)
    return list(dict.fromkeys(found))


def _named(language: str) -> str:
    return LANGUAGES[language].english_name


def _labels(language: str, *vocabularies: str) -> list[str]:
    return [term.label(language) for name in vocabularies for term in meta().vocabulary(name)]


def _spaced(draw: random.Random, language: str, group: str) -> Iterator[Query]:
    """Labels, everyday phrases, words, common words, beginnings, two words, too many spaces."""
    labels = draw.sample(_labels(language, "service_types"), 3)
    plain = [word for word in words_of(language).words if word.isalpha() and len(word) > 2]
    long = sorted({word for word in plain if len(word) > 6}) or sorted(set(plain))
    often = [word for word, _number in Counter(map(str.casefold, plain)).most_common(2)]
    pairs = [" ".join(draw.sample(plain, 2)) for _ in range(2)]
    phrases = draw.sample(everyday_phrases(language), 3)
    for text in (*labels, *phrases, *draw.sample(sorted(set(plain)), 3), *often, *pairs):
        yield Query(group, text, text)
    for word in draw.sample(long, 2):
        yield Query(group, word[:5], word[:5], prefix=True)
    yield Query(group, f"  {labels[0].replace(' ', '   ')} ", labels[0])


def _solid(draw: random.Random, language: str, group: str) -> Iterator[Query]:
    """Labels, everyday phrases, short words; spaces where none belong, and zero-width ones."""
    labels = draw.sample(_labels(language, "service_types"), 3)
    short = sorted(_labels(language, "serves"), key=len)[:3]
    phrases = draw.sample(everyday_phrases(language), 5)
    for text in (*labels, *phrases, *short):
        yield Query(group, text, text)
    for text in draw.sample(_runs(language), 2):
        yield Query(f"{group}, stray spaces", _cut(text, " "), text)
    for text in draw.sample(_runs(language), 2):
        yield Query(f"{group}, stray spaces", _cut(text, "\u200b"), text)


def _runs(language: str) -> list[str]:
    """Everyday phrases without a space of their own, long enough to be cut in two."""
    return [text for text in everyday_phrases(language) if len(text) > 7 and " " not in text]


# Signs after which a letter belongs to the same syllable: subscripts, vowels written in front.
_BEFORE_A_LETTER = "\u17d2\u1039เแโใไເແໂໃໄ"


def _cut(text: str, gap: str) -> str:
    """With a gap before a letter near the middle, never between a letter and its sign."""
    middle = next(
        place
        for place in range(len(text) // 2, len(text))
        if unicodedata.category(text[place]) == "Lo" and text[place - 1] not in _BEFORE_A_LETTER
    )
    return text[:middle] + gap + text[middle:]


def _plain_vietnamese(draw: random.Random) -> Iterator[Query]:
    labels = draw.sample(_labels("vi", "service_types", "serves"), 6)
    for text in (*labels, "tư vấn"):
        bare = _without_marks(text).replace("đ", "d").replace("Đ", "D")
        yield Query("Vietnamese, no accents", bare, text)


def _bare_arabic(draw: random.Random) -> Iterator[Query]:
    """Alef without its hamza or madda, as it is mostly typed."""
    marked = [text for text in _labels("ar", "service_types") if _without_marks(text) != text]
    for text in draw.sample(marked, 5):
        yield Query("Arabic, bare alef", _without_marks(text), text)


def _without_marks(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(each for each in apart if not unicodedata.combining(each))


def _zawgyi(draw: random.Random) -> Iterator[Query]:
    converter: Any = import_module("myanmar.converter")  # has no types
    texts = draw.sample([*_labels("my", "service_types", "serves"), *everyday_phrases("my")], 8)
    for text in texts:
        yield Query("Burmese in Zawgyi", converter.convert(text, "unicode", "zawgyi"), text)


def _chinese(draw: random.Random) -> Iterator[Query]:
    for word in draw.sample(CHINESE, 9):
        yield Query("Chinese, two letters", word, word)
    for _ in range(3):
        word = "".join(draw.sample(CHINESE, 2))
        yield Query("Chinese, four letters", word, word)
    for _ in range(3):
        first, second = draw.sample(CHINESE, 2)
        yield Query("Chinese, four letters", f"{first} {second}", f"{first}{second}")


# ---- the truth ---------------------------------------------------------------------------------

_SOLID = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u4e00-\u9fff"
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0640]")
_GAP = re.compile(rf"(?<=[{_SOLID}]) +(?=[{_SOLID}])")
_STOPS = re.compile("[ !-/:-@\\[-`{-~–—‘’“”…·،؛؟។៕၊။、。]+")


def normal(text: str) -> str:
    """A space before and after, and one between words."""
    text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)).casefold().replace("đ", "d")
    text = _STOPS.sub(" ", _ACCENTS.sub("", text)).replace("\n", " \n ")
    return f" {_GAP.sub('', text)} "


def truths(rows: Iterable[tuple[str, str]], asked: list[Query]) -> list[list[int]]:
    """For each query the numbers (from 1) of the rows that hold every word of it."""
    wanted = [[_needle(word, query) for word in normal(query.meant).split()] for query in asked]
    found: list[list[int]] = [[] for _ in asked]
    for number, (name, rest) in enumerate(rows, start=1):
        row = normal(f"{name}\n{rest}")
        for needles, holding in zip(wanted, found, strict=True):
            if all(needle in row for needle in needles):
                holding.append(number)
    return found


def _needle(word: str, query: Query) -> str:
    if re.search(f"[{_SOLID}]", word):
        return word
    return f" {word}" if query.prefix else f" {word} "
