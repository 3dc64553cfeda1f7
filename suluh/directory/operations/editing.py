"""Correcting one service by hand: an edit is an import of one row, under the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.models import Agency
from suluh.directory.domain.checking import check
from suluh.directory.domain.context import Context
from suluh.directory.domain.problems import Problem, Severity, Spot
from suluh.directory.domain.records import Cell, Draft, Reading, Record
from suluh.directory.models import Service
from suluh.directory.operations.importing import import_outcome
from suluh.directory.rows import record_of
from suluh.directory.vocabularies import shelf


def correct_service(actor: Actor, *, service: Service, cells: Mapping[str, str]) -> list[Problem]:
    """Check and store what an editor wrote. `cells` maps field keys (`name.en`, `phone`) to text.

    Returns the problems; when one of them is an error nothing was changed. What was missing
    before may still be missing: a small correction must not wait for a large one.
    Raises policy.Refused.
    """
    policy.require(actor, "directory.edit")
    before = record_of(service)
    outcome = check(_reading(service, cells), _context(actor, before))
    [record] = outcome.checked.records
    problems = [each for each in outcome.checked.problems if not _was_missing(each, before)]
    if not any(each.severity is Severity.ERROR for each in problems):
        record.errors = 0
        outcome.quarantined.clear()
        import_outcome(actor, outcome)
    return problems


def _reading(service: Service, cells: Mapping[str, str]) -> Reading:
    # The spot's sheet names the field, so that the form can show each problem beside it.
    key = str(service.hsds_id)
    found = {name: Cell(text, Spot(sheet=name, line=1)) for name, text in cells.items()}
    draft = Draft(key=key, spot=Spot(line=1), cells=found)
    return Reading("suluh", service.source, [draft])


def _context(actor: Actor, before: Record) -> Context:
    agency = Agency.objects.visible_to(actor).get()
    return Context(
        shelf(),
        date.today(),
        agency.country,
        agency.languages[0] if agency.languages else "en",
        {before.hsds_id: before.values["location_disclosure"]},
    )


def _was_missing(problem: Problem, before: Record) -> bool:
    table, _, rest = problem.rule.partition(".")
    column, _, code = rest.partition(".")
    if table != "services" or code != "missing":
        return False
    return not (before.contacts if column == "contact" else before.values.get(column))
