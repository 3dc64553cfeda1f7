"""How far a grant reaches, in theory and on the workbooks of an office."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from suluh.access.actor import Actor
from suluh.access.domain.scopes import Scope, reach, within
from suluh.access.models import Account, TeamMember
from suluh.access.operations import roles as operations
from suluh.directory.models import Intake
from tests.cast import Cast

SEES = {
    # grant                     own    the team's  another's
    frozenset({Scope.AGENCY}): (True, True, True),
    frozenset({Scope.TEAM}): (True, True, False),
    frozenset({Scope.OWN}): (True, False, False),
    frozenset({Scope.REFERRED}): (False, False, False),  # nobody refers a workbook
    frozenset({Scope.CREATE}): (False, False, False),
    frozenset(): (False, False, False),
}


@pytest.mark.parametrize("scopes", SEES, ids=lambda scopes: "+".join(sorted(scopes)) or "none")
def test_a_grant_reaches_so_far_and_no_further(scopes: frozenset[Scope], cast: Cast) -> None:
    team = operations.make_team(cast.actor(cast.omar), name="Harbour")
    operations.set_team(
        cast.actor(cast.omar), team=team, as_read=team.as_read, members=[cast.ilya.pk, cast.sari.pk]
    )
    own, team_s, another_s = (
        _intake(cast, account) for account in (cast.ilya, cast.sari, cast.vera)
    )
    elsewhere = Intake.objects.create(
        agency=cast.lake_harrow, brought_by=cast.noor, file_name="far.csv"
    )
    actor = _with(cast, scopes)
    seen = set(Intake.objects.visible_to(actor))
    assert tuple(each in seen for each in (own, team_s, another_s)) == SEES[scopes]
    assert elsewhere not in seen


def _intake(cast: Cast, account: Account) -> Intake:
    return Intake.objects.create(agency=cast.port_tamsin, brought_by=account, file_name="x.csv")


def _with(cast: Cast, scopes: frozenset[Scope]) -> Actor:
    grants = {"directory.check": scopes} if scopes else {}
    mates = TeamMember.objects.visible_to(cast.actor(cast.omar)).values_list("account", flat=True)
    return replace(cast.actor(cast.ilya), grants=grants, team=frozenset(mates))


def test_a_wider_scope_holds_the_narrower() -> None:
    assert within({Scope.OWN}, {Scope.TEAM})
    assert within({Scope.REFERRED, Scope.TEAM}, {Scope.AGENCY})
    assert not within({Scope.TEAM}, {Scope.OWN, Scope.REFERRED})
    assert not within({Scope.REFERRED}, {Scope.TEAM})  # another team's person may be referred


@pytest.mark.parametrize(("narrow", "wide"), list(product(Scope, Scope)))
def test_reach_never_shrinks(narrow: Scope, wide: Scope) -> None:
    if narrow in reach([wide]):
        assert reach([narrow]) <= reach([wide])
    assert {narrow, wide} <= reach([narrow, wide])
