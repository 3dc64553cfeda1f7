"""Reading the recoveries that are under way: every member of the office is told of them.

But not whoever only hands something in: a contributor from the community reads nothing here, and
learns nothing of who works in this office.
"""

from __future__ import annotations

from suluh.access.actor import Actor
from suluh.access.domain.recovery import State, state
from suluh.access.domain.scopes import Scope
from suluh.access.models import Account, OfficeRecovery, RecoverySheet
from suluh.access.queries.actors import actor_of
from suluh.access.queries.office_clock import moment

MANAGE = "accounts.manage"


def only_hands_in(actor: Actor) -> bool:
    """Whether everything that the actor may do is to make something and read nothing back."""
    return all(scopes <= {Scope.CREATE} for scopes in actor.grants.values())


def open_recoveries(actor: Actor) -> list[OfficeRecovery]:
    """Those of the actor's office that wait or are ready, as far as the actor is told of them.

    Not those whose sheet is void: nobody can finish them. One query where there is none.
    """
    rows = OfficeRecovery.objects.visible_to(actor).select_related("account")
    if only_hands_in(actor):
        rows = rows.filter(account=actor.account_id)
    found = list(
        rows.filter(stopped_at=None, done_at=None, sheet__void_at=None).order_by("begun_at")
    )
    if not found:
        return []
    now = moment(actor)
    return [each for each in found if state(each.begun_at, now) is not State.OVER]


def may_stop(actor: Actor, recovery: OfficeRecovery) -> bool:
    """Whoever manages accounts, and the person whose account it is: they can sign in, after all."""
    return actor.account_id is not None and (
        actor.can(MANAGE) or actor.account_id == recovery.account_id
    )


def valid_sheet(actor: Actor) -> RecoverySheet | None:
    """The recovery sheet of the actor's office that is in force."""
    sheets = RecoverySheet.objects.visible_to(actor)
    found: RecoverySheet | None = sheets.filter(void_at=None).first()
    return found


def manager(email: str) -> Account | None:
    """The open account with this address, if it manages accounts. Others have somebody to ask."""
    account = Account.objects.filter(email=email.strip().lower(), is_active=True).first()
    actor = actor_of(account) if account else None
    return account if actor is not None and actor.can(MANAGE) else None
