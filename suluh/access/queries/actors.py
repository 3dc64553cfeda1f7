"""Who is acting: an account that signed in, or the operator at the command line."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from suluh.access.actor import Actor
from suluh.access.domain.roles import Role, RoleBook, RoleError
from suluh.access.domain.scopes import Scope
from suluh.access.models import (
    Account,
    Agency,
    AgencyRole,
    EmergencyAccess,
    Membership,
    TeamMember,
)
from suluh.access.roles import roles
from suluh.foundation.row_security import rows_of_agency, rows_of_every_agency

OPERATOR = "operator"


def actor_of(account: Account) -> Actor | None:
    """The account at work for its agency, or None when it belongs to no agency or is closed."""
    membership = _membership(account)
    if membership is None or not membership.account.is_active:
        return None
    # Who it is, before what it may do: enough to look up the rest within the agency.
    bare = Actor(
        account_id=account.pk,
        agency_id=membership.agency_id,
        name=account.full_name,
        role=membership.role,
        grants={},
        agency_name=membership.agency.name,
    )
    with rows_of_agency(membership.agency_id):
        role = role_of(bare)
        return with_role(bare, role) if role else bare


def with_role(actor: Actor, role: Role) -> Actor:
    """The actor with what `role` allows now, emergencies that the actor has opened included."""
    opened = _opened_in_emergency(actor, role)
    in_emergency = dict.fromkeys(opened, frozenset({Scope.AGENCY}))
    return replace(
        actor,
        grants={**role.grants, **in_emergency},
        role_labels=role.labels,
        team=_team(actor) if _asks_for_team(role) else frozenset(),
        emergency=opened,
    )


def role_of(actor: Actor) -> Role | None:
    """As described now. A role that is gone, or makes no sense any more, allows nothing."""
    if not actor.role.startswith(AgencyRole.OWN):
        return roles().roles.get(actor.role)
    own = AgencyRole.objects.visible_to(actor).filter(code=actor.role).first()
    try:
        return roles().and_also([own.as_role()]).roles[own.code] if own else None
    except RoleError:
        return None


def may_open_in_emergency(actor: Actor) -> frozenset[str]:
    """What the actor's role names for emergencies, beside what it allows anyway."""
    role = role_of(actor)
    return role.emergency - role.capabilities if role else frozenset()


def _opened_in_emergency(actor: Actor, role: Role) -> frozenset[str]:
    """Of these capabilities, those that the actor has opened and that are still open."""
    if not role.emergency:
        return frozenset()
    now = datetime.now(UTC)
    mine = EmergencyAccess.objects.visible_to(actor).filter(account=actor.account_id)
    return frozenset(
        each.capability
        for each in mine.filter(until__gt=now, capability__in=role.emergency)
        if each.opening.is_open(now)
    )


def _asks_for_team(role: Role) -> bool:
    return any(Scope.TEAM in scopes for scopes in role.grants.values())


def _team(actor: Actor) -> frozenset[UUID]:
    """The accounts that share a team with the actor."""
    every = TeamMember.objects.visible_to(actor)
    teams = every.filter(account=actor.account_id).values("team")
    return frozenset(every.filter(team__in=teams).values_list("account", flat=True))


def role_book_of(actor: Actor) -> RoleBook:
    """The ready roles and the own ones of the actor's agency, but none that makes no sense."""
    book = roles()
    for own in AgencyRole.objects.visible_to(actor).order_by("name"):
        with suppress(RoleError):
            book = book.and_also([own.as_role()])
    return book


@rows_of_every_agency(reason="this look-up is what makes the actor")
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


def everybody_of(actor: Actor) -> Actor:
    """Somebody who reaches every row of the actor's agency: asked only whether a row exists."""
    everything = dict.fromkeys(roles().capabilities, frozenset({Scope.AGENCY}))
    return Actor(None, actor.agency_id, name="", role="", grants=everything)


@rows_of_every_agency(reason="the operator chooses an agency")
def agencies_of_this_machine() -> list[Agency]:
    """Every agency, by name: the command line asks which one is meant when there are several."""
    return list(Agency.objects.unscoped(reason="the operator chooses an agency").order_by("name"))
