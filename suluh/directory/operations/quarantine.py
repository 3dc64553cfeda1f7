"""Rows that could not be taken in wait here, with the reasons, until they are mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from suluh.access.actor import Actor
from suluh.directory.domain.checking import Outcome, identifier
from suluh.directory.domain.problems import Problem, Severity
from suluh.directory.domain.records import Draft, Record
from suluh.directory.models import Intake, QuarantinedRow
from suluh.directory.serial import plain

BATCH = 500
MOST_KEPT = 100  # problems kept for one row


def replace_quarantine(actor: Actor, outcome: Outcome, *, intake: Intake | None) -> int:
    """Hold the rows with errors; let go of earlier ones that came in mended.

    Call inside the import's transaction. Returns how many rows of this file wait.
    """
    source = outcome.checked.source
    waiting = QuarantinedRow.objects.visible_to(actor)
    ids = [_known_by(record, source) for record in outcome.checked.records]
    for start in range(0, len(ids), BATCH):
        waiting.filter(hsds_id__in=ids[start : start + BATCH]).delete()
    by_key = _errors_by_key(outcome)
    rows = [
        QuarantinedRow(
            agency_id=actor.agency,
            intake=intake,
            hsds_id=_known_by(draft, source),
            source=source,
            source_key=draft.key,
            line=draft.spot.line,
            draft=plain(draft),
            problems=plain(by_key.get(draft.key, [])[:MOST_KEPT]),
        )
        for draft in outcome.quarantined
    ]
    QuarantinedRow.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _known_by(row: Draft | Record, source: str) -> str:
    """The identifier of the service it would be; a row without one is known by its place."""
    spot = row.spot
    return identifier(source, row.key or f"{spot.file} {spot.sheet} {spot.line}")


def _errors_by_key(outcome: Outcome) -> dict[str, list[Problem]]:
    waiting = {draft.key for draft in outcome.quarantined}
    found: dict[str, list[Problem]] = {}
    for problem in outcome.checked.problems:
        if problem.key in waiting and problem.severity is Severity.ERROR:
            found.setdefault(problem.key, []).append(problem)
    return found


def to_mend(
    drafts: Iterable[Draft], problems: Iterable[Problem], source: str
) -> tuple[list[Draft], list[Problem]]:
    """Drafts and problems as they are handed out: under identifiers that need no source."""

    def known(key: str) -> str:
        return identifier(source, key) if key else ""

    return (
        [replace(draft, key=known(draft.key)) for draft in drafts],
        [replace(problem, key=known(problem.key)) for problem in problems],
    )
