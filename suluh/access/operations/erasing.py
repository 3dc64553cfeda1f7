"""Erasing somebody who left: the account stays as an identifier, the person is gone from it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.models import Account, Invitation, JointAct, Membership
from suluh.access.operations.audit import record
from suluh.access.operations.open_visits import forget_visits
from suluh.access.operations.two_people import ask, require_ready, use
from suluh.access.operations.withdrawing import remove_factors
from suluh.access.queries.office_clock import moment

ERASED = "account.erased"
NAME = "A former colleague"  # in the database; pages say it in the reader's language


def erasable(actor: Actor) -> QuerySet[Membership]:
    """The closed accounts of the actor's agency that still have a name."""
    closed = Membership.objects.visible_to(actor).filter(account__is_active=False)
    return closed.filter(account__erased_at=None).select_related("account")


def ask_to_erase(actor: Actor, *, account: Account) -> JointAct:
    """Ask a second person. Raises Refused as `erase_account` does, but for the approval."""
    _require_erasable(actor, account)
    return ask(actor, act=ERASED, subject=account)


def erase_account(actor: Actor, *, account: Account) -> None:
    """Replace name and address for ever, once a second person has approved.

    What the person did stays in the log under the identifier, so the chain still verifies; that
    they accepted the agreement stays, too. Raises Refused for an open account, the own one, one
    that is erased already, and without an approval; Membership.DoesNotExist for another agency's.
    """
    with transaction.atomic():
        _require_erasable(actor, Account.objects.select_for_update().get(pk=account.pk))
        require_ready(actor, ERASED, subject=account)
        account.refresh_from_db()
        former = account.email
        account.full_name = NAME
        account.email = f"{secrets.token_hex(16)}@erased.invalid"  # RFC 2606: nobody ever has it
        account.erased_at = datetime.now(UTC)
        account.set_unusable_password()
        account.last_login = None
        account.save()
        _forget(actor, account, former)
        joint = use(actor, ERASED, subject=account)  # after every row: it goes to the log
        record(actor, ERASED, subject=account, alone=joint.alone_code)


def _forget(actor: Actor, account: Account, former: str) -> None:
    """What else names the person, who had the address `former`, or opened the door for them."""
    remove_factors(account)
    forget_visits(account)
    EmailAddress.objects.filter(user=account).delete()
    # By the address as well: an invitation that expired or was replaced came to no account.
    named = Q(account=account.pk) | Q(email__iexact=former)
    invited = Invitation.objects.visible_to(actor).filter(named)
    invited.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=moment(actor))
    invited.update(full_name=NAME, email=account.email)


def _require_erasable(actor: Actor, account: Account) -> None:
    policy.require(actor, "accounts.manage")
    Membership.objects.visible_to(actor).get(account=account)
    if account.pk == actor.account_id:
        raise policy.Refused(_("Nobody can erase themselves. Ask another administrator."))
    if account.is_active:
        raise policy.Refused(_("This account is open. Close it first."))
    if account.erased_at is not None:
        raise policy.Refused(_("The name on this account was erased already."))
