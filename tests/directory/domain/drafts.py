"""Drafts for tests, written as a team would write a row."""

from __future__ import annotations

from datetime import date

from suluh.directory.domain.checking import Outcome, check
from suluh.directory.domain.context import Context
from suluh.directory.domain.problems import Spot
from suluh.directory.domain.records import Cell, Draft, Reading
from suluh.directory.vocabularies import shelf

TODAY = date(2026, 11, 22)

# A row with the six things that are needed, and nothing else.
COMPLETE: dict[str, object] = {
    "name.en": "Harbour Lamp House",
    "types": "Lawyer",
    "serves": "men; women",
    "areas": "Port Tamsin",
    "phone": "+44 20 7946 0123",
    "verified_on": "2026-11-12",
}


def draft(key: str = "k-1", *, strict: bool = True, line: int = 3, **changes: object) -> Draft:
    """A complete row with some cells changed: `name__en` is `name.en`, None leaves a cell out."""
    cells = COMPLETE | {name.replace("__", "."): value for name, value in changes.items()}
    return Draft(
        key,
        Spot("services.xlsx", "Services", "", line),
        cells={
            name: Cell(value, Spot("services.xlsx", "Services", f"{chr(65 + number)}{line}", line))
            for number, (name, value) in enumerate(cells.items())
            if value is not None
        },
        strict=strict,
    )


def context(**more: object) -> Context:
    return Context(shelf(), TODAY, "GB", **more)  # type: ignore[arg-type]


def checked(*drafts: Draft, source_format: str = "suluh", **more: object) -> Outcome:
    return check(Reading(source_format, "test", list(drafts)), context(**more))


def rules(outcome: Outcome) -> list[str]:
    return [problem.rule for problem in outcome.checked.problems]
