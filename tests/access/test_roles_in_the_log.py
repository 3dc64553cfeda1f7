"""The log says which power was given, not only that one was; and whoever looks is told of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.models import AgencyRole
from suluh.access.operations import change_role
from suluh.access.operations import roles as operations
from suluh.access.operations.joining import invite, join
from suluh.access.queries.actors import operator
from suluh.access.queries.notices import notices
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter

CHECKER: dict[str, Any] = {
    "name": "Night checker",
    "grants": {"directory.check": ["team"]},
    "emergency": ["directory.edit"],
}


def newest(actor: Actor, act: str) -> tuple[int, dict[str, Any]]:
    """Number and details of the last entry of this act."""
    found = log.entries(actor).filter(act=act)[0]
    return found.sequence, found.details


@pytest.fixture
def checker(cast: Cast) -> AgencyRole:
    return operations.make_role(cast.actor(cast.omar), **CHECKER)


def describe(cast: Cast, role: AgencyRole, **anew: Any) -> None:
    told = {**CHECKER, **anew, "as_read": role.as_read}
    operations.change_role_grants(cast.actor(cast.omar), role=role, **told)


def test_what_a_role_may_do_more_and_less_stands_in_the_log(
    cast: Cast, checker: AgencyRole, enter: Enter
) -> None:
    omar = cast.actor(cast.omar)
    assert newest(omar, "role.made")[1] == {
        "more": ["directory.check:team"], "more_in_emergency": ["directory.edit"],
    }  # fmt: skip
    grants = {"directory.check": ["agency"], "directory.edit": ["agency"]}
    describe(cast, checker, grants=grants, emergency=[])
    assert newest(omar, "role.changed")[1] == {
        "more": ["directory.check:agency", "directory.edit:agency"],
        "less": ["directory.check:team"],
        "less_in_emergency": ["directory.edit"],
    }
    page = enter(cast.vera).get("/log/").content.decode()
    assert "may now: check a workbook (everything of the office), change the directory;" in page


def test_another_name_is_an_act_of_its_own(cast: Cast, checker: AgencyRole) -> None:
    describe(cast, checker, name="Early checker")
    assert newest(cast.actor(cast.omar), "role.renamed")[1] == {}
    assert not log.entries(cast.actor(cast.omar)).filter(act="role.changed").exists()


def test_an_entry_names_the_one_that_described_the_role(cast: Cast, checker: AgencyRole) -> None:
    omar = cast.actor(cast.omar)
    made = newest(omar, "role.made")[0]
    change_role(omar, account=cast.sari, role=checker.code)
    assert newest(omar, "account.role_changed")[1] == {
        "former_role": "reader", "role": "own", "described_in": made,
    }  # fmt: skip
    describe(cast, checker, emergency=[])
    changed = newest(omar, "role.changed")[0]
    change_role(omar, account=cast.sari, role="reader")
    assert newest(omar, "account.role_changed")[1] == {
        "former_role": "own", "former_described_in": changed, "role": "reader",
    }  # fmt: skip


@pytest.mark.parametrize("role", ["editor", "own"])
def test_who_let_somebody_in_stands_in_the_log_for_ever(
    role: str, cast: Cast, checker: AgencyRole
) -> None:
    """The invitation itself is thrown away after a month."""
    omar, code = cast.actor(cast.omar), checker.code if role == "own" else role
    _row, letters = invite(omar, full_name="Mira Holt", email="mira@example.org", role=code)
    invited, said = newest(omar, "invitation.made")
    join(code=letters, password=PASSWORD)
    assert said["role"] == role
    assert newest(omar, "account.joined")[1] == {**said, "invited_in": invited}
    assert ("described_in" in said) is (role == "own")


@pytest.mark.parametrize("name", ["Directory reader", "PEMBACA DIREKTORI", "night checker"])
def test_no_role_is_called_like_another(name: str, cast: Cast, checker: AgencyRole) -> None:
    with pytest.raises(ValidationError, match="Write a name that no other role has"):
        operations.make_role(cast.actor(cast.omar), **{**CHECKER, "name": name})
    describe(cast, checker, name="Night Checker")  # its own, written otherwise


def test_a_role_or_a_team_that_gives_more_is_told(cast: Cast, checker: AgencyRole) -> None:
    describe(cast, checker, grants={"directory.check": ["agency"]})
    team = operations.make_team(cast.actor(cast.omar), name="Harbour")
    operations.set_team(
        cast.actor(cast.omar), team=team, as_read=team.as_read, members=[cast.ilya.pk]
    )
    for account in (cast.vera, cast.omar):
        told = " ".join(each.sentence for each in notices(cast.actor(account)))
        assert "Omar Vane changed what the role Night checker may do" in told
        assert "Omar Vane changed who is in the team Harbour" in told
    operations.remove_role(cast.actor(cast.omar), role=checker)
    told = " ".join(each.sentence for each in notices(cast.actor(cast.vera)))
    assert "what the role (removed since) may do" in told


def test_an_emergency_gives_nothing_that_is_only_for_the_operator(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        operations.make_role(
            operator(cast.port_tamsin),
            name="Keys",
            grants={"accounts.manage": ["agency"]},
            emergency=["agencies.create"],
        )
