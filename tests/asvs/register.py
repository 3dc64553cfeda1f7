"""What ASVS asks, in our own words, and what we say where no test shows it.

One TOML file a chapter in `requirements/`. The numbers and levels are those of release 5.0.0; the
words are ours, because the text of the standard is under a licence that ours could not carry.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from tests.asvs.marks import Mark

FOLDER = Path(__file__).parent / "requirements"
_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}")


class State(StrEnum):
    """What is said of a requirement. The first two need a test that carries its number."""

    SHOWN = "shown"
    PARTLY = "shown in part"  # `lacks` says what is missing
    WRITTEN = "written"  # asks for a document: `where`
    INSTALLER = "by the installer"
    NOT_APPLICABLE = "not applicable"
    NOT_SHOWN = "not shown"


@dataclass(frozen=True, slots=True)
class Requirement:
    """`state` and `why` are for those without a test; `lacks` for what its tests leave open."""

    number: str
    level: int
    asks: str
    state: State | None = None
    why: str = ""
    where: str = ""
    lacks: str = ""

    @property
    def order(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.number.split("."))


@dataclass(frozen=True, slots=True)
class Chapter:
    """`sections` counts the requirements of each section, for a chapter that stands here whole."""

    number: int
    title: str
    requirements: Mapping[str, Requirement]
    sections: Sequence[int] = field(default=())


@cache
def chapters() -> tuple[Chapter, ...]:
    """In the order of their numbers. Raises ValueError or TypeError for a file that has slips."""
    read = (_chapter(tomllib.loads(path.read_text(encoding="utf-8"))) for path in _files())
    return tuple(sorted(read, key=lambda chapter: chapter.number))


def _files() -> Iterator[Path]:
    yield from FOLDER.glob("*.toml")


def _chapter(read: dict[str, Any]) -> Chapter:
    found = {
        number: Requirement(number, **(entry | _state(entry)))
        for number, entry in read["requirement"].items()
    }
    ordered = dict(sorted(found.items(), key=lambda pair: pair[1].order))
    return Chapter(read["chapter"], read["title"], ordered, tuple(read.get("sections", ())))


def _state(entry: dict[str, Any]) -> dict[str, State]:
    return {"state": State(entry["state"])} if "state" in entry else {}


def judged(requirement: Requirement, tests: Sequence[str]) -> State:
    """What the page says. Without a test, and without a word why, it is not shown."""
    if tests:
        return State.PARTLY if requirement.lacks else State.SHOWN
    return requirement.state or State.NOT_SHOWN


def slips(known: Sequence[Chapter], marked: Sequence[Mark]) -> list[str]:
    """Everything that makes the page say more or less than is so; [] when all is well."""
    asked = {number: each for chapter in known for number, each in chapter.requirements.items()}
    shown = {mark.requirement for mark in marked}
    unknown = [f"{mark.test}: there is no {mark.requirement}" for mark in marked
               if mark.requirement not in asked]  # fmt: skip
    own = [slip for each in asked.values() for slip in _own_slips(each, each.number in shown)]
    return [*unknown, *own, *(slip for chapter in known for slip in _gaps(chapter))]


def _own_slips(each: Requirement, has_test: bool) -> Iterator[str]:
    if not _NUMBER.fullmatch(each.number) or each.level not in {1, 2, 3}:
        yield f"{each.number}: no number and level of the standard"
    if len(each.asks.split()) < 4:
        yield f"{each.number}: say in words what is asked"
    if has_test and each.state:
        yield f"{each.number}: a test shows it, and the file says {each.state}"
    if not has_test and each.lacks:
        yield f"{each.number}: says what is lacking of a test that is not there"
    if not has_test and each.state in {State.SHOWN, State.PARTLY}:
        yield f"{each.number}: says {each.state} without a test"
    if not has_test and not each.state:
        yield f"{each.number}: neither a test nor a word why"
    if each.state is State.WRITTEN and not each.where:
        yield f"{each.number}: where is it written?"
    if each.state and each.state is not State.WRITTEN and not each.why:
        yield f"{each.number}: {each.state}, but why?"


def _gaps(chapter: Chapter) -> Iterator[str]:
    """Of a chapter that stands here whole, no number may be missing."""
    whole = {
        f"{chapter.number}.{section}.{number}"
        for section, count in enumerate(chapter.sections, start=1)
        for number in range(1, count + 1)
    }
    if whole and (missing := whole ^ set(chapter.requirements)):
        yield f"chapter {chapter.number}: {', '.join(sorted(missing))} missing or too much"
    strange = [each for each in chapter.requirements if each.split(".")[0] != str(chapter.number)]
    if strange:
        yield f"chapter {chapter.number}: {', '.join(strange)} belong elsewhere"
