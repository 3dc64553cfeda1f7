"""Work that takes longer than a page may: run by the job worker, watched through Intake rows.

Why a job stopped is stored in the job table, in plain, for as long as the row lives. A fault may
quote what somebody wrote in a workbook, so only its kind and its place are handed on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb

from django_tasks import task

from suluh.access.actor import Actor
from suluh.access.models import Account
from suluh.access.policy import Refused
from suluh.access.queries.actors import actor_of
from suluh.directory.models import Intake
from suluh.directory.operations import intakes
from suluh.foundation.row_security import rows_of_agency, rows_of_every_agency


class JobStopped(RuntimeError):
    """A fault in a job: its kind and the places it came through, and nothing of the data."""


@contextmanager
def _without_data() -> Iterator[None]:
    """Raises JobStopped for every fault; Refused says nothing but who may not, and stays."""
    try:
        yield
    except Refused:
        raise
    except Exception as fault:
        way = [f"{Path(at.filename).name}:{at.lineno}" for at in extract_tb(fault.__traceback__)]
        # "from None": what is stored is what Python prints, and it prints no more than this.
        raise JobStopped(f"{type(fault).__name__} by way of {', '.join(way)}") from None


@task()
def check_intake(intake_id: str) -> None:
    """Check one received file on behalf of the person who brought it."""
    intake = _found(intake_id)
    with _without_data(), rows_of_agency(intake.agency_id):
        try:
            actor = _at_work(intake.brought_by, intake)
            intakes.check_intake(actor, intake=intake)
        except Refused:
            intakes.give_up(intake)  # whoever brought it lost the right; the upload goes at once
            raise


@task()
def import_intake(intake_id: str) -> None:
    """Import one checked file on behalf of the person who asked for it."""
    intake = _found(intake_id)
    with _without_data(), rows_of_agency(intake.agency_id):
        try:
            actor = _at_work(intake.asked_by or intake.brought_by, intake)
            intakes.import_intake(actor, intake=intake)
        except Refused:
            intakes.stay_checked(intake)  # somebody else may ask for the import
            raise


@rows_of_every_agency(reason="a job knows only an identifier; the actor follows")
def _found(intake_id: str) -> Intake:
    found = Intake.objects.unscoped(reason="a job knows only an identifier; the actor follows")
    intake: Intake = found.select_related("brought_by", "asked_by").get(pk=intake_id)
    return intake


def _at_work(account: Account, intake: Intake) -> Actor:
    """The person's rights are looked up again: they may have changed since they asked."""
    actor = actor_of(account)
    if actor is None or actor.agency_id != intake.agency_id:
        raise Refused("This person no longer works for this agency.")
    return actor
