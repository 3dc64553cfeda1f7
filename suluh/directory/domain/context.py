"""What a check must know besides the file: vocabularies, country, today."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from babel import Locale

from suluh.content.vocabularies import Shelf, Vocabulary
from suluh.kernel.languages import LANGUAGES


def folded(text: str) -> str:
    """A label as it is compared: one form of each letter, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(slots=True)
class Context:
    """`country` is ISO 3166 alpha-2 (for phone numbers without +); `language` the working one.

    `disclosures` maps the HSDS id of each stored service to its location_disclosure, so that a
    blank cell never opens a place that was protected; `lacking` to the required things it lacked
    already, so that a small correction need not wait for a large one.
    """

    vocabularies: Shelf | Mapping[str, Vocabulary]
    today: date
    country: str = ""
    language: str = "en"
    disclosures: Mapping[str, str] = field(default_factory=dict)
    lacking: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def code(self, vocabulary: str, text: str) -> str | None:
        """The code that `text` names (a code, or a label in any language), or None."""
        if vocabulary not in self._codes:
            self._codes[vocabulary] = _codes_by_label(self.vocabularies[vocabulary])
        return self._codes[vocabulary].get(folded(text))

    def language_code(self, text: str) -> str | None:
        """The BCP 47 code of a language given as a code or by name, or None."""
        if "" not in self._codes:
            self._codes[""] = _language_codes()
        return self._codes[""].get(folded(text))

    def country_code(self, text: str) -> str | None:
        """The ISO 3166 alpha-2 code of a country given as a code or by its English name."""
        return _country_codes().get(folded(text))

    def in_order(self, vocabulary: str, codes: set[str]) -> list[str]:
        """The codes in the order of their vocabulary."""
        return [code for code in self.vocabularies[vocabulary].terms if code in codes]


def _codes_by_label(vocabulary: Vocabulary) -> dict[str, str]:
    labels = {folded(label): term.code for term in vocabulary for label in term.labels.values()}
    return labels | {folded(term.code): term.code for term in vocabulary}


@cache
def _country_codes() -> dict[str, str]:
    # Babel's list also holds regions of the world, whose codes are numbers.
    countries = {str(code): str(name) for code, name in Locale("en").territories.items()}
    codes = [code for code in countries if code.isalpha()]
    return {folded(countries[code]): code for code in codes} | {
        folded(code): code for code in codes
    }


def _language_codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in reversed(LANGUAGES):  # English last, so that its names win
        names = Locale(language).languages.items()
        found |= {folded(str(name)): str(code) for code, name in names}
    found |= {folded(language.own_name): language.code for language in LANGUAGES.values()}
    return found | {folded(str(code)): str(code) for code in Locale("en").languages}
