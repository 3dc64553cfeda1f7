"""Rows that could not be taken in wait here, with the reasons, until they are mended."""

from __future__ import annotations

from suluh.access.actor import Actor
from suluh.directory.domain.checking import Outcome
from suluh.directory.domain.problems import Problem, Severity
from suluh.directory.models import Intake, QuarantinedRow
from suluh.directory.serial import plain

BATCH = 500
MOST_KEPT = 100  # problems kept for one row


def replace_quarantine(actor: Actor, outcome: Outcome, *, intake: Intake | None) -> int:
    """Hold the rows with errors; let go of earlier ones of the same source that came in mended.

    Call inside the import's transaction. Returns how many rows of this file wait.
    """
    source = outcome.checked.source
    waiting = QuarantinedRow.objects.visible_to(actor).filter(source=source)
    keys = [record.key for record in outcome.checked.records]
    for start in range(0, len(keys), BATCH):
        waiting.filter(source_key__in=keys[start : start + BATCH]).delete()
    by_key = _errors_by_key(outcome)
    rows = [
        QuarantinedRow(
            agency_id=actor.agency,
            intake=intake,
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


def _errors_by_key(outcome: Outcome) -> dict[str, list[Problem]]:
    waiting = {draft.key for draft in outcome.quarantined}
    found: dict[str, list[Problem]] = {}
    for problem in outcome.checked.problems:
        if problem.key in waiting and problem.severity is Severity.ERROR:
            found.setdefault(problem.key, []).append(problem)
    return found
