"""The log with names leaves: for an investigator, or whoever answers for data protection."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from suluh.access import log as reading
from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.log.sheet import FORMS, log_sheet
from suluh.access.models import Agency, JointAct
from suluh.access.operations.audit import record
from suluh.access.operations.exports import Sealed, sealed_export
from suluh.access.operations.two_people import ask, require_ready, use

TAKEN = "log.taken_with_names"


def ask_for_log(actor: Actor, *, since: date, until: date, form: str) -> JointAct:
    """Ask a second person for the entries of these days, both included.

    Raises Refused; ValidationError for days in the wrong order, or on which nobody can have worked
    here, or an unknown form.
    """
    policy.require(actor, "audit.read")
    if since < reading.FIRST_DAY or until > reading.LAST_DAY:
        raise ValidationError(_("Choose days on which this office was at work."))
    if since > until:
        raise ValidationError(_("The first day must not come after the last."))
    if form not in FORMS:
        raise ValidationError(_("Choose a workbook or a CSV file."))
    asked = {"since": since.isoformat(), "until": until.isoformat(), "form": form}
    return ask(actor, act=TAKEN, parameters=asked)


def take_log(actor: Actor, *, parameters: dict[str, Any]) -> Sealed:
    """The encrypted file of what was approved, and its passphrase, once.

    Raises Refused with what is missing; Refusal when the disk is full: the approval is then kept.
    """
    require_ready(actor, TAKEN, parameters=parameters)
    agency: Agency = Agency.objects.visible_to(actor).get()
    entries = list(reading.entries_asked_for(actor, _period(agency, parameters)))
    form, language = parameters["form"], get_language() or "en"
    content = log_sheet(entries, clock=agency.clock, language=language, form=form)
    with (
        sealed_export(actor, act=TAKEN, form=form, content=content) as sealed,
        transaction.atomic(),
    ):
        joint = use(actor, TAKEN, parameters=parameters)
        sealed.export.save()
        counted = {"entries": len(entries), "alone": joint.alone_code}
        record(actor, TAKEN, subject=sealed.export, **counted)
    return sealed


def _period(agency: Agency, parameters: dict[str, Any]) -> reading.Asked:
    """Whole days by the clock on the wall of the office."""
    zone = ZoneInfo(agency.timezone)
    first, last = (date.fromisoformat(parameters[each]) for each in ("since", "until"))
    return reading.Asked(
        since=datetime.combine(first, time(), zone),
        until=datetime.combine(last + timedelta(days=1), time(), zone),
    )
