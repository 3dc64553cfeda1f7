"""Reading joint acts: what waits for whom, and what is shown of it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from suluh.access.actor import Actor
from suluh.access.domain.two_people import State, obstacle_to_approve
from suluh.access.models import Account, JointAct
from suluh.access.queries.approvers import Approvers
from suluh.access.two_people import may_approve

LISTED = 50  # joint acts on the page; the log knows them all


def waiting_for(actor: Actor, approvers: Approvers | None = None) -> list[JointAct]:
    """What this actor can approve now, the oldest first."""
    if actor.account_id is None or not (kinds := may_approve(actor)):
        return []
    asked = JointAct.objects.visible_to(actor).filter(
        state=State.ASKED, alone=False, act__in=[kind.code for kind in kinds]
    )
    found = asked.exclude(asker=actor.account_id).select_related("asker").order_by("asked_at")
    known = approvers or Approvers(actor)
    return [each for each in found if known.obstacle(each, obstacle_to_approve) is None]


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
