"""What ends when somebody leaves or is let in anew: sessions, second factors, open invitations.

Each is called inside the transaction of the act, which records itself.
"""

from __future__ import annotations

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


def end_everything_of(actor: Actor, account: Account) -> None:
    """Somebody has left: no session, no invitation and no recovery of theirs goes on."""
    forget_visits(account)
    withdraw_invitations_of(actor, account)
    withdraw_joint_acts_of(actor, account)
    end_emergencies_of(actor, account)
    open_ones = OfficeRecovery.objects.visible_to(actor).filter(
        account=account.pk, stopped_at=None, done_at=None
    )
    open_ones.update(stopped_at=moment(actor))


def withdraw_invitations_of(actor: Actor, account: Account) -> None:
    """Those that `account` made: else somebody could let themselves in again."""
    still_open = Invitation.objects.visible_to(actor).filter(
        invited_by=account.pk, used_at=None, withdrawn_at=None
    )
    still_open.update(withdrawn_at=moment(actor))


def withdraw_joint_acts_of(actor: Actor, account: Account) -> None:
    """What `account` asked for or approved, and nobody has done yet: they are somebody else now."""
    theirs = Q(asker=account.pk) | Q(answered_by=account.pk)
    every = JointAct.objects.visible_to(everybody_of(actor)).filter(theirs)
    for joint in every.filter(state__in=OPEN).select_for_update():
        every.filter(pk=joint.pk).update(state=State.ENDED)
        record(actor, "joint.ended", subject=joint, joint=joint.act)


def remove_factors(account: Account) -> None:
    """Every second factor and recovery code; the sign-in then asks for new ones."""
    authenticators(account.pk).delete()
