"""Two people where it matters: the rules, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from suluh.access.domain.joint_acts import JointActError, joint_book
from suluh.access.domain.two_people import (
    OPEN,
    Colleague,
    Obstacle,
    Request,
    State,
    could_approve,
    digest_of,
    is_alone,
    obstacle_to_approve,
    obstacle_to_decline,
)
from suluh.access.two_people import joint_kinds
from suluh.config.navigation import ENTRIES

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ASKER, OTHER = UUID(int=1), UUID(int=2)
DAY, MOMENT = timedelta(days=1), timedelta(seconds=1)
TAKEN = "log.taken_with_names"
DAYS = {"since": "2026-11-01", "until": "2026-11-22", "form": "xlsx"}

ASKED = Request(state=State.ASKED, asker=ASKER, asked_at=NOW)
SOMEBODY = Colleague(account=OTHER, may=True)


@pytest.mark.parametrize(
    ("request_", "colleague", "later", "obstacle"),
    [
        (ASKED, SOMEBODY, MOMENT, None),
        (ASKED, SOMEBODY, 7 * DAY - MOMENT, None),
        (ASKED, SOMEBODY, 7 * DAY, Obstacle.OVER),
        (ASKED, replace(SOMEBODY, account=ASKER), MOMENT, Obstacle.SELF),
        (ASKED, replace(SOMEBODY, may=False), MOMENT, Obstacle.POWER),
        (replace(ASKED, about=OTHER), SOMEBODY, MOMENT, Obstacle.ABOUT),
        (ASKED, replace(SOMEBODY, changed_at=NOW), MOMENT, Obstacle.NEW),
        (ASKED, replace(SOMEBODY, changed_at=NOW), DAY - MOMENT, Obstacle.NEW),
        (ASKED, replace(SOMEBODY, changed_at=NOW), DAY, None),
        (ASKED, replace(SOMEBODY, let_in_at=NOW), MOMENT, Obstacle.NEW),
        (ASKED, replace(SOMEBODY, let_in_at=NOW), DAY, None),
        # The clock was set back, so it was changed "tomorrow".
        (ASKED, replace(SOMEBODY, changed_at=NOW + DAY), MOMENT, Obstacle.NEW),
        (replace(ASKED, alone=True), SOMEBODY, MOMENT, Obstacle.ALONE),
        (replace(ASKED, state=State.APPROVED, answered_at=NOW), SOMEBODY, MOMENT, Obstacle.OVER),
        (replace(ASKED, state=State.WITHDRAWN), SOMEBODY, MOMENT, Obstacle.OVER),
    ],
)
def test_who_may_approve(
    request_: Request, colleague: Colleague, later: timedelta, obstacle: Obstacle | None
) -> None:
    assert obstacle_to_approve(request_, colleague, NOW + later) is obstacle


APPROVED = replace(ASKED, state=State.APPROVED, answered_at=NOW)


@pytest.mark.parametrize(
    ("request_", "colleague", "obstacle"),
    [
        (ASKED, SOMEBODY, None),
        (APPROVED, SOMEBODY, None),
        (APPROVED, replace(SOMEBODY, changed_at=NOW, let_in_at=NOW), None),  # never too new
        (replace(ASKED, alone=True), SOMEBODY, None),
        (APPROVED, replace(SOMEBODY, account=ASKER), Obstacle.SELF),
        (APPROVED, replace(SOMEBODY, may=False), Obstacle.POWER),
        (replace(APPROVED, about=OTHER), SOMEBODY, Obstacle.ABOUT),
        (replace(ASKED, state=State.DONE), SOMEBODY, Obstacle.OVER),
    ],
)
def test_who_may_decline(request_: Request, colleague: Colleague, obstacle: Obstacle) -> None:
    assert obstacle_to_decline(request_, colleague, NOW + MOMENT) is obstacle


@pytest.mark.parametrize(
    ("request_", "later", "obstacle"),
    [
        (ASKED, MOMENT, Obstacle.UNANSWERED),
        (ASKED, 7 * DAY, Obstacle.OVER),
        (replace(ASKED, state=State.APPROVED, answered_at=NOW + DAY), 2 * DAY, None),
        (replace(ASKED, state=State.APPROVED, answered_at=NOW + DAY), 8 * DAY - MOMENT, None),
        (replace(ASKED, state=State.APPROVED, answered_at=NOW + DAY), 8 * DAY, Obstacle.OVER),
        (replace(ASKED, alone=True), DAY - MOMENT, Obstacle.WAITING),
        (replace(ASKED, alone=True), -9 * DAY, Obstacle.WAITING),  # the clock was set back
        (replace(ASKED, alone=True), DAY, None),
        (replace(ASKED, alone=True), 8 * DAY, Obstacle.OVER),
        *((replace(ASKED, state=each), DAY, Obstacle.OVER) for each in set(State) - OPEN),
    ],
)
def test_when_it_can_be_done(
    request_: Request, later: timedelta, obstacle: Obstacle | None
) -> None:
    assert request_.obstacle_to_use(NOW + later) is obstacle


def test_whoever_has_only_a_puppet_beside_them_is_alone() -> None:
    puppet = replace(SOMEBODY, let_in_at=NOW - DAY + MOMENT)
    me = replace(SOMEBODY, account=ASKER)
    assert could_approve(ASKED, [me, puppet], NOW) == []
    assert is_alone(ASKED, [me, puppet], NOW)
    assert could_approve(ASKED, [me, SOMEBODY], NOW) == [SOMEBODY]
    assert not is_alone(ASKED, [me, SOMEBODY], NOW)


def test_nobody_makes_themselves_alone_by_changing_a_colleague() -> None:
    """By taking away a second factor, or a role and giving it back."""
    changed = replace(SOMEBODY, changed_at=NOW)
    assert could_approve(ASKED, [changed], NOW) == []
    assert not is_alone(ASKED, [changed], NOW)


def test_another_act_subject_or_parameter_has_another_digest() -> None:
    one = uuid4()
    digests = {
        digest_of(TAKEN, None, DAYS),
        digest_of(TAKEN, None, DAYS | {"form": "csv"}),
        digest_of(TAKEN, None, {}),
        digest_of(TAKEN, one, DAYS),
        digest_of("account.erased", one, DAYS),
    }
    assert len(digests) == 5
    assert digest_of(TAKEN, one, DAYS) == digest_of(TAKEN, one, dict(reversed(DAYS.items())))


def test_a_row_that_names_an_unknown_power_or_no_approver_is_refused() -> None:
    row = {"words": {"en": "x"}, "ask": "audit.read", "approve": [], "begin": "a", "do": "b"}
    with pytest.raises(JointActError, match="nobody could"):
        joint_book({"act": {"x": row}}, {"audit.read"})
    with pytest.raises(JointActError, match="names queen"):
        joint_book({"act": {"x": row | {"approve": ["queen"]}}}, {"audit.read"})


def test_whoever_may_ask_or_approve_has_the_link() -> None:
    (entry,) = (each for each in ENTRIES if each.url_name == "joint")
    needed = {code for kind in joint_kinds().values() for code in (kind.ask, *kind.approve)}
    assert {entry.capability, *entry.also_for} == needed
