"""Which languages of a directory readers see, and which of them are drafts.

English and Indonesian are shown unless turned off; every other language is hidden until a
coordinator turns it on. Every language but English was drafted by a machine, and is labelled so
until a named person has read it (docs/adr/0013).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

SOURCE = "en"  # what a missing text falls back to; it cannot be turned off
SHOWN = ("en", "id")  # unless turned off: the languages whose every word stands
LONGEST_NAME = 150  # characters, as for an account's name


@dataclass(frozen=True, slots=True)
class DirectoryLanguage:
    """A language of a directory. `reviewed_by` is empty and `reviewed_on` None until a review."""

    code: str
    shown: bool
    reviewed_by: str = ""
    reviewed_on: date | None = None

    @property
    def draft(self) -> bool:
        """Translated by a machine, and nobody has put their name to it."""
        return self.code != SOURCE and not self.reviewed_by

    @property
    def fixed(self) -> bool:
        """It cannot be turned off."""
        return self.code == SOURCE


def shown_by_default(code: str) -> bool:
    """Whether readers see the language while nobody has turned it on or off."""
    return code in SHOWN


def directory_languages(
    own: Sequence[str], decided: Mapping[str, DirectoryLanguage]
) -> tuple[DirectoryLanguage, ...]:
    """The directory's own languages, in its order, each as decided or else as by default.

    Without any of its own it has English. A decision about another language changes nothing.
    """
    return tuple(_state(code, decided) for code in dict.fromkeys(own or (SOURCE,)))


def _state(code: str, decided: Mapping[str, DirectoryLanguage]) -> DirectoryLanguage:
    told = decided.get(code) or DirectoryLanguage(code, shown_by_default(code))
    return DirectoryLanguage(code, told.shown or code == SOURCE, told.reviewed_by, told.reviewed_on)


def shown_codes(languages: Iterable[DirectoryLanguage]) -> tuple[str, ...]:
    """The languages of an edition: those shown, in order, or English when none is."""
    return tuple(each.code for each in languages if each.shown) or (SOURCE,)


def reviewers(languages: Iterable[DirectoryLanguage]) -> dict[str, str]:
    """Language to the name of whoever has read it, for those that readers see."""
    return {each.code: each.reviewed_by for each in languages if each.shown and each.reviewed_by}


def tidy_name(text: str) -> str:
    """A name as written, on one line."""
    return " ".join(text.split())


def is_name(text: str) -> bool:
    """Whether a tidied text can be a person's name: letters of any script, not too many."""
    return any(letter.isalpha() for letter in text) and len(text) <= LONGEST_NAME
