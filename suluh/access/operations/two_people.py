"""Asking a second person, answering, taking back, and using an approval: each once, or not at all.

An operation that needs two people calls `use` in its transaction, before it records its own act:

    with transaction.atomic():
        joint = use(actor, "account.erased", subject=account)
        ...
        record(actor, "account.erased", subject=account, alone=joint.alone_code)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.domain.two_people import (
    OPEN,
    Obstacle,
    Request,
    State,
    digest_of,
    is_alone,
    obstacle_to_approve,
    obstacle_to_decline,
)
from suluh.access.models import Account, Agency, JointAct
from suluh.access.operations.audit import record
from suluh.access.queries.approvers import Approvers
from suluh.access.queries.office_clock import moment
from suluh.access.two_people import joint_kinds
from suluh.foundation.rows import Row

Parameters = Mapping[str, Any]


def ask(
    actor: Actor, *, act: str, subject: Row | None = None, parameters: Parameters | None = None
) -> JointAct:
    """Ask for an act of data/two_people.toml. Asked again while it is open, it is the same one.

    Raises Refused without the act's own capability, and for the operator, who has no colleague.
    """
    kind = joint_kinds()[act]
    policy.require(actor, kind.ask)
    if actor.account_id is None:
        raise policy.Refused(_("Sign in with your own account. This needs to be somebody’s act."))
    now, given = moment(actor), dict(parameters or {})
    joint = JointAct(
        agency_id=actor.agency,
        act=act,
        subject_kind=str(subject._meta.model_name) if subject else "",
        subject=subject.pk if subject else None,
        parameters=given,
        digest=digest_of(act, subject.pk if subject else None, given),
        asker_id=actor.account_id,
        asked_at=now,
    )
    people = Approvers(actor).of(act).values()
    joint.alone = is_alone(joint.as_request(), people, now)
    with transaction.atomic():
        # Two taps at once: the second waits for the account's row, and finds the first one's.
        Account.objects.select_for_update().get(pk=actor.account_id)
        if earlier := _still_open(actor, joint.digest, now):
            return earlier
        joint.save()
        record(actor, "joint.asked", subject=joint, joint=act, alone=joint.alone_code)
    return joint


def _still_open(actor: Actor, digest: str, now: datetime) -> JointAct | None:
    """What was asked before and still counts; what became too old is stored as that."""
    mine = JointAct.objects.visible_to(actor).filter(asker=actor.account_id, digest=digest)
    for earlier in mine.filter(state__in=OPEN).select_for_update():
        if earlier.as_request().state_at(now) in OPEN:
            found: JointAct = earlier
            return found
        _move(actor, earlier, State.EXPIRED)
    return None


def approve(actor: Actor, *, joint: JointAct) -> None:
    """Answer yes. The page asks for a fresh sign-in before. Raises Refused, saying why not."""
    with transaction.atomic():
        asked = _locked(actor, joint)
        _require(actor, asked, Approvers(actor).obstacle(asked, obstacle_to_approve))
        _move(actor, asked, State.APPROVED, answered=True)
        record(actor, "joint.approved", subject=asked, joint=asked.act)


def decline(actor: Actor, *, joint: JointAct) -> None:
    """Answer no, for good: also after a yes that was not used yet, and to what somebody asked who
    was alone, once somebody else is there. Raises Refused.
    """
    with transaction.atomic():
        asked = _locked(actor, joint)
        _require(actor, asked, Approvers(actor).obstacle(asked, obstacle_to_decline))
        _move(actor, asked, State.DECLINED, answered=True)
        record(actor, "joint.declined", subject=asked, joint=asked.act)


def withdraw(actor: Actor, *, joint: JointAct) -> None:
    """Take back what one asked for, approved or not. Raises Refused for anybody else."""
    with transaction.atomic():
        asked = _locked(actor, joint)
        if asked.asker_id != actor.account_id:
            raise policy.Refused(_("Only the person who asked can take this back."))
        if asked.as_request().state_at(moment(actor)) not in OPEN:
            _require(actor, asked, Obstacle.OVER)
        _move(actor, asked, State.WITHDRAWN)
        record(actor, "joint.withdrawn", subject=asked, joint=asked.act)


def use(
    actor: Actor, act: str, subject: Row | None = None, parameters: Parameters | None = None
) -> JointAct:
    """Use up the approval of exactly this, once. Call it in the transaction of the act.

    Raises Refused with what is missing: that nobody was asked, who can approve, how long to wait.
    """
    with transaction.atomic():
        joint = require_ready(actor, act, subject, parameters)
        _move(actor, joint, State.DONE)
        record(actor, "joint.used", subject=joint, joint=act, alone=joint.alone_code)
    return joint


def require_ready(
    actor: Actor, act: str, subject: Row | None = None, parameters: Parameters | None = None
) -> JointAct:
    """What `use` would use up. Also for a look before something costly. Raises as `use` does."""
    policy.require(actor, joint_kinds()[act].ask)
    digest = digest_of(act, subject.pk if subject else None, dict(parameters or {}))
    mine = JointAct.objects.visible_to(actor).filter(asker=actor.account_id, digest=digest)
    with transaction.atomic():
        joint: JointAct | None = mine.filter(state__in=OPEN).select_for_update().first()
    if joint is None or actor.account_id is None:
        raise policy.Refused(_("This needs a second person. Ask for it first."))
    _require(actor, joint, joint.as_request().obstacle_to_use(moment(actor)))
    if joint.state == State.APPROVED and not Approvers(actor).approval_stands(joint):
        _require(actor, joint, Obstacle.LEFT)
    return joint


def _locked(actor: Actor, joint: JointAct) -> JointAct:
    """As stored now; whoever else wants to change it waits. Raises JointAct.DoesNotExist."""
    found: JointAct = JointAct.objects.visible_to(actor).select_for_update().get(pk=joint.pk)
    return found


def _move(actor: Actor, joint: JointAct, state: State, *, answered: bool = False) -> None:
    """Store the new state, if nobody was faster. Raises Refused."""
    changed: dict[str, Any] = {"state": state}
    if answered:
        changed |= {"answered_by": actor.account_id, "answered_at": moment(actor)}
    same = JointAct.objects.visible_to(actor).filter(pk=joint.pk, state=joint.state)
    if not same.update(**changed):
        raise policy.Refused(_sentences(actor, joint)[Obstacle.OVER])
    joint.refresh_from_db(from_queryset=JointAct.objects.visible_to(actor))


def _require(actor: Actor, joint: JointAct, obstacle: Obstacle | None) -> None:
    if obstacle is not None:
        raise policy.Refused(_sentences(actor, joint)[obstacle])


def _sentences(actor: Actor, joint: JointAct) -> dict[Obstacle, str]:
    names = ", ".join(Approvers(actor).names(joint))
    return {
        Obstacle.SELF: _("You asked for this. Somebody else must approve it."),
        Obstacle.ABOUT: _("This is about you. Somebody else must approve it."),
        Obstacle.POWER: _("Your role does not let you approve this."),
        Obstacle.NEW: _(
            "Your account was opened or recovered, your role was changed or your second factor was "
            "removed less than 24 hours ago. Wait until a day has passed."
        ),
        Obstacle.LEFT: _(
            "Whoever approved this has left, or may not approve it any more. "
            "Take it back and ask again."
        ),
        Obstacle.ALONE: _(
            "Nobody else was there when this was asked. It waits 24 hours instead. "
            "You can decline it."
        ),
        Obstacle.OVER: _("This is over: it was answered, taken back or done, or it is too old."),
        Obstacle.UNANSWERED: _("Nobody has approved this yet. These people can: %(names)s.")
        % {"names": names or _("nobody now; take it back and ask again")},
        Obstacle.WAITING: _(
            "Nobody else was there to approve this. Wait until %(moment)s, then do it."
        )
        % {"moment": _clock(actor, joint.as_request())},
    }


def _clock(actor: Actor, request: Request) -> str:
    agency: Agency = Agency.objects.visible_to(actor).get()
    return agency.clock(request.ripe_at)
