"""Languages as directories write them (`Spanish (limited)`, `English and Creole`), as codes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.core import get_global

_SYNONYMS = Path(__file__).parents[1] / "data" / "language_names.toml"
_NAMED_IN = ("en", "id", "ms", "es", "fr", "pt", "km", "th", "vi", "lo", "my", "ar")

# Longer than any name of a language: a sentence about languages (counted on the Miami set).
LONGEST_NAME = 25

_SEVERAL = re.compile(r"\s*(?:[;,/&\n|]|\band\b|\bdan\b|\by\b)\s*", re.IGNORECASE)
_REMARK = re.compile(r"\s*[(\[][^)\]]*[)\]]?\s*")


@dataclass(frozen=True, slots=True)
class LanguagesFound:
    """`codes` in the order found; `unknown` are words that name no language we know."""

    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    remark: bool = False  # words in brackets were left out, such as `(limited)`


@cache
def _codes() -> Mapping[str, str]:
    named: dict[str, str] = {}
    for locale in reversed(_NAMED_IN):  # English has the last word
        for code, name in Locale(locale).languages.items():
            named[str(name).casefold()] = str(code).partition("_")[0]
    for locale in _NAMED_IN:
        named[str(Locale(locale).get_display_name()).casefold()] = locale
    named |= tomllib.loads(_SYNONYMS.read_text(encoding="utf-8"))["names"]
    return named


def code_of_name(name: str) -> str:
    """The BCP 47 code of one language name, or "" when nobody we know calls a language so."""
    return _codes().get(" ".join(name.casefold().split()).strip(" .*:"), "")


@lru_cache(maxsize=4096)
def known_code(code: str) -> str:
    """The language of a code (`eng`, `EN`, `en-GB` give `en`), or "" when there is no such code."""
    first = code.strip().replace("_", "-").partition("-")[0].lower()
    language = str(get_global("language_aliases").get(first, first))
    return language if language in Locale("en").languages else ""


@lru_cache(maxsize=4096)
def languages_in(found: str) -> LanguagesFound:
    """Read one or several language names; nothing is guessed from a sentence."""
    if whole := code_of_name(found):
        return LanguagesFound((whole,))
    bare = _REMARK.sub(" ", found.replace("\\n", "\n"))
    parts = [part for part in _SEVERAL.split(bare) if part.strip(" .*:-")]
    codes = dict.fromkeys(filter(None, map(code_of_name, parts)))
    unknown = tuple(part.strip() for part in parts if not code_of_name(part))
    return LanguagesFound(tuple(codes), unknown, remark=bare != found)
