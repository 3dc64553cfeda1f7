"""Emergency access: opened with a reason, told to a second person, ended, looked at afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.domain.emergency import (
    A_DAY,
    LASTS,
    OPENINGS_A_DAY,
    SHORTEST_REASON,
    explains,
)
from suluh.access.models import Account, EmergencyAccess
from suluh.access.operations.audit import record
from suluh.access.queries.actors import may_open_in_emergency
from suluh.access.queries.emergencies import own_emergencies, was_stopped

REASON = "reason"  # code of the ValidationError that is about the reason


def open_emergency(actor: Actor, *, capability: str, reason: str) -> EmergencyAccess:
    """Open `capability` for the actor for a few hours.

    Also where nobody else could look at it: somebody may be in danger now. It then stays in the
    log and on the list, for whoever looks at emergencies one day (docs/adr/0017).

    Raises Refused unless the actor's role names it for emergencies; ValidationError for a reason
    that explains nothing, after too many openings, or after somebody else has stopped it.
    """
    if actor.account_id is None or capability not in may_open_in_emergency(actor):
        raise policy.Refused(_("Your role cannot open this, not even in an emergency."))
    _require_reason(reason)
    now = datetime.now(UTC)
    access = EmergencyAccess(
        agency_id=actor.agency,
        account_id=actor.account_id,
        capability=capability,
        reason=reason.strip(),
        opened_at=now,
        until=now + LASTS,
    )
    access.full_clean(exclude=["agency"])
    with transaction.atomic():
        # Two taps at once: the second waits for the account's row, and finds the first one's.
        if not Account.objects.select_for_update().get(pk=actor.account_id).is_active:
            raise policy.Refused(_("Your account was closed a moment ago."))
        still: EmergencyAccess | None = _open_ones(actor, now).filter(capability=capability).first()
        if still is not None:
            return still
        if against := why_not_now(actor, capability):
            raise ValidationError(against)
        access.save()
        record(actor, "emergency.opened", subject=access, capability=capability)
    return access


def why_not_now(actor: Actor, capability: str) -> str:
    """Why the actor cannot open again what their role names, or ""."""
    since = datetime.now(UTC) - A_DAY
    if was_stopped(actor, capability, since=since):
        return _(
            "In the last 24 hours a colleague has stopped this, or found that it was not right. "
            "Ask an administrator for the right itself."
        )
    if own_emergencies(actor).filter(opened_at__gt=since).count() >= OPENINGS_A_DAY:
        return _(
            "You have opened emergency access %(number)d times in 24 hours. "
            "Ask an administrator for the right itself."
        ) % {"number": OPENINGS_A_DAY}
    return ""


def end_emergency(actor: Actor, *, access: EmergencyAccess) -> None:
    """End it before its time: whoever opened it, or whoever looks at emergencies."""
    if access.account_id != actor.account_id:
        policy.require(actor, "emergency.review")
    now = datetime.now(UTC)
    with transaction.atomic():
        # One that is over was ended by nobody.
        still = EmergencyAccess.objects.visible_to(actor).filter(
            pk=access.pk, ended_at=None, until__gt=now
        )
        if still.update(ended_at=now):
            record(actor, "emergency.ended", subject=access)


def end_emergencies_of(actor: Actor, account: Account) -> None:
    """Somebody leaves: nothing of theirs stays open. Part of a recorded act, in its transaction."""
    now = datetime.now(UTC)
    theirs = EmergencyAccess.objects.visible_to(actor).filter(account=account.pk)
    theirs.filter(ended_at=None, until__gt=now).update(ended_at=now)


def take_note(actor: Actor, *, access: EmergencyAccess) -> None:
    """A second person says that they know of it. Raises Refused for the one who opened it."""
    _require_second_person(actor, access)
    with transaction.atomic():
        unseen = EmergencyAccess.objects.visible_to(actor).filter(pk=access.pk, seen_by=None)
        if unseen.update(seen_by=actor.account_id):
            record(actor, "emergency.seen", subject=access)


def judge(actor: Actor, *, access: EmergencyAccess, justified: bool) -> None:
    """A second person says afterwards whether it was right. The first judgement stays.

    Raises Refused for the one who opened it; ValidationError while it is still open.
    """
    _require_second_person(actor, access)
    if access.opening.is_open(datetime.now(UTC)):
        raise ValidationError(_("It is still open. End it first, or wait."))
    with transaction.atomic():
        unjudged = EmergencyAccess.objects.visible_to(actor).filter(pk=access.pk, judged_by=None)
        if unjudged.update(judged_by=actor.account_id, justified=justified):
            record(actor, "emergency.judged", subject=access, justified=_code(justified))


def _open_ones(actor: Actor, now: datetime) -> QuerySet[EmergencyAccess]:
    return own_emergencies(actor).filter(until__gt=now, ended_at=None)


def _require_reason(reason: str) -> None:
    if not explains(reason):
        raise ValidationError(
            _("Write what has happened, in %(number)d letters or more. Others will read it.")
            % {"number": SHORTEST_REASON},
            code=REASON,
        )


def _require_second_person(actor: Actor, access: EmergencyAccess) -> None:
    policy.require(actor, "emergency.review")
    if actor.account_id in (None, access.account_id):
        raise policy.Refused(_("Somebody else must look at your own emergency."))


def _code(justified: bool) -> str:
    return "right" if justified else "wrong"
