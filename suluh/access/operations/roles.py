"""Roles and teams of an agency. Nobody changes what they themselves may see."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.acts import acts, power
from suluh.access.domain.roles import Role, RoleError, require_role
from suluh.access.models import AgencyRole, JointAct, Membership, Team, TeamMember
from suluh.access.operations.audit import record
from suluh.access.operations.office import MANAGE as MANAGE_ACCOUNTS
from suluh.access.operations.office import hold_office, require_an_administrator
from suluh.access.operations.withdrawing import (
    record_ended,
    withdraw_invitations_of,
    withdraw_joint_acts_of,
)
from suluh.access.roles import roles
from suluh.foundation.rows import require_as_read

MANAGE = "roles.manage"
Grants = Mapping[str, Iterable[str]]  # capability -> scopes, as a form sends them


def make_role(actor: Actor, *, name: str, grants: Grants, emergency: Iterable[str]) -> AgencyRole:
    """Add a role. Raises Refused; ValidationError for a grant that cannot be given, or a name."""
    policy.require(actor, MANAGE)
    role = AgencyRole(agency_id=actor.agency, code=AgencyRole.OWN + secrets.token_hex(4))
    _describe(role, name, grants, emergency)
    with transaction.atomic():
        hold_office(actor, MANAGE)
        _require_own_name(actor, role)
        role.save()
        record(actor, "role.made", subject=role, **_said("more", _Powers.of(role)))
    return role


def change_role_grants(
    actor: Actor,
    *,
    role: AgencyRole,
    name: str,
    grants: Grants,
    emergency: Iterable[str],
    as_read: str,
) -> None:
    """Describe a role anew; it holds at once for everybody who has it.

    Raises as `make_role`; ChangedMeanwhile when somebody changed it since `as_read`.
    """
    policy.require(actor, MANAGE)
    if actor.role == role.code:
        raise policy.Refused(_("Nobody can change their own role. Ask another administrator."))
    former = _Powers.of(role)
    _describe(role, name, grants, emergency)
    with transaction.atomic():
        hold_office(actor, MANAGE)
        require_as_read(AgencyRole.objects.visible_to(actor), role, as_read)
        _require_own_name(actor, role)
        role.save()
        now = _Powers.of(role)
        if now == former:  # another name changes nobody
            record(actor, "role.renamed", subject=role)
            return
        ended = _end_what_it_began(actor, role)
        require_an_administrator(actor)
        record_ended(actor, ended)
        changes = _said("more", now - former) | _said("less", former - now)
        record(actor, "role.changed", subject=role, **changes)


@dataclass(frozen=True, slots=True)
class _Powers:
    """What a role may do, as codes of the log; what this version does not know is left out."""

    always: frozenset[str]
    in_emergency: frozenset[str]

    @classmethod
    def of(cls, role: AgencyRole) -> _Powers:
        known = acts().details
        every = {power(code, scope) for code, scopes in role.grants.items() for scope in scopes}
        return cls(
            frozenset(every & known["more"].codes.keys()),
            frozenset(set(role.emergency) & known["more_in_emergency"].codes.keys()),
        )

    def __sub__(self, other: _Powers) -> _Powers:
        return _Powers(self.always - other.always, self.in_emergency - other.in_emergency)


def _said(detail: str, powers: _Powers) -> dict[str, list[str]]:
    """As details of an entry; what is empty is not said."""
    said = {detail: powers.always, f"{detail}_in_emergency": powers.in_emergency}
    return {name: sorted(codes) for name, codes in said.items() if codes}


def _end_what_it_began(actor: Actor, role: AgencyRole) -> list[JointAct]:
    """Whoever has the role is somebody else now: nothing of before goes on. Gives what ended."""
    ended: list[JointAct] = []
    for member in Membership.objects.visible_to(actor).filter(role=role.code):
        ended += withdraw_joint_acts_of(actor, member.account)
        if MANAGE_ACCOUNTS not in role.grants:
            withdraw_invitations_of(actor, member.account)
    return ended


def remove_role(actor: Actor, *, role: AgencyRole) -> None:
    """Remove a role that nobody has. Raises Refused, also when somebody has it."""
    policy.require(actor, MANAGE)
    with transaction.atomic():
        hold_office(actor, MANAGE)
        if Membership.objects.visible_to(actor).filter(role=role.code).exists():
            raise policy.Refused(_("Somebody has this role. Give them another one first."))
        record(actor, "role.removed", subject=role)
        role.delete()


def described(actor: Actor, *, name: str, grants: Grants, emergency: Iterable[str]) -> Role:
    """What such a role would be; nothing is stored. Raises as `make_role`."""
    policy.require(actor, MANAGE)
    role = AgencyRole(agency_id=actor.agency, code=f"{AgencyRole.OWN}new")
    _describe(role, name, grants, emergency)
    return role.as_role()


def _describe(role: AgencyRole, name: str, grants: Grants, emergency: Iterable[str]) -> None:
    """Raises ValidationError, with a sentence, unless this is a role that can be given."""
    role.name = name.strip()
    role.grants = {code: sorted(scopes) for code, scopes in sorted(grants.items())}
    role.emergency = sorted(emergency)
    if not role.grants:  # before the model says so of a field that no form has
        raise ValidationError(_("Choose at least one thing that this role may do."))
    role.full_clean(exclude=["agency"])
    try:
        require_role(role.as_role(), roles().capabilities)
    except RoleError as wrong:
        raise ValidationError(_why_not({*role.grants, *role.emergency})) from wrong


def _require_own_name(actor: Actor, role: AgencyRole) -> None:
    """The log and the pages name roles: two of one name would hide which one somebody has."""
    ready = {label for each in roles().roles.values() for label in each.labels.values()}
    others = AgencyRole.objects.visible_to(actor).exclude(code=role.code)
    taken = {*ready, *others.values_list("name", flat=True)}
    if role.name.casefold() in {each.casefold() for each in taken}:
        raise ValidationError(_("Write a name that no other role has."))


def _why_not(capabilities: set[str]) -> str:
    known = roles().capabilities
    if len({known[code].side for code in capabilities & known.keys()}) > 1:
        return _(
            "One role cannot join content with the management of accounts or with the log. "
            "Make two roles."
        )
    return _("This role asks for something that cannot be given.")


def make_team(actor: Actor, *, name: str) -> Team:
    """Add an empty team. Raises Refused; ValidationError for a name that is taken or empty."""
    policy.require(actor, MANAGE)
    team = Team(agency_id=actor.agency, name=name.strip())
    team.full_clean(exclude=["agency"])
    try:
        with transaction.atomic():
            hold_office(actor, MANAGE)
            team.save()
            record(actor, "team.made", subject=team)
    except IntegrityError as taken:
        raise ValidationError(_("Write a name that no other team has.")) from taken
    return team


def set_team(actor: Actor, *, team: Team, members: Iterable[UUID], as_read: str) -> None:
    """Put exactly these accounts into a team; those of other agencies are left out.

    Whoever has left stays in it: their colleagues must still see the work they left behind.
    Raises Refused when that would put the actor in or out: a team widens what its members see.
    Raises ChangedMeanwhile when somebody changed the team since `as_read`.
    """
    policy.require(actor, MANAGE)
    colleagues = Membership.objects.visible_to(actor).filter(account__in=list(members))
    wanted = set(colleagues.values_list("account", flat=True))
    with transaction.atomic():
        hold_office(actor, MANAGE)
        require_as_read(Team.objects.visible_to(actor), team, as_read)
        there = TeamMember.objects.visible_to(actor).filter(team=team).select_for_update()
        former = set(there.values_list("account", flat=True))
        if actor.account_id in wanted ^ former:
            raise policy.Refused(_("Nobody can change their own teams. Ask another administrator."))
        there.exclude(account__in=wanted).filter(account__is_active=True).delete()
        TeamMember.objects.bulk_create(
            TeamMember(agency_id=actor.agency, team=team, account_id=account)
            for account in sorted(wanted - former)
        )
        team.save(update_fields=["updated_at"])  # a form made before this is old from here on
        record(actor, "team.changed", subject=team, members=len(wanted))


def remove_team(actor: Actor, *, team: Team) -> None:
    """Remove a team; its members keep their accounts. Raises Refused for a team of one's own."""
    policy.require(actor, MANAGE)
    with transaction.atomic():
        hold_office(actor, MANAGE)
        members = TeamMember.objects.visible_to(actor).filter(team=team)
        if members.filter(account=actor.account_id).exists():
            raise policy.Refused(_("Nobody can change their own teams. Ask another administrator."))
        record(actor, "team.removed", subject=team)
        team.delete()
