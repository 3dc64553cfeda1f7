"""After a restore: what was ended or used up since the backup was made must not hold again.

A backup does not know what came after it. So whatever opens a door by itself, or lets something be
done, ends with the restore: at worst somebody makes it anew. Who may sign in is for a person to
judge, who is shown the list.
"""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.domain.two_people import OPEN, State
from suluh.access.models import (
    EmergencyAccess,
    Invitation,
    JointAct,
    OfficeRecovery,
    RecoverySheet,
)
from suluh.access.queries.actors import agencies_of_this_machine, everybody_of, operator
from suluh.access.queries.colleagues import colleagues
from suluh.access.queries.factors import RECOVERY
from suluh.access.queries.office_clock import moment
from suluh.foundation.row_security import rows_of_agency


def revoke_what_came_back(actor: Actor) -> None:
    """End it in every agency of this machine, and delete everybody's recovery codes.

    Safe to call again. It has no act of its own: `backup.restored` is recorded next and stands for
    it, also where the log takes no entry. Raises Refused for anybody but the machine's operator.
    """
    policy.require(actor, "agencies.create")
    with transaction.atomic():
        for agency in agencies_of_this_machine():
            with rows_of_agency(agency.pk):
                everybody = everybody_of(operator(agency))
                _end_all(everybody, moment(everybody))
        Authenticator.objects.filter(type=RECOVERY).delete()


def _end_all(everybody: Actor, now: datetime) -> None:
    sheets = RecoverySheet.objects.visible_to(everybody).filter(void_at=None)
    sheets.update(void_at=now)
    recoveries = OfficeRecovery.objects.visible_to(everybody)
    recoveries.filter(stopped_at=None, done_at=None).update(stopped_at=now)
    invitations = Invitation.objects.visible_to(everybody)
    invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    joint_acts = JointAct.objects.visible_to(everybody).filter(state__in=OPEN)
    joint_acts.update(state=State.EXPIRED)
    emergencies = EmergencyAccess.objects.visible_to(everybody)
    emergencies.filter(ended_at=None, until__gt=now).update(ended_at=now)


def can_sign_in() -> list[str]:
    """The e-mail address of every open account of this machine, sorted."""
    found: list[str] = []
    for agency in agencies_of_this_machine():
        with rows_of_agency(agency.pk):
            found += [each.email for each in colleagues(operator(agency)) if each.is_open]
    return sorted(found)
