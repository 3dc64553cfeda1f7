"""Work that takes longer than a page may: run by the job worker, watched through Intake rows."""

from __future__ import annotations

from django_tasks import task

from suluh.access.actor import Actor
from suluh.access.policy import Refused
from suluh.access.queries import actor_of
from suluh.directory.models import Intake
from suluh.directory.operations import intakes


@task()
def check_intake(intake_id: str) -> None:
    """Check one received file on behalf of the person who brought it."""
    actor, intake = _at_work(intake_id)
    try:
        intakes.check_intake(actor, intake=intake)
    except Refused:
        intakes.give_up(intake)  # whoever brought it lost the right; the upload goes at once
        raise


@task()
def import_intake(intake_id: str) -> None:
    """Import one checked file on behalf of the person who brought it."""
    actor, intake = _at_work(intake_id)
    intakes.import_intake(actor, intake=intake)


def _at_work(intake_id: str) -> tuple[Actor, Intake]:
    """The person's rights are looked up again: they may have changed since they asked."""
    found = Intake.objects.unscoped(reason="a job knows only an identifier; the actor follows")
    intake = found.select_related("brought_by").get(pk=intake_id)
    actor = actor_of(intake.brought_by)
    if actor is None or actor.agency_id != intake.agency_id:
        intakes.give_up(intake)
        raise Refused("The person who brought the file no longer works for this agency.")
    return actor, intake
