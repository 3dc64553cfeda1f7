"""Two colleagues press at the same moment: whatever comes first, there is one outcome."""

from __future__ import annotations

from collections import Counter

import pytest

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.models import JointAct
from suluh.access.operations import create_account
from suluh.access.operations.two_people import approve, ask, decline, use, withdraw
from suluh.access.policy import Refused
from suluh.access.queries.actors import operator
from tests.at_once import at_once
from tests.cast import PASSWORD, Cast, assemble

pytestmark = pytest.mark.django_db(transaction=True)
TAKEN = "log.taken_with_names"


@pytest.fixture
def office() -> tuple[Actor, Actor, Actor]:
    """Vera asks; Omar and Mira may approve."""
    cast: Cast = assemble()
    mira = create_account(
        operator(cast.port_tamsin),
        agency=cast.port_tamsin,
        email="mira@example.org",
        full_name="Mira Holt",
        role="auditor",
        password=PASSWORD,
    )
    return cast.actor(cast.vera), cast.actor(cast.omar), cast.actor(mira)


def state_of(joint: JointAct) -> str:
    return str(JointAct.objects.unscoped(reason="a test looks").get(pk=joint.pk).state)


def acts(actor: Actor) -> Counter[str]:
    return Counter(log.entries(actor).values_list("act", flat=True))


def test_two_who_approve_at_once(office: tuple[Actor, Actor, Actor]) -> None:
    vera, omar, mira = office
    joint = ask(vera, act=TAKEN)
    outcome = at_once(lambda: approve(omar, joint=joint), lambda: approve(mira, joint=joint))
    assert outcome == {"done": 1, "refused": 1}
    assert acts(vera)["joint.approved"] == 1


def test_one_approves_while_another_declines(office: tuple[Actor, Actor, Actor]) -> None:
    """No wins, whichever comes first: it may be said after a yes, too."""
    vera, omar, mira = office
    joint = ask(vera, act=TAKEN)
    at_once(lambda: approve(omar, joint=joint), lambda: decline(mira, joint=joint))
    assert state_of(joint) == "declined"
    assert acts(vera)["joint.declined"] == 1
    with pytest.raises(Refused):
        use(vera, TAKEN)


def test_approved_while_it_is_taken_back(office: tuple[Actor, Actor, Actor]) -> None:
    """Taking back wins, whichever comes first: an approval may be taken back, too."""
    vera, omar, _mira = office
    joint = ask(vera, act=TAKEN)
    at_once(lambda: approve(omar, joint=joint), lambda: withdraw(vera, joint=joint))
    assert state_of(joint) == "withdrawn"
    with pytest.raises(Refused):
        use(vera, TAKEN)


@pytest.mark.asvs("2.3.4")
def test_used_twice_at_once(office: tuple[Actor, Actor, Actor]) -> None:
    vera, omar, _mira = office
    approve(omar, joint=ask(vera, act=TAKEN))
    assert at_once(*[lambda: use(vera, TAKEN)] * 3) == {"done": 1, "refused": 2}
    assert acts(vera)["joint.used"] == 1


def test_used_while_it_is_taken_back(office: tuple[Actor, Actor, Actor]) -> None:
    vera, omar, _mira = office
    joint = ask(vera, act=TAKEN)
    approve(omar, joint=joint)
    outcome = at_once(lambda: use(vera, TAKEN), lambda: withdraw(vera, joint=joint))
    assert outcome == {"done": 1, "refused": 1}
    assert acts(vera)["joint.used"] + acts(vera)["joint.withdrawn"] == 1


def test_asked_twice_at_once(office: tuple[Actor, Actor, Actor]) -> None:
    vera = office[0]
    assert at_once(*[lambda: ask(vera, act=TAKEN)] * 2) == {"done": 2}
    assert acts(vera)["joint.asked"] == 1
