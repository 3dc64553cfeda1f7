"""Acts on colleagues come one after the other, so that an office keeps an administrator."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.models import Account, Agency, Membership
from suluh.access.operations.audit import NotInTransaction
from suluh.access.queries.actors import actor_of, role_book_of

MANAGE = "accounts.manage"


def hold_office(actor: Actor, capability: str = "") -> None:
    """Lock the actor's office until the transaction ends, then ask again whether the actor may.

    Two administrators who act on each other at the same moment come one after the other, and the
    second one finds that they may no more. Raises Refused; NotInTransaction.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("an office can be held in a transaction only")
    # SQLite takes its lock when the transaction begins. No key: other rows may refer to the office.
    Agency.objects.visible_to(actor).select_for_update(no_key=True).get()
    if actor.account_id is None or not capability:
        return
    as_stored_now = actor_of(Account.objects.get(pk=actor.account_id))
    if as_stored_now is None:
        raise policy.Refused(_("Your account was closed a moment ago."))
    policy.require(as_stored_now, capability)


def require_an_administrator(actor: Actor, *, beside: Account | None = None) -> None:
    """Raises Refused when nobody of the office could manage accounts any more, not counting
    `beside`.

    The operator may: whoever runs commands on the machine can also let somebody in again.
    """
    if actor.account_id is None:
        return
    book = role_book_of(actor)
    managing = [code for code, role in book.roles.items() if MANAGE in role.grants]
    found = Membership.objects.visible_to(actor).filter(role__in=managing, account__is_active=True)
    others = found.exclude(account=beside.pk) if beside else found
    if not others.exists():
        raise policy.Refused(_("Somebody must look after the accounts. Invite another one first."))
