"""What ends when somebody leaves or is let in anew: sessions, second factors, open invitations.

Each is called inside the transaction of the act, which records itself. Whatever ends joint acts
gives them back: they are recorded (`record_ended`) when no row is left to change, because the log's
head is locked from the first entry on, and others wait for it with rows in their hands.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from suluh.access.actor import Actor
from suluh.access.domain.two_people import OPEN, State
from suluh.access.models import Account, Invitation, JointAct, OfficeRecovery
from suluh.access.operations.audit import record
from suluh.access.operations.emergency import end_emergencies_of
from suluh.access.operations.open_visits import forget_visits
from suluh.access.queries.actors import everybody_of
from suluh.access.queries.factors import authenticators
from suluh.access.queries.office_clock import moment


def end_everything_of(actor: Actor, account: Account) -> list[JointAct]:
    """Somebody has left, or begins anew: no session, no invitation, no emergency and no recovery of
    theirs goes on, nor what they asked for or approved. Gives the joint acts that ended.
    """
    forget_visits(account)
    withdraw_invitations_of(actor, account)
    ended = withdraw_joint_acts_of(actor, account)
    end_emergencies_of(actor, account)
    open_ones = OfficeRecovery.objects.visible_to(actor).filter(
        account=account.pk, stopped_at=None, done_at=None
    )
    open_ones.update(stopped_at=moment(actor))
    return ended


def withdraw_invitations_of(actor: Actor, account: Account) -> None:
    """Those that `account` made: else somebody could let themselves in again."""
    still_open = Invitation.objects.visible_to(actor).filter(
        invited_by=account.pk, used_at=None, withdrawn_at=None
    )
    still_open.update(withdrawn_at=moment(actor))


def withdraw_joint_acts_of(actor: Actor, account: Account) -> list[JointAct]:
    """What `account` asked for or approved, and nobody has done yet: they are somebody else now.

    Gives what ended, for `record_ended`.
    """
    theirs = Q(asker=account.pk) | Q(answered_by=account.pk)
    every = JointAct.objects.visible_to(everybody_of(actor))
    open_ones = every.filter(theirs, state__in=OPEN).order_by("pk").select_for_update()
    ended: list[JointAct] = list(open_ones)
    every.filter(pk__in=[each.pk for each in ended]).update(state=State.ENDED)
    return ended


def record_ended(actor: Actor, ended: Iterable[JointAct]) -> None:
    """Each in an entry of its own. Call it when nothing is left to lock, before the act's own."""
    for joint in ended:
        record(actor, "joint.ended", subject=joint, joint=joint.act)


def remove_factors(account: Account) -> None:
    """Every second factor and recovery code; the sign-in then asks for new ones."""
    authenticators(account.pk).delete()
