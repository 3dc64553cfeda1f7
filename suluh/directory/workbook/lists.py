"""The lists of words that the workbook's drop-downs offer, in every chosen language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel import Locale

from suluh.content.vocabularies import Vocabulary
from suluh.directory import column_words
from suluh.directory.domain.context import folded
from suluh.directory.domain.fields import ALL_FIELDS, Kind
from suluh.directory.vocabularies import shelf
from suluh.directory.workbook.layout import (
    LIST_OF_FIELDS,
    LIST_OF_LANGUAGES,
    Plan,
    list_of_fields,
)  # fmt: skip
from suluh.kernel.languages import LANGUAGES, pick


@dataclass(frozen=True, slots=True)
class Choices:
    """One list: its name, the title people read, and (code, labels per language) rows."""

    name: str
    title: str
    rows: tuple[tuple[str, Mapping[str, str]], ...]


def lists_for(plans: Sequence[Plan], languages: Sequence[str]) -> list[Choices]:
    """Every list that a column of `plans` offers, once, but the areas (which have a table)."""
    names = dict.fromkeys(
        column.choices for plan in plans for column in plan.columns if column.choices
    )
    return [_choices(name, languages) for name in names if name != "areas"]


def _choices(name: str, languages: Sequence[str]) -> Choices:
    working = languages[0]
    if name == LIST_OF_LANGUAGES:
        title = column_words.text("text.languages_title", working)
        return Choices(name, title, tuple((code, _called(code)) for code in LANGUAGES))
    if name == LIST_OF_FIELDS:
        title = column_words.text("text.field", working)
        rows = ((each.key, column_words.column(each.key).label) for each in list_of_fields())
        return Choices(name, title, tuple(rows))
    field = next(each for each in ALL_FIELDS if each.vocabulary == name)
    title = pick(column_words.column(field.key).label, working)
    return Choices(name, title, tuple((term.code, term.labels) for term in shelf()[name]))


def _called(code: str) -> dict[str, str]:
    """What a language is called in each language we speak (names from CLDR)."""
    return {language: str(Locale(language).languages.get(code, code)) for language in LANGUAGES}


class Labels:
    """Codes as words in one language, wherever the word leads back to that code alone.

    Districts share names with their provinces, and a label in one language may be another code's
    in the next: then the code itself is written, so that reading it back changes nothing.
    """

    def __init__(self, language: str, areas: Vocabulary) -> None:
        self._language = language
        self._areas = areas
        self._known: dict[str, dict[str, str]] = {}

    def of(self, vocabulary: str, code: str) -> str:
        """The label of `code`, or `code` itself where its label would be ambiguous or unknown."""
        if vocabulary not in self._known:
            source = self._areas if vocabulary == "areas" else shelf()[vocabulary]
            self._known[vocabulary] = _unambiguous(source, self._language)
        return self._known[vocabulary].get(code, code)

    def example(self, kind: Kind, vocabulary: str, codes: str) -> str:
        """An example that is made of codes (as columns.toml holds them), as people write it."""
        if kind not in (Kind.CODE, Kind.CODES):
            return codes
        return "; ".join(self.of(vocabulary, code.strip()) for code in codes.split(";"))


def _unambiguous(vocabulary: Vocabulary, language: str) -> dict[str, str]:
    meant: Counter[str] = Counter()
    for term in vocabulary:
        meant.update({folded(word) for word in (term.code, *term.labels.values())})
    labels = {term.code: term.label(language) for term in vocabulary}
    return {
        code: label
        for code, label in labels.items()
        if meant[folded(label)] == 1 and ";" not in label and "\n" not in label
    }
