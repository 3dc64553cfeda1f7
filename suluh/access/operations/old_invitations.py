"""Invitations that are finished are thrown away: they hold a name and an address for nothing."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from suluh.access.actor import Actor
from suluh.access.models import Invitation
from suluh.access.queries.actors import agencies_of_this_machine, operator
from suluh.access.queries.office_clock import moment
from suluh.foundation.row_security import rows_of_agency

# Long enough to ask who was invited, and longer than any rule looks back at who invited whom.
KEPT = timedelta(days=30)


def forget_old_invitations() -> int:
    """Delete those that were used, withdrawn or expired some time ago. Gives how many.

    No act: the log has said who invited, and when it ended, and it holds no name.
    """
    gone = 0
    for agency in agencies_of_this_machine():
        with rows_of_agency(agency.pk):
            gone += _forget(operator(agency))
    return gone


def _forget(actor: Actor) -> int:
    before = moment(actor) - KEPT
    over = Q(used_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    deleted: int = Invitation.objects.visible_to(actor).filter(over).delete()[0]
    return deleted
