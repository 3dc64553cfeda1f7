"""Cut text of any script into search tokens that FTS5 can neither misread nor miss.

Measured reason: FTS5's own tokenizers miss Thai, Khmer and Chinese words (no spaces) or two-letter
Chinese ones. Here runs of such scripts become overlapping pairs of characters, everything else
words. A token is `[a-z0-9]+`, or `_` and UTF-16 in hexadecimal, so nothing a reader types can reach
the query language; the same few lines can be written in JavaScript for offline copies.

An edition is searched with the rules it was indexed with: whoever changes them here raises the
version of the edition file.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import import_module
from itertools import pairwise
from typing import Any

LONGEST_QUERY = 200  # characters; a reader's question is never longer
FEWEST_FOR_PREFIX = 4  # letters: "worker" finds "workers", but "men" does not find "mental"

# Thai, Lao, Burmese, Khmer; Chinese and Japanese. Digits were made Western before this looks.
_SOLID = (
    "\u0e00-\u0eff\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff\u1780-\u17ff\u19e0-\u19ff"
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
_PIECE = re.compile(rf"[{_SOLID}]+|[^\W_{_SOLID}]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_GAP_IN_SOLID = re.compile(rf"(?<=[{_SOLID}])\s+(?=[{_SOLID}])")
_IS_SOLID = re.compile(rf"[{_SOLID}]")
_ACCENTED_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC")

# Letters that Unicode does not take apart; spellings that people use for one another (Arabic; Lao
# low L; Burmese tall AA and NYA; Khmer QA and QOO); Khmer signs that are not heard; full stops.
_SAME = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe",
     "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ٱ": "ا", "ـ": None,
     "\u0e45": "\u0e32", "\u0ebc": "\u0ea5", "\u102b": "\u102c", "\u1009": "\u1025",
     "\u17a3": "\u17a2", "\u17b2": "\u17b1", "\u17b4": None, "\u17b5": None, "\u17d0": None,
     "\u104a": " ", "\u104b": " ", "\u17d4": " ", "\u17d5": " ", "\u17d6": " "}
)  # fmt: skip
# Pairs that look like one sign: two Thai or Lao E for AE; Khmer subscript DA for TA.
_LOOK_ALIKE = (("เเ", "แ"), ("ເເ", "ແ"), ("\u17d2\u178a", "\u17d2\u178f"))
_KHMER_TYPED_IN_TWO = (("\u17b8\u17c1", "\u17be"), ("\u17b6\u17c1", "\u17c4"))
# The Burmese zero looks like the letter WA; beside letters and without other digits it is one.
_ZERO_FOR_WA = re.compile(
    "(?<![\u1040-\u1049])\u1040(?=[\u1000-\u103e])|(?<=[\u1000-\u103e])\u1040(?![\u1040-\u1049])"
)
# "the", alone or grown together with "and", "with", "so", "like", "for".
_ARABIC_ARTICLE = re.compile(r"(?:ال(?=\w{3})|(?:[وبفك]ال|لل)(?=\w{4}))+")


def tokens(text: str) -> list[str]:
    """The tokens under which `text` is found, in order, read as it stands.

    A run of a script without spaces gives each pair of its characters and, so that one character
    alone can be found too, its last character.
    """
    if text.isascii():
        return words(text)
    found: list[str] = []
    for word in words(text):
        if is_solid(word):
            found += [*_pairs(word), _coded(word[-1])]
        else:
            found.append(_coded(word))
    return found


def words(text: str) -> list[str]:
    """The words of `text` as they are compared; of a script without spaces, each run is one."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())  # most of an English directory is this
    return [_without_article(each) for each in _PIECE.findall(_GAP_IN_SOLID.sub("", _folded(text)))]


def is_solid(word: str) -> bool:
    """Whether `word` is a run of a script that is written without spaces."""
    return bool(_IS_SOLID.match(word))


def index_text(text: str) -> str:
    """What is given to an FTS5 table with `tokenize="ascii tokenchars '_'"`."""
    return " ".join(token for reading in readings(text) for token in tokens(reading))


def match_expression(query: str) -> str:
    """An FTS5 query that wants every word of `query`; "" when it holds nothing to look for.

    A question that may be Zawgyi is asked twice, as it stands and in Unicode.
    """
    asked = [_every_word(each) for each in readings(query[:LONGEST_QUERY])]
    different = list(dict.fromkeys(each for each in asked if each))
    return different[0] if len(different) == 1 else " OR ".join(f"({each})" for each in different)


def _every_word(query: str) -> str:
    pieces = _PIECE.findall(_folded(query))
    return " AND ".join(dict.fromkeys(_wanted(piece) for piece in pieces))


def _wanted(piece: str) -> str:
    if is_solid(piece):
        return f'"{" ".join(_pairs(piece))}"' if len(piece) > 1 else f'"{_coded(piece)}"*'
    prefix = "*" if len(piece) >= FEWEST_FOR_PREFIX else ""
    return f'"{_coded(_without_article(piece))}"{prefix}'


def _pairs(run: str) -> list[str]:
    return [_coded(first + second) for first, second in pairwise(run)]


def _coded(piece: str) -> str:
    return piece if piece.isascii() else "_" + piece.encode("utf-16-be").hex()


def _without_article(word: str) -> str:
    if word[0] not in "الوبفك":
        return word
    article = _ARABIC_ARTICLE.match(word)
    return word[article.end() :] if article else word


def _folded(text: str) -> str:
    """Small letters, Western digits, no accents where people leave them out, signs in one order."""
    if text.isascii():
        return text.lower()  # nothing else to do
    text = unicodedata.normalize("NFKD", text).casefold()
    text = _ZERO_FOR_WA.sub("\u101d", unicodedata.normalize("NFKD", text).translate(_SAME))
    kept: list[str] = []
    bare = False  # whether the last letter belongs to a script whose accents do not count
    for character in text:
        written, is_accent, accents_are_dropped = _kind(character)
        if not written or (is_accent and bare):
            continue
        bare = accents_are_dropped
        kept.append(written)
    text = "".join(kept)
    for seen, meant in _LOOK_ALIKE:
        text = text.replace(seen, meant)
    return _SIGNS.sub(_in_order, text)


@lru_cache(maxsize=4096)
def _kind(character: str) -> tuple[str, bool, bool]:
    """How `character` is written, whether it is an accent, and whether accents on it are dropped.

    Nothing is written for joiners and zero-width spaces (Cf) and half a surrogate pair (Cs).
    """
    category = unicodedata.category(character)
    if category in ("Cf", "Cs"):
        return "", False, False
    written = str(unicodedata.decimal(character)) if category == "Nd" else character
    accented = unicodedata.name(written, "").startswith(_ACCENTED_SCRIPTS)
    return written, category == "Mn", accented


# --- Signs around a letter: phones and typists write them in any order, and all look the same ---

_SIGN_ORDER = (
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d"
    "\u0e4e\u0e32",  # Thai: vowel, tone, nikhahit, AA (the last two are SARA AM taken apart)
    "\u0eb1\u0eb4\u0eb5\u0eb6\u0eb7\u0eb8\u0eb9\u0eba\u0ebb\u0ec8\u0ec9\u0eca\u0ecb\u0ecc\u0ecd"
    "\u0ece\u0eb2",  # Lao, likewise
    "\u103b\u103c\u103d\u103e\u1031\u102d\u102e\u1032\u102f\u1030\u102c\u1036\u103a\u1037\u1038",
    "\u17d2\u17c9\u17ca\u17b6\u17b7\u17b8\u17b9\u17ba\u17bb\u17bc\u17bd\u17be\u17bf\u17c0\u17c1"
    "\u17c2\u17c3\u17c4\u17c5\u17c6\u17c7\u17c8\u17cb\u17cc\u17cd\u17ce\u17cf\u17d1",
)
_SIGN_PLACE = {sign: place for order in _SIGN_ORDER for place, sign in enumerate(order)}
_KHMER_UNIT = re.compile("\u17d2[\u1780-\u17a2]|.", re.DOTALL)  # a subscript letter, or one sign
_SIGNS = re.compile(
    "|".join(f"[{order}]{{2,}}" for order in _SIGN_ORDER[:3])
    + f"|(?:\u17d2[\u1780-\u17a2]|[{_SIGN_ORDER[3][1:]}]){{2,}}"
)


def _in_order(signs: re.Match[str]) -> str:
    return _ordered(signs[0])


@lru_cache(maxsize=4096)
def _ordered(signs: str) -> str:
    units = _KHMER_UNIT.findall(signs)
    text = "".join(sorted(units, key=lambda unit: (_SIGN_PLACE[unit[0]], unit)))
    for typed, meant in _KHMER_TYPED_IN_TWO:
        if typed in text:
            return _ordered(text.replace(typed, meant))
    return text


# --- Zawgyi: Burmese in an older encoding of the same code points -------------------------------

_BURMESE = re.compile("[\u1000-\u109f]")
_BURMESE_RUN = re.compile("[\u1000-\u109f]+")
# What no language writes in Unicode: a virama with no letter below it; the vowel E, or the medial
# YA (Zawgyi's RA), before its letter instead of after it.
_ONLY_ZAWGYI = re.compile(
    "\u1039(?![\u1000-\u102a\u103f\u1050-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081])"
    "|(?:^|[^\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f]|[\u102b-\u1030\u1032\u1036-\u1039])"
    "[\u1031\u103b]"
)
_LONG = 40  # characters; Zawgyi as long as this has one of the marks above
# The detector's probability. Measured on the 2,173 Burmese names and words of CLDR: with 0.01, 1
# in 13 is asked twice, which hides nothing, and 1 in 72 in Zawgyi is missed; with 0.3, 1 in 22.
_DOUBTFUL = 0.01


def readings(text: str) -> tuple[str, ...]:
    """`text`, and after it what it says in Unicode if it may be Burmese in Zawgyi.

    Both are indexed and both are asked, so that a wrong guess hides nothing: Unicode text is found
    as it stands. The detector alone is unsure of short words and slow on long ones.
    Karen, Shan and Mon share the block and use what Zawgyi misuses; they count as Unicode.
    """
    if text.isascii() or not _BURMESE.search(text) or not _may_be_zawgyi(text):
        return (text,)
    converted = _BURMESE_RUN.sub(_converted, text)
    return (text,) if converted == text else (text, converted)


def _converted(run: re.Match[str]) -> str:
    text: str = _converter().convert(run[0], "zawgyi", "unicode")
    return text


def _may_be_zawgyi(text: str) -> bool:
    if _ONLY_ZAWGYI.search(text):
        return True
    return len(text) <= _LONG and bool(_detector().get_zawgyi_probability(text) > _DOUBTFUL)


@cache
def _detector() -> Any:
    """Loaded with the first short Burmese text: 40 ms that readers of other languages save."""
    return import_module("myanmartools").ZawgyiDetector()


@cache
def _converter() -> Any:
    """Loaded with the first Zawgyi text, and kept from printing what a reader typed.

    python-myanmar 1.10 prints a syllable that it cannot convert; readers' words go into no log.
    """
    converter = import_module("myanmar.converter")
    vars(converter)["print"] = lambda *_: None
    return converter
