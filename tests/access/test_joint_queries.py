"""However much is asked for or over, the page and the home page ask the database the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suluh.access.domain.two_people import State
from suluh.access.models import Account, JointAct
from suluh.access.operations import create_account
from suluh.access.queries.actors import operator
from tests.cast import PASSWORD, Cast, agree, give_app
from tests.conftest import Enter

TAKEN = "log.taken_with_names"


@pytest.fixture
def mira(cast: Cast) -> Account:
    """A second auditor: what she asks for can be answered by Omar and by Vera."""
    found = create_account(
        operator(cast.port_tamsin), agency=cast.port_tamsin, email="mira@example.org",
        full_name="Mira Holt", role="auditor", password=PASSWORD,
    )  # fmt: skip
    agree(found)
    give_app(found)
    return found


@pytest.fixture
def asked(cast: Cast, mira: Account) -> Callable[..., None]:
    """So many joint acts that Mira asked for, each of its own, of both kinds."""

    def asked(number: int, state: State, *, alone: bool = False) -> None:
        JointAct.objects.unscoped(reason="a test prepares").delete()
        answered = state is not State.ASKED
        JointAct.objects.bulk_create(
            JointAct(
                agency=cast.port_tamsin, act=(TAKEN, "account.erased")[each % 2], state=state,
                asker=mira, asked_at=datetime.now(UTC), alone=alone, digest=f"{each:064}",
                subject_kind="account" if each % 2 else "",
                subject=cast.dewi.pk if each % 2 else None,
                answered_by=cast.omar if answered else None,
                answered_at=datetime.now(UTC) if answered else None,
            )
            for each in range(number)
        )  # fmt: skip

    return asked


def queries(enter: Enter, account: Account, address: str) -> int:
    client = enter(account)
    client.get(address)  # what is looked up once for a session
    with CaptureQueriesContext(connection) as kept:
        assert client.get(address).status_code == 200
    return len(kept)


PLACES = [
    ("vera", State.DONE, False),
    ("vera", State.ASKED, False),
    ("vera", State.APPROVED, False),
    ("vera", State.ASKED, True),
    ("mira", State.ASKED, False),
    ("mira", State.APPROVED, False),
    ("mira", State.ENDED, False),
]


@pytest.mark.parametrize(("who", "state", "alone"), PLACES)
def test_twenty_joint_acts_ask_as_much_as_two(
    who: str, state: State, alone: bool, cast: Cast, mira: Account, enter: Enter,
    asked: Callable[..., None],
) -> None:  # fmt: skip
    account = mira if who == "mira" else cast.vera
    counts = {}
    for address in ("/", "/joint/"):
        for number in (2, 20):
            asked(number, state, alone=alone)
            counts[address, number] = queries(enter, account, address)
    assert counts["/", 2] == counts["/", 20]
    assert counts["/joint/", 2] == counts["/joint/", 20]


def test_what_is_over_costs_three_queries(
    cast: Cast, enter: Enter, asked: Callable[..., None]
) -> None:
    asked(0, State.DONE)
    none = queries(enter, cast.vera, "/joint/")
    asked(20, State.DONE)
    over = queries(enter, cast.vera, "/joint/")
    assert over - none <= 1, "the names of those to whom it was done"
