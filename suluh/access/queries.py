"""Who is acting: an account that signed in, or the operator at the command line."""

from __future__ import annotations

from suluh.access.actor import Actor
from suluh.access.models import Account, Agency, Membership
from suluh.access.roles import roles

OPERATOR = "operator"


def actor_of(account: Account) -> Actor | None:
    """The account at work for its agency, or None when it belongs to no agency or is closed."""
    membership = _membership(account)
    if membership is None or not membership.account.is_active:
        return None
    return Actor(
        account_id=account.pk,
        agency_id=membership.agency_id,
        name=account.full_name,
        role=membership.role,
        capabilities=roles().roles[membership.role].capabilities,
        agency_name=membership.agency.name,
    )


def _membership(account: Account) -> Membership | None:
    """As stored now: `account` may have been read before it was closed."""
    every = Membership.objects.unscoped(reason="this look-up is what makes the actor")
    found: Membership | None = (
        every.select_related("agency", "account").filter(account=account).first()
    )
    return found


def agency_of_account(account: Account) -> Agency | None:
    """The agency that an account, open or closed, belongs to."""
    membership = _membership(account)
    return membership.agency if membership else None


def operator(agency: Agency | None = None) -> Actor:
    """Whoever runs a command on this machine, at work for `agency`. Never made from a request."""
    return Actor(
        account_id=None,
        agency_id=agency.pk if agency else None,
        name="operator",
        role=OPERATOR,
        capabilities=roles().roles[OPERATOR].capabilities,
        agency_name=agency.name if agency else "",
    )


def somebody(agency: Agency) -> Actor:
    """Whoever stands before the door of `agency` without having signed in. May do nothing."""
    return Actor(account_id=None, agency_id=agency.pk, name="", role="", capabilities=frozenset())


def agencies_of_this_machine() -> list[Agency]:
    """Every agency, by name: the command line asks which one is meant when there are several."""
    return list(Agency.objects.unscoped(reason="the operator chooses an agency").order_by("name"))
