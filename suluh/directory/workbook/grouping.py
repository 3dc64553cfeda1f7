"""Problems in the order in which they are worth mending, and what is said about each cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from suluh.directory.domain.problems import Problem, Severity
from suluh.directory.rules import explain, rule
from suluh.directory.workbook.marks import Mark

COMMENTS_PER_RULE, COMMENTS = 100, 300  # more would be a wall
_PER_CELL = 5  # explanations in one comment


@dataclass(slots=True)
class Group:
    """All problems under one rule with one severity."""

    rule: str
    severity: Severity
    problems: list[Problem] = field(default_factory=list)


def grouped(problems: Iterable[Problem]) -> list[Group]:
    """Groups by rule and severity, the most useful to mend first."""
    groups: dict[tuple[str, Severity], Group] = {}
    for each in problems:
        key = (each.rule, each.severity)
        groups.setdefault(key, Group(each.rule, each.severity)).problems.append(each)
    return sorted(groups.values(), key=_usefulness)


def _usefulness(group: Group) -> tuple[int, bool, int, str]:
    warning = group.severity is Severity.WARNING
    return rule(group.rule).rank, warning, -len(group.problems), group.rule


def marks_for(
    groups: Sequence[Group], language: str, sheets: frozenset[str]
) -> dict[tuple[str, str], Mark]:
    """A mark for every cell named on one of `sheets`: at most 100 comments a rule and 300 in all,
    given to the most useful first; the other cells are only tinted."""
    marks: dict[tuple[str, str], Mark] = {}
    explained: set[tuple[str, str]] = set()
    of_rule: Counter[str] = Counter()
    for group in groups:
        for each in group.problems:
            place = (each.spot.sheet, cell_of(each))
            if each.spot.sheet not in sheets or not place[1]:
                continue
            mark = marks.setdefault(place, Mark(each.severity))
            if each.severity is Severity.ERROR:
                mark.severity = Severity.ERROR
            room = place in explained or len(explained) < COMMENTS
            if room and of_rule[each.rule] < COMMENTS_PER_RULE and len(mark.words) < _PER_CELL:
                mark.words.append(_in_words(each, language))
                explained.add(place)
                of_rule[each.rule] += 1
    return marks


def cell_of(problem: Problem) -> str:
    """The cell a problem is shown at: its own, else the first of its row, else ""."""
    spot = problem.spot
    return spot.cell or (f"A{spot.line}" if spot.line else "")


def _in_words(problem: Problem, language: str) -> str:
    words = explain(problem, language)
    return f"{words.title}\n{words.message}\n→ {words.mend}"
