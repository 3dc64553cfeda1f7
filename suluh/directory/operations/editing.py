"""Correcting one service by hand: an edit is an import of one row, under the same rules."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.directory import queries
from suluh.directory.domain.checking import check
from suluh.directory.domain.context import Context
from suluh.directory.domain.problems import Problem, Severity, Spot
from suluh.directory.domain.records import Cell, Draft, Reading
from suluh.directory.models import Service
from suluh.directory.operations.importing import import_outcome
from suluh.directory.operations.intakes import agency_of
from suluh.directory.vocabularies import shelf
from suluh.foundation.rows import require_as_read


def correct_service(
    actor: Actor, *, service: Service, cells: Mapping[str, str], as_read: str
) -> list[Problem]:
    """Check and store what an editor wrote. `cells` maps field keys (`name.en`, `phone`) to text;
    `as_read` is the service's own, from when the editor's page was made.

    Returns the problems; when one of them is an error nothing was changed. What was missing
    before may still be missing: a small correction must not wait for a large one.
    Raises policy.Refused; ChangedMeanwhile when somebody changed the service since it was read.
    """
    policy.require(actor, "directory.edit")
    outcome = check(_reading(service, cells), _context(actor))
    problems = outcome.checked.problems
    if not any(each.severity is Severity.ERROR for each in problems):
        with transaction.atomic():
            require_as_read(Service.objects.visible_to(actor), service, as_read)
            import_outcome(actor, outcome, by_hand=True)
    return problems


def _reading(service: Service, cells: Mapping[str, str]) -> Reading:
    # The spot's sheet names the field, so that the form can show each problem beside it.
    key = str(service.hsds_id)
    found = {name: Cell(text, Spot(sheet=name, line=1)) for name, text in cells.items()}
    draft = Draft(key=key, spot=Spot(line=1), cells=found)
    return Reading("suluh", service.source, [draft])


def _context(actor: Actor) -> Context:
    agency, known = agency_of(actor), queries.known(actor)
    language = agency.languages[0] if agency.languages else "en"
    return Context(
        shelf(), agency.today(), agency.country, language, known.disclosures, known.lacking
    )
