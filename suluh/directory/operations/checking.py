"""Checking a file: open it safely, read it, check it, and hand the workbook back, marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from suluh.content.vocabularies import Vocabulary
from suluh.directory import areas
from suluh.directory.domain.checking import Outcome, Watch, check
from suluh.directory.domain.context import Context
from suluh.directory.domain.problems import Problem, Severity, Spot
from suluh.directory.domain.records import Checked
from suluh.directory.intake.reading import Options, read
from suluh.directory.intake.sandbox import open_file
from suluh.directory.intake.suluh_workbook import read_areas
from suluh.directory.intake.tables import Refused
from suluh.directory.queries import Known
from suluh.directory.rules import explain, problem, rule
from suluh.directory.vocabularies import shelf
from suluh.directory.workbook.fenced_report import write_report_fenced

SHOWN = 100  # problems of one rule that the JSON lists; the counts are whole


@dataclass(slots=True)
class FileCheck:
    """What came of one file. `refused` is True when it could not be opened safely."""

    outcome: Outcome
    refused: bool = False
    seconds: float = 0.0
    not_kept: list[str] = field(default_factory=list)  # what the marked workbook could not keep

    @property
    def errors(self) -> int:
        """Problems of severity error: rows that would wait, a file refused, a child row astray."""
        problems = self.outcome.checked.problems
        return sum(each.severity is Severity.ERROR for each in problems)


def check_file(
    path: Path,
    *,
    options: Options,
    name: str = "",
    known: Known | None = None,
    today: date | None = None,
    report: Path | None = None,
    watch: Watch | None = None,
) -> FileCheck:
    """Check one file, folder or zip. A file that cannot be opened becomes a problem, not an error.

    `known` tells of the services already stored; `today` is the day where the agency works;
    `report` is where the marked copy goes; `watch` is told how many rows are done. Writes nothing
    else.
    """
    started = perf_counter()
    name = name or path.name
    try:
        contents = open_file(path)
    except Refused as refused:
        return refusal(refused, name, perf_counter() - started)
    reading = read(contents, name=name, options=options)
    reading.problems += [
        problem(remark, Spot(file=name), **facts) for remark, facts in contents.remarks
    ]
    own_areas = read_areas(contents) if reading.source_format == "suluh" else []
    context = _context(options, own_areas, known or Known(), today or date.today())
    checked = FileCheck(check(reading, context, watch))
    checked.outcome.checked.areas = own_areas
    if report is not None:
        checked.not_kept = _hand_back(path, report, checked.outcome, options.language)
    checked.seconds = perf_counter() - started
    return checked


def _hand_back(path: Path, report: Path, outcome: Outcome, language: str) -> list[str]:
    return write_report_fenced(
        path,
        report,
        problems=outcome.checked.problems,
        language=language,
        hide=outcome.hidden,
        open_rows=outcome.open_rows,
    )


def _context(
    options: Options, own_areas: Sequence[areas.Found], known: Known, today: date
) -> Context:
    return Context(
        _vocabularies(own_areas),
        today,
        options.country,
        options.language,
        known.disclosures,
        known.lacking,
    )


def _vocabularies(own_areas: Sequence[areas.Found]) -> Mapping[str, Vocabulary]:
    """Those in force, with the areas that the workbook brings along."""
    found = {name: shelf()[name] for name in shelf().names()}
    return found | {"areas": areas.merged(found["areas"], own_areas)}


def refusal(refused: Refused, name: str, seconds: float = 0.0) -> FileCheck:
    """The check of a file that could not be opened: one problem, and nothing else."""
    # By the name that a person gave it, which may not be the one that it is kept under.
    found = problem(refused.rule, Spot(file=name), **{**refused.facts, "file": name})
    checked = Checked("", "", 0, 0, 0, records=[], problems=[found])
    return FileCheck(Outcome(checked), refused=True, seconds=seconds)


def findings(file_check: FileCheck, language: str) -> dict[str, Any]:
    """The outcome as `suluh directory check --json` prints it (docs/commands.md)."""
    checked = file_check.outcome.checked
    counts = Counter(each.rule for each in checked.problems)
    return {
        "source_format": checked.source_format,
        "source": checked.source,
        "organizations": checked.organizations,
        "services": checked.services,
        "locations": checked.locations,
        "ready": len(checked.records) - len(file_check.outcome.quarantined),
        "quarantined": len(file_check.outcome.quarantined),
        "problem_counts": {each: counts[each] for each in sorted(counts, key=_by_rank)},
        "problems": [_in_words(each, language) for each in shown_problems(file_check)],
        "seconds": round(file_check.seconds, 2),
    }


def shown_problems(file_check: FileCheck) -> list[Problem]:
    """At most SHOWN problems of each rule, the most useful to mend first."""
    of_rule: dict[str, list[Problem]] = {}
    for each in file_check.outcome.checked.problems:
        some = of_rule.setdefault(each.rule, [])
        if len(some) < SHOWN:
            some.append(each)
    return [each for rule_id in sorted(of_rule, key=_by_rank) for each in of_rule[rule_id]]


def remarked(file_check: FileCheck) -> int:
    """How many rows are ready although someone should look at them."""
    keys = {each.key for each in file_check.outcome.checked.problems}
    return sum(
        not record.errors and record.key in keys for record in file_check.outcome.checked.records
    )


def _by_rank(rule_id: str) -> tuple[int, str]:
    return rule(rule_id).rank, rule_id


def _in_words(found: Problem, language: str) -> dict[str, Any]:
    words = explain(found, language)
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        "file": found.spot.file,
        "sheet": found.spot.sheet,
        "cell": found.spot.cell,
        "line": found.spot.line,
        "found": found.found,
        "title": words.title,
        "message": words.message,
        "mend": words.mend,
    }
