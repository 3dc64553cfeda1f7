"""Reading joint acts: what waits for whom, and which colleagues could approve."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from suluh.access.actor import Actor
from suluh.access.domain.joint_acts import JointKind
from suluh.access.domain.two_people import (
    Colleague,
    State,
    could_approve,
    obstacle_to_approve,
)  # fmt: skip
from suluh.access.models import Account, AuditEntry, Invitation, JointAct, Membership
from suluh.access.queries.actors import role_book_of
from suluh.access.queries.office_clock import moment
from suluh.access.two_people import joint_kinds, may_approve

LISTED = 50  # joint acts on the page; the log knows them all


def colleagues(actor: Actor, kind: JointKind, asker: UUID) -> dict[UUID, Colleague]:
    """Everybody of the actor's agency with an open account, by account, as `asker` meets them.

    Their role alone counts: what is open for a few hours in an emergency approves nothing.
    """
    book, opened = role_book_of(actor).roles, _opened_by(actor, asker)
    found = Membership.objects.visible_to(actor).filter(account__is_active=True)
    return {
        each.account_id: Colleague(
            account=each.account_id,
            may=each.role in book and bool(kind.approve & book[each.role].capabilities),
            opened_at=each.account.created_at,
            by_asker=each.account_id in opened,
        )
        for each in found.select_related("account")
    }


def _opened_by(actor: Actor, asker: UUID) -> set[UUID]:
    """The accounts that `asker` opened, or invited."""
    log = AuditEntry.objects.visible_to(actor).filter(act="account.created", actor=asker)
    invited = Invitation.objects.visible_to(actor).filter(invited_by=asker, account__isnull=False)
    return {
        *log.values_list("subject", flat=True),
        *invited.values_list("account_id", flat=True),
    }


def names_of_approvers(actor: Actor, joint: JointAct) -> list[str]:
    """Who could approve it now, by name."""
    kind = joint_kinds()[joint.act]
    people = colleagues(actor, kind, joint.asker_id).values()
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
    people = colleagues(actor, joint_kinds()[joint.act], joint.asker_id)
    me = people.get(actor.account_id) if actor.account_id else None
    return me is not None and obstacle_to_approve(joint.as_request(), me, moment(actor)) is None


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
