"""What a reader looks for, and what was found. How: listing.py without words, searching.py with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from suluh.directory.domain.eligibility import Answer, Answers, implied
from suluh.directory.domain.fitting import bits
from suluh.directory.edition.contents import PublicService

Tally = tuple[int, int, int]  # asks, refuses (bits of what was said), number of services


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for. Everything may be left out; `also_unfit` shows what does not fit.

    `type_code` and `area_code` are codes of the vocabularies `service_types` and `areas`.
    """

    words: str = ""
    type_code: str = ""
    area_code: str = ""
    answers: Answers = frozenset()
    also_unfit: bool = False

    @property
    def said(self) -> tuple[int, ...]:
        """The bit of each answer, with those that follow."""
        answers = implied(self.answers)
        return tuple(bits([answer]) for answer in Answer if answer in answers)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many services meet words, kind and place; how many of them fit; what refuses the rest.

    `refused_by` counts, for each answer that is refused at all, the services that refuse it.
    """

    met: int = 0
    fits: int = 0
    refused_by: Mapping[Answer, int] = field(default_factory=dict)

    @property
    def hidden(self) -> int:
        return self.met - self.fits


@dataclass(frozen=True, slots=True)
class Found:
    """One page of services, how many there are to show in all, and how they fit."""

    counts: Counts
    total: int
    services: tuple[PublicService, ...]


def counted(tallies: Iterable[Tally], wanted: Wanted) -> Counts:
    """The tallies as counts for this reader."""
    refused = dict.fromkeys((each for each in Answer if each in implied(wanted.answers)), 0)
    met = fits = 0
    for _asks, refuses, number in tallies:
        met += number
        fits += 0 if refuses else number
        for answer in refused:
            refused[answer] += number if refuses & bits([answer]) else 0
    return Counts(met, fits, {answer: number for answer, number in refused.items() if number})
