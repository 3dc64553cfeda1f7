"""Nobody widens their own access by any path.

Everybody sends every form to every address, with their own identifiers in it, again and again.
Afterwards nobody may do more than before, nor reach further. What is allowed and marked: emergency
access, opened with a reason. What nothing can prevent: an administrator who invents a colleague;
that one is another account, and all who manage or audit are told.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from suluh.access.actor import Actor
from suluh.access.domain.roles import Role, RoleError, require_role
from suluh.access.domain.scopes import Scope, within
from suluh.access.models import Account, AgencyRole, Membership, Team, TeamMember
from suluh.access.operations import change_role, deactivate_account, open_account
from suluh.access.operations.accounts import assignable_roles, create_account
from suluh.access.operations.emergency import open_emergency
from suluh.access.operations.joining import invite, join
from suluh.access.operations.roles import change_role_grants, make_role, make_team, set_team
from suluh.access.policy import Refused
from suluh.access.queries.actors import actor_of, operator
from suluh.access.queries.agreements import agreement_in_force
from suluh.access.roles import roles
from tests.access_matrix.table import OBJECTS
from tests.attack.ground import as_read, patterns, undone
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter

PERSONAS = ("ilya", "sari", "omar", "vera", "noor")
REASON = "A number is answered by somebody dangerous."
# Whoever signs themselves out, or has another password, can do no more by it.
ENDS_THE_VISIT = {"account_logout", "lock", "account_change_password"}


def can(account: Account) -> dict[str, Any]:
    """What the account may do now, how far, and whose work it reaches."""
    actor = actor_of(account)
    return {"grants": dict(actor.grants) if actor else {}, "team": actor.team if actor else None}


def wider(former: Any, new: Any) -> set[str]:
    """The capabilities in which `new` allows anything that `former` does not."""
    return {code for code, reach in new.items() if not within(reach, former.get(code, frozenset()))}


def forms(cast: Cast, account: Account, own: UUID) -> list[dict[str, Any]]:
    """Plausible ones: every field that a form here has, pointing at oneself."""
    version = agreement_in_force(cast.actor(cast.omar))
    assert version is not None
    grants = {
        f"grant-{code}": sorted(each.scopes)[-1].value
        for code, each in roles().capabilities.items()
        if each.grantable
    }
    common = {
        "full_name": account.full_name, "email": account.email, "login": account.email,
        "password": PASSWORD, "again": PASSWORD, "person": str(account.pk), "was": "right",
        "members": [str(account.pk)], "version": str(version.pk), "name": "North",
        "reason": REASON, "next": "/", "since": "2026-11-01", "until": "2026-11-22", "form": "csv",
        "pk": str(own), "account": str(account.pk), "agency": str(cast.port_tamsin.pk),
    }  # fmt: skip
    content, management, audit = (
        {name: reach for name, reach in grants.items()
         if roles().capabilities[name.removeprefix("grant-")].side == side}
        for side in ("content", "management", "audit")
    )  # fmt: skip
    return [
        {**common, "role": "administrator", **management},
        {**common, "role": "auditor", **audit},
        {**common, "role": "editor", **content, "emergency": ["directory.edit"]},
    ]


def own_addresses(cast: Cast, account: Account) -> list[str]:
    """Every address, with the own membership or account where it captures an identifier."""
    row = Membership._base_manager.get(account=account).pk
    made: dict[Any, dict[str, Any]] = {}  # one of each kind, for all the addresses that name it
    found = []
    for name, pattern in patterns():
        if name in ENDS_THE_VISIT:
            continue
        make = OBJECTS.get(name)
        if make not in made:
            made[make] = make(cast) if make else {}
        found.append(reverse(name, kwargs=made[make]))
        for key, kind in pattern.pattern.converters.items():
            if type(kind).__name__ == "UUIDConverter":
                found += [reverse(name, kwargs={key: own}) for own in (row, account.pk)]
    return found


@pytest.mark.sweep
@pytest.mark.asvs("8.2.1", "8.3.1", "8.2.3")
@pytest.mark.parametrize("persona", PERSONAS)
def test_no_form_at_any_address_widens_what_one_may_do(
    persona: str, cast: Cast, enter: Enter
) -> None:
    account: Account = getattr(cast, persona)
    before = can(account)
    with undone():
        addresses = own_addresses(cast, account)
        own = Membership._base_manager.get(account=account).pk
        for form in forms(cast, account, own):
            client = enter(account)
            for each in addresses:
                client.post(each, {**form, **as_read(each)})
                if "_auth_user_id" not in client.session:
                    client = enter(account)
        after = can(account)
        marked = cast.actor(account).emergency
        more = wider(before["grants"], after["grants"])
        assert more == marked, f"{persona} can do more: {sorted(more - marked)}"
        assert marked <= (roles().roles["reader"].emergency if persona == "sari" else frozenset())
        assert after["team"] == before["team"]


def test_the_sweep_would_notice(cast: Cast) -> None:
    """With the guard against oneself gone, the comparison is not empty."""
    before = can(cast.ilya)
    change_role(operator(cast.port_tamsin), account=cast.ilya, role="administrator")
    assert wider(before["grants"], can(cast.ilya)["grants"])


# ---- Each path by its name ----------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(roles().roles))
def test_the_own_role(role: str, cast: Cast) -> None:
    with pytest.raises(Refused):
        change_role(cast.actor(cast.omar), account=cast.omar, role=role)


def test_the_description_of_the_own_role(cast: Cast) -> None:
    """Mira manages roles by a role of the office's own."""
    omar = cast.actor(cast.omar)
    role = make_role(omar, name="Keeper", grants={"roles.manage": ["agency"]}, emergency=())
    change_role(omar, account=cast.ilya, role=role.code)
    keeper = cast.actor(cast.ilya)
    grants = {"roles.manage": ["agency"], "accounts.manage": ["agency"]}
    with pytest.raises(Refused, match="their own role"):
        change_role_grants(
            keeper, role=role, name="Keeper", grants=grants, emergency=(), as_read=role.as_read
        )
    client = Client()
    client.force_login(cast.ilya)
    assert cast.actor(cast.ilya).capabilities == {"roles.manage"}


def test_a_role_of_another_office_is_nobodys(cast: Cast) -> None:
    """By its code, should it ever be the same."""
    theirs = AgencyRole.objects.create(
        agency=cast.lake_harrow, code="own-x", name="X", grants={"audit.read": ["agency"]}
    )
    assert theirs.code not in {role.code for role in assignable_roles(cast.actor(cast.omar))}
    Membership._base_manager.filter(account=cast.ilya).update(role=theirs.code)
    assert cast.actor(cast.ilya).capabilities == frozenset()


def test_the_own_teams(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    team = make_team(omar, name="Harbour")
    set_team(omar, team=team, as_read=team.as_read, members=[cast.ilya.pk, cast.noor.pk])
    members = TeamMember._base_manager.filter(team=team)
    assert set(members.values_list("account", flat=True)) == {cast.ilya.pk}
    with pytest.raises(Refused):
        set_team(omar, team=team, as_read=team.as_read, members=[cast.ilya.pk, cast.omar.pk])
    assert Team._base_manager.filter(pk=team.pk).exists()


@pytest.mark.parametrize("power", ["roles.manage", "accounts.manage"])
@pytest.mark.parametrize("content", ["directory.check", "directory.view", "audit.read"])
def test_who_manages_never_reads_so_that_a_team_of_ones_own_shows_nothing(
    power: str, content: str
) -> None:
    """Else putting a colleague into a team of one's own would show their work."""
    scope = Scope.TEAM if content == "directory.check" else Scope.AGENCY
    role = Role("own-1", {"en": "X"}, {power: frozenset({Scope.AGENCY}),
                                       content: frozenset({scope})})  # fmt: skip
    with pytest.raises(RoleError, match="joins"):
        require_role(role, roles().capabilities)


def test_emergency_access_is_open_to_whom_the_role_names_and_marked(cast: Cast) -> None:
    sari = cast.actor(cast.sari)
    open_emergency(sari, capability="directory.edit", reason=REASON)
    assert cast.actor(cast.sari).emergency == {"directory.edit"}
    for capability in ("accounts.manage", "audit.read", "directory.import", "agencies.create"):
        with pytest.raises(Refused):
            open_emergency(cast.actor(cast.sari), capability=capability, reason=REASON)
    for persona in ("ilya", "omar", "vera"):
        actor = cast.actor(getattr(cast, persona))
        with pytest.raises(Refused):
            open_emergency(actor, capability="directory.edit", reason=REASON)


def test_an_emergency_ends_with_the_role_that_allowed_it(cast: Cast) -> None:
    open_emergency(cast.actor(cast.sari), capability="directory.edit", reason=REASON)
    change_role(cast.actor(cast.omar), account=cast.sari, role="auditor")
    assert cast.actor(cast.sari).capabilities == {"audit.read"}


def test_nobody_reopens_their_own_account(cast: Cast, enter: Enter) -> None:
    """A page that was loaded before, and a session from before."""
    second = create_account(
        operator(cast.port_tamsin), agency=cast.port_tamsin, email="mira@example.org",
        full_name="Mira Holt", role="administrator", password=PASSWORD,
    )  # fmt: skip
    mira, client = cast.actor(second), enter(second)
    deactivate_account(cast.actor(cast.omar), account=second)
    with pytest.raises(Refused):
        open_account(mira, account=second)
    row = Membership._base_manager.get(account=second).pk
    client.post(f"/accounts/{row}/open/")
    assert not Account.objects.get(pk=second.pk).is_active


def test_an_invented_colleague_is_somebody_else_and_seen_by_all_who_watch(
    cast: Cast, enter: Enter
) -> None:
    """Not prevented: an administrator may invite whom they like, also an address of their own."""
    before = can(cast.omar)
    _row, code = invite(
        cast.actor(cast.omar), full_name="Omar Vane", email="other@example.org", role="auditor"
    )
    join(code=code, password="nine lamps by the river")
    assert can(cast.omar) == before
    page = enter(cast.vera).get("/").content.decode()
    assert "opened an account" in page


def test_a_passkey_or_password_of_another_unlocks_nothing(cast: Cast, enter: Enter) -> None:
    Account.objects.get(pk=cast.sari.pk)
    client = enter(cast.ilya)
    client.post("/account/lock/")
    cast.sari.set_password("quite another secret")
    cast.sari.save()
    for sent in ({"password": "quite another secret"}, {"credential": "{}"},
                 {"password": PASSWORD, "credential": "{}"}):  # fmt: skip
        client.post("/account/unlock/", sent)
        assert client.get("/")["Location"] == "/account/unlock/"


def test_an_operator_is_never_made_from_a_request() -> None:
    """No role that an account can have holds what only the machine may do."""
    for role in roles().assignable():
        assert "agencies.create" not in role.capabilities | role.emergency
    assert isinstance(operator(), Actor)
    assert not roles().roles["operator"].assignable


def test_a_team_of_the_same_name_is_refused_kindly(cast: Cast, enter: Enter) -> None:
    client = enter(cast.omar)
    for _time in range(2):
        assert client.post("/teams/new/", {"name": "Harbour"}).status_code == 302
    assert Team._base_manager.count() == 1
