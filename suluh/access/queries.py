"""Who is acting: an account that signed in, or the operator at the command line."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from suluh.access.actor import Actor
from suluh.access.domain.roles import Role, RoleBook, RoleError
from suluh.access.domain.scopes import Scope
from suluh.access.models import Account, Agency, AgencyRole, Membership, TeamMember
from suluh.access.roles import roles

OPERATOR = "operator"


def actor_of(account: Account) -> Actor | None:
    """The account at work for its agency, or None when it belongs to no agency or is closed."""
    membership = _membership(account)
    if membership is None or not membership.account.is_active:
        return None
    role = _role(membership)
    return Actor(
        account_id=account.pk,
        agency_id=membership.agency_id,
        name=account.full_name,
        role=membership.role,
        grants=role.grants if role else {},
        agency_name=membership.agency.name,
        team=_team(account.pk) if role and _asks_for_team(role) else frozenset(),
        role_labels=role.labels if role else {},
    )


def _role(membership: Membership) -> Role | None:
    """As described now. A role that is gone, or makes no sense any more, allows nothing."""
    if not membership.role.startswith(AgencyRole.OWN):
        return roles().roles.get(membership.role)
    every = AgencyRole.objects.unscoped(reason="this look-up is what makes the actor")
    own = every.filter(agency=membership.agency_id, code=membership.role).first()
    try:
        return roles().and_also([own.as_role()]).roles[own.code] if own else None
    except RoleError:
        return None


def _asks_for_team(role: Role) -> bool:
    return any(Scope.TEAM in scopes for scopes in role.grants.values())


def _team(account_id: UUID) -> frozenset[UUID]:
    """The accounts that share a team with this one."""
    every = TeamMember.objects.unscoped(reason="this look-up is what makes the actor")
    teams = every.filter(account=account_id).values("team")
    return frozenset(every.filter(team__in=teams).values_list("account", flat=True))


def role_book_of(actor: Actor) -> RoleBook:
    """The ready roles and those that the actor's agency made. One that makes no sense is left out."""
    book = roles()
    for own in AgencyRole.objects.visible_to(actor).order_by("name"):
        with suppress(RoleError):
            book = book.and_also([own.as_role()])
    return book


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
        grants=roles().roles[OPERATOR].grants,
        agency_name=agency.name if agency else "",
        role_labels=roles().roles[OPERATOR].labels,
    )


def somebody(agency: Agency) -> Actor:
    """Whoever stands before the door of `agency` without having signed in. May do nothing."""
    return Actor(account_id=None, agency_id=agency.pk, name="", role="", grants={})


def agencies_of_this_machine() -> list[Agency]:
    """Every agency, by name: the command line asks which one is meant when there are several."""
    return list(Agency.objects.unscoped(reason="the operator chooses an agency").order_by("name"))
