"""Cut text of any script into search tokens that FTS5 can neither misread nor miss.

Measured reason: FTS5's own tokenizers miss Thai, Khmer and Chinese words (no spaces) or two-letter
Chinese ones. Here runs of such scripts become overlapping pairs of characters, everything else
words. A token is `[a-z0-9]+`, or `_` and UTF-16 in hexadecimal, so nothing a reader types can reach
the query language; the same few lines can be written in JavaScript for offline copies.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

LONGEST_QUERY = 200  # characters; a reader's question is never longer
FEWEST_FOR_PREFIX = 4  # letters: "worker" finds "workers", but "men" does not find "mental"

# Thai, Lao, Burmese, Khmer; Chinese and Japanese. Digits were made Western before this looks.
_SOLID = (
    "\u0e00-\u0eff\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff\u1780-\u17ff\u19e0-\u19ff"
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
_PIECE = re.compile(rf"[{_SOLID}]+|[^\W_{_SOLID}]+")
_GAP_IN_SOLID = re.compile(rf"(?<=[{_SOLID}])\s+(?=[{_SOLID}])")
_IS_SOLID = re.compile(rf"[{_SOLID}]")
_ACCENTED_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC")

# Letters that Unicode does not take apart, and Arabic spellings that people use for one another.
_SAME = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe",
     "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None}
)  # fmt: skip


def tokens(text: str) -> list[str]:
    """The tokens under which `text` is found, in order.

    A run of a script without spaces gives each pair of its characters and, so that one character
    alone can be found too, its last character.
    """
    found: list[str] = []
    for piece in _PIECE.findall(_GAP_IN_SOLID.sub("", _folded(text))):
        if _IS_SOLID.match(piece):
            found += [*_pairs(piece), _coded(piece[-1])]
        else:
            found.append(_coded(piece))
    return found


def index_text(text: str) -> str:
    """What is given to an FTS5 table with `tokenize="ascii tokenchars '_'"`."""
    return " ".join(tokens(text))


def match_expression(query: str) -> str:
    """An FTS5 query that wants every word of `query`; "" when it holds nothing to look for."""
    pieces = _PIECE.findall(_folded(query[:LONGEST_QUERY]))
    return " AND ".join(dict.fromkeys(_wanted(piece) for piece in pieces))


def _wanted(piece: str) -> str:
    if _IS_SOLID.match(piece):
        return f'"{" ".join(_pairs(piece))}"' if len(piece) > 1 else f'"{_coded(piece)}"*'
    return f'"{_coded(piece)}"' + ("*" if len(piece) >= FEWEST_FOR_PREFIX else "")


def _pairs(run: str) -> list[str]:
    return [_coded(first + second) for first, second in pairwise(run)]


def _coded(piece: str) -> str:
    return piece if piece.isascii() else "_" + piece.encode("utf-16-be").hex()


def _folded(text: str) -> str:
    """Small letters, Western digits, and no accents where people leave them out."""
    if text.isascii():
        return text.lower()  # nothing else to do; most of an English directory is this
    text = unicodedata.normalize("NFKD", text).casefold()
    kept: list[str] = []
    bare = False  # whether the last letter belongs to a script whose accents do not count
    for character in unicodedata.normalize("NFKD", text).translate(_SAME):
        category = unicodedata.category(character)
        if category == "Mn" and bare:
            continue
        if category in ("Cf", "Cs"):  # joiners and zero-width spaces; half a surrogate pair
            continue
        if category == "Nd":
            character = str(unicodedata.decimal(character))
        bare = unicodedata.name(character, "").startswith(_ACCENTED_SCRIPTS)
        kept.append(character)
    return "".join(kept)
