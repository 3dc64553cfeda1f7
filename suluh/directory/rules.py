"""The words of every rule: what is wrong and how to mend it, per language, from data/rules."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from suluh.directory.column_words import column
from suluh.directory.domain.fields import BY_KEY
from suluh.directory.domain.problems import Problem, Severity, Spot
from suluh.kernel.languages import LANGUAGES, pick

FOLDER = Path(__file__).parent / "data" / "rules"


class UnknownRule(KeyError):
    """A program names a rule that no file of data/rules describes."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. A smaller `rank` is more useful to mend first.

    `expected_defect` is the key of the measured Miami set that this rule reproduces, or "".
    """

    id: str
    severity: Severity
    rank: int
    title: Mapping[str, str]
    message: Mapping[str, str]
    mend: Mapping[str, str]
    expected_defect: str = ""


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by id. Raises ValueError when two files describe the same rule."""
    found: dict[str, Rule] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for rule_id, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if rule_id in found:
                raise ValueError(f"{path.name}: {rule_id} is described twice")
            found[rule_id] = _rule(rule_id, row)
    return found


def _rule(rule_id: str, row: dict[str, Any]) -> Rule:
    return Rule(
        id=rule_id,
        severity=Severity(row["severity"]),
        rank=row["rank"],
        title=row["title"],
        message=row["message"],
        mend=row["mend"],
        expected_defect=row.get("expected_defect", ""),
    )


def rule(rule_id: str) -> Rule:
    """The rule named `rule_id`. Raises UnknownRule."""
    try:
        return rules()[rule_id]
    except KeyError as error:
        raise UnknownRule(rule_id) from error


def problem(
    rule_id: str,
    spot: Spot,
    *,
    key: str = "",
    found: object = "",
    severity: Severity | str | None = None,
    **facts: object,
) -> Problem:
    """A problem under `rule_id`, with the rule's own severity unless another is given."""
    return Problem(
        rule=rule_id,
        severity=Severity(severity or rule(rule_id).severity),
        spot=spot,
        key=key,
        found=str(found)[:200],
        facts={name: str(value)[:200] for name, value in facts.items()},
    )


def _column_label(name: str, language: str) -> str:
    """`steps.km` as the team's workbook calls it; a foreign column as the file calls it."""
    key, _, of = name.partition(".")
    if key not in BY_KEY:
        return name
    label = pick(column(key).label, language)
    return f"{label} ({LANGUAGES[of].own_name})" if of in LANGUAGES else label


@dataclass(frozen=True, slots=True)
class Words:
    """A problem put into words."""

    title: str
    message: str
    mend: str


def explain(problem: Problem, language: str) -> Words:
    """Say in `language` (else English) what is wrong and how to mend it."""
    described = rule(problem.rule)
    facts = {**problem.facts, "found": problem.found}
    if "column" in facts:
        facts["column"] = _column_label(facts["column"], language)
    return Words(
        title=pick(dict(described.title), language),
        message=pick(dict(described.message), language).format_map(facts),
        mend=pick(dict(described.mend), language).format_map(facts),
    )
