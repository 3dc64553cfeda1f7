"""Reading joint acts: what waits for whom, and which colleagues could approve."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from suluh.access.actor import Actor
from suluh.access.domain.joint_acts import JointKind
from suluh.access.domain.two_people import (
    Colleague,
    State,
    could_approve,
    obstacle_to_approve,
    obstacle_to_decline,
)  # fmt: skip
from suluh.access.models import Account, AgencyRole, AuditEntry, JointAct, Membership
from suluh.access.queries.actors import OPERATOR, role_book_of
from suluh.access.queries.office_clock import moment
from suluh.access.two_people import joint_kinds, may_approve

LISTED = 50  # joint acts on the page; the log knows them all
# What makes somebody an approver, or another one at the same account.
_LET_IN = ("account.created", "account.joined", "account.opened")
_CHANGED = ("account.role_changed", "account.factor_reset", "recovery.done")
_OF_A_ROLE = ("role.made", "role.changed")


def colleagues(actor: Actor, kind: JointKind) -> dict[UUID, Colleague]:
    """Everybody of the actor's agency with an open account, by account.

    Their role alone counts: what is open for a few hours in an emergency approves nothing.
    """
    book, changes = role_book_of(actor).roles, _Changes(actor)
    found = Membership.objects.visible_to(actor).filter(account__is_active=True)
    return {
        each.account_id: Colleague(
            account=each.account_id,
            may=each.role in book and bool(kind.approve & book[each.role].capabilities),
            let_in_at=changes.let_in.get(each.account_id),
            changed_at=max(
                filter(None, (changes.account.get(each.account_id), changes.role.get(each.role))),
                default=None,
            ),
        )
        for each in found
    }


class _Changes:
    """When somebody of the office last changed who an account is, and what a role of theirs may.

    Whoever joined with an invitation counts: somebody of the office invited them. The operator does
    not: whoever runs commands on the machine needs no puppet.
    """

    def __init__(self, actor: Actor) -> None:
        log = AuditEntry.objects.visible_to(actor).exclude(role=OPERATOR).order_by()

        def last(acts: tuple[str, ...]) -> dict[UUID, datetime]:
            found = log.filter(act__in=acts).values_list("subject").annotate(last=Max("at"))
            return dict(found)

        self.let_in, self.account, rows = last(_LET_IN), last(_CHANGED), last(_OF_A_ROLE)
        own = AgencyRole.objects.visible_to(actor).filter(pk__in=rows)
        self.role = {code: rows[pk] for pk, code in own.values_list("pk", "code")}


def names_of_approvers(actor: Actor, joint: JointAct) -> list[str]:
    """Who could approve it now, by name."""
    kind = joint_kinds()[joint.act]
    people = colleagues(actor, kind).values()
    fit = {each.account for each in could_approve(joint.as_request(), people, moment(actor))}
    members = Membership.objects.visible_to(actor).filter(account__in=fit)
    return sorted(members.values_list("account__full_name", flat=True))


def waiting_for(actor: Actor) -> list[JointAct]:
    """What this actor can approve now, the oldest first."""
    if actor.account_id is None or not (kinds := may_approve(actor)):
        return []
    asked = JointAct.objects.visible_to(actor).filter(
        state=State.ASKED, alone=False, act__in=[kind.code for kind in kinds]
    )
    found = asked.exclude(asker=actor.account_id).select_related("asker").order_by("asked_at")
    return [each for each in found if _could(actor, each)]


def _could(actor: Actor, joint: JointAct) -> bool:
    me = as_colleague(actor, joint)
    return me is not None and obstacle_to_approve(joint.as_request(), me, moment(actor)) is None


def could_stop(actor: Actor, joint: JointAct) -> bool:
    """Whether this actor can say no, also where they could not say yes."""
    me = as_colleague(actor, joint)
    return me is not None and obstacle_to_decline(joint.as_request(), me, moment(actor)) is None


def as_colleague(actor: Actor, joint: JointAct) -> Colleague | None:
    """The actor as the rules of this joint act see them; None for whoever works here no more."""
    people = colleagues(actor, joint_kinds()[joint.act])
    return people.get(actor.account_id) if actor.account_id else None


def approval_stands(actor: Actor, joint: JointAct) -> bool:
    """Whether whoever approved it still works here, and may still approve it."""
    people = colleagues(actor, joint_kinds()[joint.act])
    approver = people.get(joint.answered_by_id) if joint.answered_by_id else None
    return approver is not None and approver.may


def joint_acts(actor: Actor) -> list[JointAct]:
    """Those that the actor asked for or may approve, the newest first."""
    found = JointAct.objects.visible_to(actor).select_related("asker", "answered_by")
    return list(found.order_by("-asked_at")[:LISTED])


def names_of_subjects(found: Iterable[JointAct]) -> dict[UUID, str]:
    """The names of the accounts that these acts are done to, by account."""
    ids = {each.about for each in found if each.about}
    named = Account.objects.filter(pk__in=ids).values_list("pk", "full_name", "erased_at")
    gone = _("An account that was erased")
    return {key: gone if erased_at else name for key, name, erased_at in named}
