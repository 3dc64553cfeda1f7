"""Contents made by hand, and the way to the shared data that is never copied into the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from suluh.directory.domain.problems import Problem
from suluh.directory.domain.records import Cell, Draft, Reading
from suluh.directory.intake.reading import Options, read
from suluh.directory.intake.tables import Contents, Table

HSDS = Path(__file__).parents[4] / "shared" / "data" / "hsds"

Line = Sequence[object]
Lines = Sequence[Line]


def shared(*parts: str) -> Path:
    """A file or folder of the shared data; the test skips, saying so, where it is absent."""
    path = HSDS.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs shared/data/hsds/{'/'.join(parts)} beside the checkout")
    return path


def table(file: str, *lines: Line, sheet: str = "") -> Table:
    """A table whose lines are numbered from 1."""
    return Table(file, sheet, [(number, list(line)) for number, line in enumerate(lines, start=1)])


def package(**tables: Lines) -> Contents:
    """A folder of CSV files: `services=[header, row, ...]` stands in services.csv."""
    return Contents("package", [table(f"{name}.csv", *lines) for name, lines in tables.items()])


def sheet(*lines: Line) -> Contents:
    """A workbook of one sheet."""
    return Contents("xlsx", [table("list.xlsx", *lines, sheet="Sheet1")])


def reading_of(contents: Contents, *, language: str = "en", country: str = "") -> Reading:
    return read(contents, name="sample", options=Options(language=language, country=country))


def counts(reading: Reading) -> Counter[str]:
    return Counter(problem.rule for problem in reading.problems)


def only(reading: Reading, rule: str) -> Problem:
    """The one problem under `rule`."""
    found = [problem for problem in reading.problems if problem.rule == rule]
    assert len(found) == 1, f"{rule}: {len(found)} instead of one"
    return found[0]


def values(draft: Draft) -> dict[str, object]:
    """Cells without their places."""
    return {key: cell.value for key, cell in draft.cells.items()}


def rows(found: list[dict[str, Cell]]) -> list[dict[str, object]]:
    """Rows of a child table without their places."""
    return [{key: cell.value for key, cell in row.items()} for row in found]
