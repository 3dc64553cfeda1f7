"""Somebody answers while a colleague's account or role changes: both are done, nobody waits for
ever. Each pair would stop in a deadlock on PostgreSQL if an entry were recorded before the last row
is locked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from suluh.access import log
from suluh.access.domain.two_people import State
from suluh.access.models import Account, AgencyRole, Invitation, JointAct, Membership
from suluh.access.operations import create_account, joining, two_people
from suluh.access.operations.erasing import ask_to_erase, erase_account
from suluh.access.operations.joining import invite, withdraw_invitation
from suluh.access.operations.roles import change_role_grants
from suluh.access.operations.two_people import approve
from suluh.access.queries.actors import operator
from tests.at_once import at_once
from tests.cast import PASSWORD, Cast, assemble

pytestmark = pytest.mark.django_db(transaction=True)
GRANTS = {"accounts.manage": ["agency"]}
Slow = Callable[[ModuleType], None]


@pytest.fixture
def slow_to_record(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Whoever acts by this module holds the rows for a moment before it goes to the log."""

    def make(module: ModuleType) -> None:
        real = module.record

        def record(*args: Any, **details: Any) -> None:
            time.sleep(0.6)
            real(*args, **details)

        monkeypatch.setattr(module, "record", record)

    return make


def _colleague(cast: Cast, name: str, role: str) -> Account:
    return create_account(
        operator(cast.port_tamsin), agency=cast.port_tamsin, email=f"{name}@example.org",
        full_name=name.title(), role=role, password=PASSWORD,
    )  # fmt: skip


def states() -> set[str]:
    return set(JointAct.objects.unscoped(reason="a test looks").values_list("state", flat=True))


def test_a_role_of_two_askers_changes_while_one_of_them_is_approved(slow_to_record: Slow) -> None:
    cast = assemble()
    role = AgencyRole.objects.create(
        agency=cast.port_tamsin, code="own-1", name="Desk", grants=GRANTS
    )
    for name in ("mira", "ada"):
        _colleague(cast, name, role.code)
    members = Membership.objects.visible_to(operator(cast.port_tamsin)).filter(role=role.code)
    asked = [ask_to_erase(cast.actor(each.account), account=cast.dewi) for each in members]
    slow_to_record(two_people)
    at_once(  # on SQLite the second may come too late, and is refused
        lambda: approve(cast.actor(cast.vera), joint=asked[-1]),
        lambda: change_role_grants(
            cast.actor(cast.omar), role=role, name="Desk", as_read=role.as_read,
            grants={**GRANTS, "roles.manage": ["agency"]}, emergency=(),
        ),
    )  # fmt: skip
    assert states() == {State.ENDED}
    assert log.examine(cast.actor(cast.vera)).ok


def test_an_invitation_is_withdrawn_while_the_person_is_erased(slow_to_record: Slow) -> None:
    cast = assemble()
    omar, ada = cast.actor(cast.omar), _colleague(cast, "ada", "administrator")
    invitation, _code = invite(omar, full_name="Dewi", email="once@example.org", role="reader")
    Invitation._base_manager.filter(pk=invitation.pk).update(email=cast.dewi.email)
    approve(cast.actor(cast.vera), joint=ask_to_erase(omar, account=cast.dewi))
    slow_to_record(joining)
    outcome = at_once(
        lambda: withdraw_invitation(cast.actor(ada), invitation=invitation),
        lambda: erase_account(omar, account=cast.dewi),
    )
    assert outcome == {"done": 2}
    assert Account.objects.get(pk=cast.dewi.pk).erased_at is not None
