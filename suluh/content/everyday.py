"""Everyday words: what people type when they do not know what the help is called.

"They took my passport" is answered with services for papers and with lawyers, though neither says
so in its own words. One TOML file per language holds phrases and the codes of the types they mean;
an edition carries all of them, because a person on a borrowed phone writes in any language.

A phrase is found when all its words stand in the question, in any order. `*` at the end of a word
stands for any ending ("threat*"). Of a script without spaces, the phrase stands somewhere in the
run of letters; a space in it separates parts that may stand apart.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from suluh.content.tokenizer import LONGEST_QUERY, is_solid, readings, words

_APOSTROPHES = str.maketrans("", "", "'’ʼ`")  # "can't" and "cant" are one word here
MOST_TYPES = 4  # more would be a list of everything
SHORTEST_STEM = 3  # letters before a `*`
SHORTEST_RUN = 2  # characters of a script without spaces


class EverydayError(ValueError):
    """A file of everyday words is missing, unreadable, or breaks the shape described here."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Phrases of one language, and the service types they point to, the likeliest first."""

    types: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EverydayWords:
    """One language. `review` is "source", "machine-draft", or the name of the reviewer.

    `ignore` holds words that say nothing about the help that is wanted.
    """

    language: str
    version: int
    source: str
    licence: str
    review: str
    ignore: tuple[str, ...]
    meanings: tuple[Meaning, ...]


def read_everyday(path: Path) -> EverydayWords:
    """Load and check one file. Raises EverydayError with the file's name and the reason."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise EverydayError(f"{path.name}: there is no such file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EverydayError(f"{path.name}: {error}") from error
    data["meanings"] = data.pop("meaning", None)
    read = _checked(data, path.name)
    if read.language != path.stem:
        raise EverydayError(f"{path.name}: holds the language {read.language}")
    return read


class Everyday:
    """The everyday words of several languages, ready to be asked. Changes nothing, so shareable."""

    def __init__(self, languages: Iterable[EverydayWords]) -> None:
        """Raises EverydayError when a language is given twice."""
        self.languages = tuple(languages)
        names = [each.language for each in self.languages]
        for name in names:
            if names.count(name) > 1:
                raise EverydayError(f"{name}: stands twice")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Everyday) and self.languages == other.languages

    def __hash__(self) -> int:
        return hash(self.languages)

    def types_for(self, query: str) -> tuple[str, ...]:
        """Codes of the service types that `query` speaks of, the most exact phrase first."""
        found: dict[int, _Phrase] = {}
        for reading in readings(query[:LONGEST_QUERY]):
            found |= {each.number: each for each in self._standing_in(_question(reading))}
        best = sorted(_not_within(found.values()), key=lambda each: (-each.letters, each.number))
        types = dict.fromkeys(code for phrase in best for code in phrase.types)
        return tuple(types)[:MOST_TYPES]

    def without_noise(self, query: str) -> str:
        """`query` for the search, not for showing: without the words that say nothing.

        A word stays when a phrase that stands in `query` holds it. When nothing can be left out,
        or nothing would be left, it is `query` as it was.
        """
        for reading in reversed(readings(query[:LONGEST_QUERY])):
            plain, runs = self._noise_beside(self._standing_in(_question(reading)))
            written = [word for part in reading.split() for word in words(part)]
            rests = [_trimmed(word, runs) if is_solid(word) else word for word in written]
            kept = [rest for rest in rests if rest and rest not in plain]
            if kept and kept != written:
                return " ".join(kept)
        return query

    def prepare(self) -> None:
        """Build the tables now that the first question would otherwise wait for."""
        self.types_for("help")
        self.without_noise("help")

    def to_json(self) -> list[dict[str, Any]]:
        """Everything as plain values, so that `from_json` gives the same languages back."""
        said: list[dict[str, Any]] = orjson.loads(orjson.dumps(self.languages))
        return said

    @classmethod
    def from_json(cls, said: object) -> Everyday:
        """What `to_json` gave. Raises EverydayError for anything else."""
        if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
            raise EverydayError("everyday words: not a list of languages")
        return cls(_checked(each, f"everyday words of {each.get('language')}") for each in said)

    @cached_property
    def _phrases(self) -> Mapping[str, list[_Phrase]]:
        """Each phrase under one thing that must stand in a question for the phrase to do so."""
        by_key: dict[str, list[_Phrase]] = defaultdict(list)
        for number, (types, phrase) in enumerate(self._written_phrases()):
            read = _Phrase(number, types, phrase)
            by_key[read.key].append(read)
        return dict(by_key)

    def _written_phrases(self) -> Iterator[tuple[tuple[str, ...], str]]:
        for language in self.languages:
            for meaning in language.meanings:
                for phrase in meaning.phrases:
                    yield meaning.types, phrase

    @cached_property
    def _noise(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """Words to leave out, and runs (longest first).

        A word that stands in a phrase of a language that does not ignore it says something there.
        """
        ignored = {each.language: _as_written(each.ignore) for each in self.languages}
        meant = {
            each.language: _as_written(phrase for row in each.meanings for phrase in row.phrases)
            - ignored[each.language]
            for each in self.languages
        }
        noise = frozenset[str]().union(*ignored.values()) - frozenset[str]().union(*meant.values())
        folded = {part for word in noise for part in words(word)}
        runs = sorted((each for each in folded if is_solid(each)), key=lambda run: (-len(run), run))
        return frozenset(each for each in folded if not is_solid(each)), tuple(runs)

    def _noise_beside(self, phrases: list[_Phrase]) -> tuple[frozenset[str], tuple[str, ...]]:
        """The noise that is no part of any of `phrases`."""
        plain, runs = self._noise
        needed = {
            word
            for phrase in phrases
            for part in phrase.plain
            for word in self._noise_by_stem.get(part, ())
        }
        needed_runs = [run for phrase in phrases for run in phrase.runs]
        return plain - needed, tuple(
            each for each in runs if not any(each in run for run in needed_runs)
        )

    @cached_property
    def _noise_by_stem(self) -> Mapping[str, set[str]]:
        by_stem: dict[str, set[str]] = defaultdict(set)
        for word in self._noise[0]:
            for stem in _with_stems(word):
                by_stem[stem].add(word)
        return dict(by_stem)

    def _standing_in(self, asked: _Question) -> list[_Phrase]:
        return [
            phrase
            for clue in asked.clues()
            for phrase in self._phrases.get(clue, ())
            if phrase.stands_in(asked)
        ]


class _Question:
    """A question taken apart: `plain` words with their stems, and runs of solid scripts."""

    __slots__ = ("plain", "runs")

    def __init__(self, written: Iterable[str]) -> None:
        parts = list(written)
        self.runs = tuple(part for part in parts if is_solid(part))
        self.plain = {stem for part in parts if not is_solid(part) for stem in _with_stems(part)}

    def clues(self) -> set[str]:
        return self.plain.union(
            first + second for run in self.runs for first, second in pairwise(run)
        )


def _question(text: str) -> _Question:
    return _Question(words(text.translate(_APOSTROPHES)))


class _Phrase:
    """A phrase taken apart the same way. `letters` says how exact it is."""

    __slots__ = ("as_question", "key", "letters", "number", "plain", "runs", "types")

    def __init__(self, number: int, types: tuple[str, ...], phrase: str) -> None:
        self.number, self.types = number, types
        parts = _parts(phrase)
        self.plain = frozenset(part for part in parts if not is_solid(part))
        self.runs = tuple(part for part in parts if is_solid(part))
        bare = [part.rstrip("*") for part in parts]
        self.letters = sum(map(len, bare))
        self.key = self.runs[0][:2] if self.runs else max(sorted(self.plain), key=len)
        self.as_question = _Question(bare)

    def stands_in(self, asked: _Question) -> bool:
        return self.plain <= asked.plain and all(
            any(_holds(run, part) for run in asked.runs) for part in self.runs
        )


def _not_within(found: Iterable[_Phrase]) -> list[_Phrase]:
    """Those that are no part of another: who says "fake job" is not looking for a job."""
    phrases = list(found)
    return [
        each
        for each in phrases
        if not any(
            other.letters > each.letters and each.stands_in(other.as_question) for other in phrases
        )
    ]


def _with_stems(word: str) -> Iterator[str]:
    yield word
    for length in range(SHORTEST_STEM, len(word) + 1):
        yield word[:length] + "*"


@lru_cache(maxsize=8192)
def _parts(phrase: str) -> tuple[str, ...]:
    """The words and runs of a phrase of the data; never given what a reader typed."""
    parts: list[str] = []
    for written in phrase.translate(_APOSTROPHES).split():
        found = words(written)
        if found and written.endswith("*"):
            found[-1] += "*"
        parts += found
    return tuple(parts)


def _as_written(texts: Iterable[str]) -> frozenset[str]:
    """The words of `texts` in small letters, with their accents: a Vietnamese "thẻ" is no "the"."""
    return frozenset(
        word.strip("*")
        for text in texts
        for word in unicodedata.normalize("NFC", text.translate(_APOSTROPHES)).casefold().split()
    )


# What belongs to the next letter (subscript makers, vowels written first), and to the last one
# beside the signs that Unicode calls marks.
_OPENS = frozenset("\u1039\u17d2\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4")
_CLOSES = frozenset("\u0e30\u0e32\u0eb0\u0eb2\u0ebd")
_BURMESE_ASAT = "\u103a"  # makes the letter before it the end of a syllable


def _holds(run: str, part: str) -> bool:
    """Whether `part` stands in `run` as whole letters with all their signs."""
    start = run.find(part)
    while start >= 0:
        if _is_edge(run, start) and _is_edge(run, start + len(part)):
            return True
        start = run.find(part, start + 1)
    return False


def _is_edge(run: str, place: int) -> bool:
    """Whether `run` may be cut before the character at `place`."""
    if place <= 0 or place >= len(run):
        return True
    following = run[place]
    return not (
        run[place - 1] in _OPENS
        or following in _CLOSES
        or unicodedata.category(following).startswith("M")
        or run.startswith(_BURMESE_ASAT, place + 1)
    )


def _trimmed(run: str, noise: tuple[str, ...]) -> str:
    """`run` without noise at its beginning and its end; inside it, noise may be half a word."""
    for each in noise:
        if run.startswith(each) and _is_edge(run, len(each)):
            return _trimmed(run[len(each) :], noise)
        if run.endswith(each) and _is_edge(run, len(run) - len(each)):
            return _trimmed(run[: -len(each)], noise)
    return run


# --- The shape of the data ----------------------------------------------------------------------

_KEYS = {
    "language": str,
    "version": int,
    "source": str,
    "licence": str,
    "review": str,
    "ignore": list,
    "meanings": list,
}


def _checked(data: dict[str, Any], name: str) -> EverydayWords:
    for key, kind in _KEYS.items():
        if not isinstance(data.get(key), kind):
            raise EverydayError(f"{name}: {key} is missing or not as it should be")
    if unknown := data.keys() - _KEYS.keys():
        raise EverydayError(f"{name}: does not know {', '.join(sorted(unknown))}")
    ignore = _texts(data["ignore"], f"{name}: ignore")
    meanings = tuple(_meaning(each, name) for each in data["meanings"])
    return EverydayWords(**{**data, "ignore": ignore, "meanings": meanings})


def _meaning(row: object, name: str) -> Meaning:
    if not isinstance(row, dict) or row.keys() != {"types", "phrases"}:
        raise EverydayError(f"{name}: a meaning has types and phrases, nothing else")
    types, phrases = (
        _texts(row["types"], f"{name}: types"),
        _texts(row["phrases"], f"{name}: phrases"),
    )
    if not types or not phrases:
        raise EverydayError(f"{name}: a meaning is without types or phrases")
    for phrase in phrases:
        if reason := _unfit(phrase):
            raise EverydayError(f"{name}: {phrase!r} {reason}")
    return Meaning(types, phrases)


def _texts(found: object, name: str) -> tuple[str, ...]:
    if not isinstance(found, list | tuple) or not all(isinstance(each, str) for each in found):
        raise EverydayError(f"{name}: not a list of texts")
    return tuple(found)


def _unfit(phrase: str) -> str:
    """Why no question could fit `phrase`, or too many would; "" when it is fit."""
    parts = _parts(phrase)
    if not parts:
        return "holds no letter"
    for part in parts:
        if is_solid(part):
            if part.endswith("*"):
                return "needs no *: it is found inside longer words anyway"
            if len(part) < SHORTEST_RUN:
                return "is too short"
        elif part.endswith("*") and len(part) <= SHORTEST_STEM:
            return f"needs {SHORTEST_STEM} letters before the *"
    return ""
