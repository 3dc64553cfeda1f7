"""Who is acting: an account that signed in, or the operator at the command line."""

from __future__ import annotations

from suluh.access.actor import Actor
from suluh.access.models import Account, Agency, Membership
from suluh.access.roles import roles

OPERATOR = "operator"


def actor_of(account: Account) -> Actor | None:
    """The account at work for its agency, or None when it belongs to no agency or is closed."""
    membership = (
        Membership.objects.unscoped(reason="this look-up is what makes the actor")
        .select_related("agency")
        .filter(account=account, account__is_active=True)
        .first()
    )
    if membership is None:
        return None
    return Actor(
        account_id=account.pk,
        agency_id=membership.agency_id,
        name=account.full_name,
        role=membership.role,
        capabilities=roles().roles[membership.role].capabilities,
        agency_name=membership.agency.name,
    )


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


def agencies_of_this_machine() -> list[Agency]:
    """Every agency, by name: the command line asks which one is meant when there are several."""
    return list(Agency.objects.unscoped(reason="the operator chooses an agency").order_by("name"))
