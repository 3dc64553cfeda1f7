"""Nobody makes themselves alone by what they do to a colleague who is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from suluh.access.models import Account
from suluh.access.operations import audit, change_role, deactivate_account, open_account
from suluh.access.operations.recovery import (
    ask_for_recovery,
    finish_recovery,
    make_sheet,
    recover_at_machine,
)
from suluh.access.operations.two_people import approve, ask, decline
from suluh.access.policy import Refused
from suluh.access.queries import office_clock
from suluh.access.queries.actors import operator
from tests.cast import Cast, give_app

ERASED = "account.erased"
NEW = "eleven quiet boats at dawn"
TODAY = "less than 24 hours ago"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Set the clock of the machine, counted from now."""
    began = datetime.now(UTC)

    def later(by: timedelta) -> None:
        for module in (office_clock, audit):
            monkeypatch.setattr(module, "_now", lambda: began + by)

    return later


@pytest.mark.asvs("2.3.5")
def test_opening_the_account_of_whoever_is_there_makes_nobody_alone(cast: Cast) -> None:
    """Omar opens Vera's open account, and asks a minute later."""
    omar = cast.actor(cast.omar)
    with pytest.raises(Refused, match="open already"):
        open_account(omar, account=cast.vera)
    joint = ask(omar, act=ERASED, subject=cast.dewi)
    assert not joint.alone
    approve(cast.actor(cast.vera), joint=joint)


def test_closing_and_opening_again_makes_nobody_alone(
    cast: Cast, later: Callable[[timedelta], None]
) -> None:
    omar = cast.actor(cast.omar)
    deactivate_account(omar, account=cast.vera)
    open_account(omar, account=Account.objects.get(pk=cast.vera.pk))
    joint = ask(omar, act=ERASED, subject=cast.dewi)
    assert not joint.alone
    with pytest.raises(Refused, match=TODAY):
        approve(cast.actor(cast.vera), joint=joint)
    later(DAY + MINUTE)
    approve(cast.actor(cast.vera), joint=joint)


def test_whoever_was_let_in_again_today_can_stop_it(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    deactivate_account(omar, account=cast.vera)
    open_account(omar, account=Account.objects.get(pk=cast.vera.pk))
    joint = ask(omar, act=ERASED, subject=cast.dewi)
    decline(cast.actor(cast.vera), joint=joint)


def test_whoever_came_back_with_the_sheet_does_not_approve_for_a_day(
    cast: Cast, later: Callable[[timedelta], None]
) -> None:
    """Whoever has the sheet may be a thief."""
    change_role(operator(cast.port_tamsin), account=cast.ilya, role="administrator")
    sheet = make_sheet(cast.actor(cast.omar))
    ask_for_recovery(email="omar@example.org", code=sheet)
    later(DAY + MINUTE)
    finish_recovery(email="omar@example.org", code=sheet, password=NEW)
    joint = ask(cast.actor(cast.ilya), act=ERASED, subject=cast.dewi)
    later(2 * DAY)
    with pytest.raises(Refused, match=TODAY):
        approve(cast.actor(cast.omar), joint=joint)
    later(2 * DAY + 2 * MINUTE)
    approve(cast.actor(cast.omar), joint=joint)


def test_whoever_was_recovered_at_the_machine_does_not_approve_for_a_day(
    cast: Cast, later: Callable[[timedelta], None]
) -> None:
    """A voice on the phone talked the operator into it."""
    recover_at_machine(operator(), account=cast.vera, password=NEW)
    give_app(cast.vera)
    joint = ask(cast.actor(cast.omar), act=ERASED, subject=cast.dewi)
    assert not joint.alone
    with pytest.raises(Refused, match=TODAY):
        approve(cast.actor(cast.vera), joint=joint)
    later(DAY + MINUTE)
    approve(cast.actor(cast.vera), joint=joint)
