"""Roles and teams that an office makes, and that nobody widens their own access by them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from suluh.access.actor import Actor
from suluh.access.models import AgencyRole, Membership, Team, TeamMember
from suluh.access.operations import change_role, deactivate_account
from suluh.access.operations import roles as operations
from suluh.access.operations.joining import invite
from suluh.access.policy import Refused
from suluh.access.queries.actors import operator
from suluh.directory.models import Intake
from tests.cast import Cast
from tests.conftest import Enter
from tests.forms import loaded

CHECKER: dict[str, Any] = {
    "name": "Night checker",
    "grants": {"directory.check": ["team"]},
    "emergency": ["directory.edit"],
}
MANAGER: dict[str, Any] = {"name": "Keys", "grants": {"roles.manage": ["agency"]}, "emergency": []}


def _checker(cast: Cast) -> AgencyRole:
    return operations.make_role(cast.actor(cast.omar), **CHECKER)


def _give(cast: Cast, role: AgencyRole) -> None:
    change_role(cast.actor(cast.omar), account=cast.sari, role=role.code)


def test_a_role_of_the_office_can_be_given_and_holds(cast: Cast) -> None:
    _give(cast, _checker(cast))
    actor = cast.actor(cast.sari)
    assert actor.capabilities == {"directory.check"}
    assert actor.role_labels == {"en": "Night checker"}


@pytest.mark.asvs("8.3.2")
def test_a_change_of_the_role_holds_at_the_next_request(cast: Cast, enter: Enter) -> None:
    role = _checker(cast)
    _give(cast, role)
    client = enter(cast.sari)
    assert client.get(reverse("directory:checks")).status_code == 200
    view = {**CHECKER, "grants": {"directory.view": ["agency"]}}
    operations.change_role_grants(cast.actor(cast.omar), role=role, as_read=role.as_read, **view)
    assert client.get(reverse("directory:checks")).status_code == 403
    assert client.get(reverse("directory:services")).status_code == 200


def test_a_role_of_another_office_cannot_be_given(cast: Cast) -> None:
    far = AgencyRole.objects.create(
        agency=cast.lake_harrow, code="own-far", name="Far", grants=CHECKER["grants"]
    )
    with pytest.raises(ValidationError):
        _give(cast, far)
    Membership.objects.visible_to(cast.actor(cast.sari)).filter(account=cast.sari).update(
        role=far.code
    )
    assert cast.actor(cast.sari).capabilities == frozenset()


def test_a_role_that_is_gone_allows_nothing(cast: Cast) -> None:
    role = _checker(cast)
    _give(cast, role)
    role.delete()
    assert cast.actor(cast.sari).capabilities == frozenset()


def test_a_role_that_somebody_has_stays(cast: Cast) -> None:
    role = _checker(cast)
    _give(cast, role)
    with pytest.raises(Refused, match="Somebody has this role"):
        operations.remove_role(cast.actor(cast.omar), role=role)
    change_role(cast.actor(cast.omar), account=cast.sari, role="reader")
    operations.remove_role(cast.actor(cast.omar), role=role)
    assert not AgencyRole.objects.visible_to(cast.actor(cast.omar)).exists()


@pytest.mark.parametrize(
    "grants",
    [
        {},
        {"directory.fly": ["agency"]},
        {"directory.view": ["own"]},
        {"directory.view": ["everywhere"]},
        {"directory.view": []},
        {"agencies.create": ["agency"]},
        {"directory.view": ["agency"], "accounts.manage": ["agency"]},
        {"audit.read": ["agency"], "roles.manage": ["agency"]},
    ],
    ids=str,
)
def test_a_role_that_cannot_be_given_is_not_made(grants: dict[str, list[str]], cast: Cast) -> None:
    with pytest.raises(ValidationError):
        operations.make_role(cast.actor(cast.omar), name="Odd", grants=grants, emergency=[])
    assert not AgencyRole.objects.visible_to(cast.actor(cast.omar)).exists()


def test_no_emergency_opens_accounts_or_the_log(cast: Cast) -> None:
    for code in ("accounts.manage", "audit.read", "agencies.create"):
        with pytest.raises(ValidationError):
            operations.make_role(cast.actor(cast.omar), **{**CHECKER, "emergency": [code]})


def test_only_who_manages_roles_makes_them(cast: Cast) -> None:
    for account in (cast.ilya, cast.sari, cast.vera):
        with pytest.raises(Refused):
            operations.make_role(cast.actor(account), **CHECKER)
        with pytest.raises(Refused):
            operations.make_team(cast.actor(account), name="Harbour")


def test_nobody_changes_the_role_that_they_have(cast: Cast) -> None:
    role = operations.make_role(cast.actor(cast.omar), **MANAGER)
    change_role(cast.actor(cast.omar), account=cast.sari, role=role.code)
    wider = {**MANAGER, "grants": {"roles.manage": ["agency"], "accounts.manage": ["agency"]}}
    with pytest.raises(Refused, match="Nobody can change their own role"):
        operations.change_role_grants(
            cast.actor(cast.sari), role=role, as_read=role.as_read, **wider
        )
    assert cast.actor(cast.sari).capabilities == {"roles.manage"}


def test_nobody_puts_themselves_into_a_team_or_out(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    team = operations.make_team(omar, name="Harbour")
    with pytest.raises(Refused, match="Nobody can change their own teams"):
        operations.set_team(
            omar, team=team, as_read=team.as_read, members=[cast.omar.pk, cast.sari.pk]
        )
    TeamMember.objects.create(agency=cast.port_tamsin, team=team, account=cast.omar)
    with pytest.raises(Refused):
        operations.set_team(omar, team=team, as_read=team.as_read, members=[])
    with pytest.raises(Refused):
        operations.remove_team(omar, team=team)


def test_a_team_holds_nobody_of_another_office(cast: Cast) -> None:
    team = operations.make_team(cast.actor(cast.omar), name="Harbour")
    operations.set_team(
        cast.actor(cast.omar), team=team, as_read=team.as_read, members=[cast.noor.pk, cast.sari.pk]
    )
    members = TeamMember.objects.visible_to(cast.actor(cast.omar)).values_list("account", flat=True)
    assert list(members) == [cast.sari.pk]


def test_a_team_widens_what_a_team_role_sees(cast: Cast, enter: Enter) -> None:
    _give(cast, _checker(cast))
    theirs = Intake.objects.create(
        agency=cast.port_tamsin, brought_by=cast.ilya, file_name="x.csv", state=Intake.WAITING
    )
    client = enter(cast.sari)
    page = reverse("directory:check", args=[theirs.pk])
    assert client.get(page).status_code == 404
    team = operations.make_team(cast.actor(cast.omar), name="Harbour")
    operations.set_team(
        cast.actor(cast.omar), team=team, as_read=team.as_read, members=[cast.ilya.pk, cast.sari.pk]
    )
    assert client.get(page).status_code == 200


def test_whoever_left_stays_in_their_team_with_the_work_they_left(cast: Cast, enter: Enter) -> None:
    team = operations.make_team(cast.actor(cast.omar), name="Harbour")
    for account in (cast.ilya, cast.dewi):  # Dewi has left
        TeamMember.objects.create(agency=cast.port_tamsin, team=team, account=account)
    client, page = enter(cast.omar), reverse("team", args=[team.pk])
    client.post(page, {**loaded(client, page), "members": [str(cast.sari.pk)]})
    members = TeamMember.objects.visible_to(cast.actor(cast.omar))
    assert set(members.values_list("account", flat=True)) == {cast.dewi.pk, cast.sari.pk}


def test_an_administrator_makes_a_role_and_a_team_on_the_pages(cast: Cast, enter: Enter) -> None:
    client = enter(cast.omar)
    form = {"name": "Night checker", "grant-directory.check": "own", "emergency": "directory.edit"}
    assert client.post(reverse("role_try"), form).status_code == 200
    assert not AgencyRole.objects.visible_to(cast.actor(cast.omar)).exists()
    assert client.post(reverse("role_new"), form).status_code == 302
    role = AgencyRole.objects.visible_to(cast.actor(cast.omar)).get()
    assert role.grants == {"directory.check": ["own"]}
    page = reverse("role", args=[role.pk])
    refused = client.post(page, {**loaded(client, page), "grant-accounts.manage": "agency"})
    assert refused.status_code == 400
    assert "One role cannot join content" in refused.content.decode()
    client.post(reverse("team_new"), {"name": "Harbour"})
    team = Team.objects.visible_to(cast.actor(cast.omar)).get()
    page = reverse("team", args=[team.pk])
    client.post(page, {**loaded(client, page), "members": [str(cast.sari.pk)]})
    assert TeamMember.objects.visible_to(cast.actor(cast.omar)).get().account_id == cast.sari.pk
    assert "Night checker" in client.get(reverse("roles")).content.decode()


def test_a_role_is_tried_as_somebody_with_it_would_see_the_workspace(
    cast: Cast, enter: Enter
) -> None:
    shown = enter(cast.omar).post(
        reverse("role_try"), {"role": "reader", "address": "http://localhost/log/"}
    )
    words = shown.content.decode()
    assert "Find a service" in words
    assert "Somebody cannot: the role Directory reader does not let them read the log." in words


def _managers(cast: Cast) -> tuple[AgencyRole, Actor]:
    """Omar's role is one that the office made, and Sari may describe roles."""
    machine = operator(cast.port_tamsin)
    own = AgencyRole.objects.create(
        agency=cast.port_tamsin, code="own-a", name="Keeper",
        grants={"accounts.manage": ["agency"]},
    )  # fmt: skip
    AgencyRole.objects.create(
        agency=cast.port_tamsin, code="own-r", name="Describer",
        grants={"roles.manage": ["agency"]},
    )  # fmt: skip
    change_role(machine, account=cast.omar, role="own-a")
    change_role(machine, account=cast.sari, role="own-r")
    return own, cast.actor(cast.sari)


def test_a_description_leaves_no_office_without_an_administrator(cast: Cast) -> None:
    own, sari = _managers(cast)
    with pytest.raises(Refused, match="look after the accounts"):
        operations.change_role_grants(
            sari, role=own, name="Keeper", grants={"roles.manage": ["agency"]}, emergency=(),
            as_read=own.as_read,
        )  # fmt: skip
    assert cast.actor(cast.omar).can("accounts.manage")


def test_who_manages_no_more_by_description_has_no_open_invitations(cast: Cast) -> None:
    own, sari = _managers(cast)
    change_role(operator(cast.port_tamsin), account=cast.ilya, role="administrator")
    row, _code = invite(
        cast.actor(cast.omar), full_name="Mira Holt", email="mira@example.org", role="reader"
    )
    operations.change_role_grants(
        sari, role=own, name="Keeper", grants={"roles.manage": ["agency"]}, emergency=(),
        as_read=own.as_read,
    )  # fmt: skip
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_whoever_lost_the_power_a_moment_ago_makes_nothing(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    team = operations.make_team(omar, name="Harbour")
    role = operations.make_role(omar, **CHECKER)
    deactivate_account(operator(cast.port_tamsin), account=cast.omar)
    team.refresh_from_db()
    for verb in (
        lambda: operations.make_role(omar, **CHECKER),
        lambda: operations.change_role_grants(omar, role=role, as_read=role.as_read, **CHECKER),
        lambda: operations.remove_role(omar, role=role),
        lambda: operations.make_team(omar, name="Other"),
        lambda: operations.set_team(omar, team=team, members=[], as_read=team.as_read),
        lambda: operations.remove_team(omar, team=team),
    ):
        with pytest.raises(Refused, match="closed a moment ago"):
            verb()
