"""Whoever is let in anew begins anew: nothing that a thief began in their name goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from suluh.access import log
from suluh.access.domain.recovery import WAIT
from suluh.access.domain.two_people import State
from suluh.access.models import Account, EmergencyAccess, Invitation, JointAct, OfficeRecovery
from suluh.access.operations import change_role, create_account, reset_second_factor
from suluh.access.operations.emergency import open_emergency
from suluh.access.operations.erasing import ask_to_erase, erase_account
from suluh.access.operations.joining import CodeCannotBeUsed, invite, join
from suluh.access.operations.recovery import (
    ask_for_recovery,
    finish_recovery,
    make_sheet,
    recover_at_machine,
)
from suluh.access.operations.two_people import approve, ask, use
from suluh.access.policy import Refused
from suluh.access.queries import office_clock
from suluh.access.queries.actors import operator
from tests.cast import PASSWORD, Cast

NEW = "eleven quiet boats at dawn"
TAKEN = "log.taken_with_names"
OMAR = "omar@example.org"
WHY = "A number that a trafficker answers stands in the directory."


def stored(joint: JointAct) -> JointAct:
    found: JointAct = JointAct.objects.unscoped(reason="a test looks").get(pk=joint.pk)
    return found


@pytest.fixture
def with_the_sheet(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Omar asks with the sheet now; gives what ends the wait and the recovery."""
    code = make_sheet(cast.actor(cast.omar))
    ask_for_recovery(email=OMAR, code=code)

    def finish() -> None:
        then = datetime.now(UTC) + WAIT + timedelta(minutes=1)
        monkeypatch.setattr(office_clock, "_now", lambda: then)
        finish_recovery(email=OMAR, code=code, password=NEW)

    return finish


def recover(way: str, cast: Cast, with_the_sheet: Callable[[], None]) -> None:
    if way == "sheet":
        with_the_sheet()
    else:
        recover_at_machine(operator(), account=cast.omar, password=NEW)


WAYS = pytest.mark.parametrize("way", ["sheet", "machine"])


@WAYS
@pytest.mark.asvs("6.4.3")
def test_an_invitation_of_a_recovered_account_opens_nothing(
    way: str, cast: Cast, with_the_sheet: Callable[[], None]
) -> None:
    """A thief at Omar's laptop invited "an administrator"."""
    _row, code = invite(
        cast.actor(cast.omar), full_name="Ada", email="ada@example.org", role="administrator"
    )
    recover(way, cast, with_the_sheet)
    with pytest.raises(CodeCannotBeUsed):
        join(code=code, password="seven other lamps at sea")
    assert not Invitation.objects.unscoped(reason="test").filter(withdrawn_at=None).exists()


@WAYS
def test_what_a_recovered_account_asked_for_is_not_done(
    way: str, cast: Cast, with_the_sheet: Callable[[], None]
) -> None:
    omar = cast.actor(cast.omar)
    joint = ask_to_erase(omar, account=cast.dewi)
    approve(cast.actor(cast.vera), joint=joint)
    recover(way, cast, with_the_sheet)
    with pytest.raises(Refused, match="Ask for it first"):
        erase_account(omar, account=cast.dewi)
    assert stored(joint).state == State.ENDED
    assert log.entries(cast.actor(cast.vera)).filter(act="joint.ended", subject=joint.pk).exists()


@WAYS
def test_what_a_recovered_account_approved_is_not_done(
    way: str, cast: Cast, with_the_sheet: Callable[[], None]
) -> None:
    vera = cast.actor(cast.vera)
    joint = ask(vera, act=TAKEN)
    approve(cast.actor(cast.omar), joint=joint)
    recover(way, cast, with_the_sheet)
    with pytest.raises(Refused, match="Ask for it first"):
        use(vera, TAKEN)
    assert stored(joint).state == State.ENDED


def test_an_emergency_of_a_recovered_account_ends(cast: Cast) -> None:
    opened = open_emergency(
        cast.actor(cast.sari), capability="directory.edit", reason=f"{WHY} It must go."
    )
    recover_at_machine(operator(), account=cast.sari, password=NEW)
    still = EmergencyAccess.objects.unscoped(reason="a test looks").get(pk=opened.pk)
    assert still.ended_at is not None


def test_a_wait_that_a_thief_began_ends_with_a_recovery_at_the_machine(
    cast: Cast, with_the_sheet: Callable[[], None]
) -> None:
    recover_at_machine(operator(), account=cast.omar, password=NEW)
    rows = OfficeRecovery.objects.unscoped(reason="a test looks")
    assert rows.get(account=cast.omar).stopped_at is not None


def test_what_colleagues_began_goes_on(cast: Cast) -> None:
    change_role(operator(cast.port_tamsin), account=cast.ilya, role="administrator")
    ilya = cast.actor(cast.ilya)
    joint = ask_to_erase(ilya, account=cast.dewi)
    _row, code = invite(ilya, full_name="Ada", email="ada@example.org", role="reader")
    recover_at_machine(operator(), account=cast.omar, password=NEW)
    approve(cast.actor(cast.vera), joint=joint)
    assert join(code=code, password="seven other lamps at sea").email == "ada@example.org"


@pytest.mark.usefixtures("cast")
def test_an_account_without_an_office_is_recovered_as_well() -> None:
    account = Account.objects.create_account("solo@example.org", "Solo", PASSWORD)
    recover_at_machine(operator(), account=account, password=NEW)
    assert Account.objects.get(pk=account.pk).check_password(NEW)


@pytest.mark.parametrize("part", ["asked", "approved"])
@pytest.mark.asvs("6.3.7")
def test_with_a_second_factor_goes_what_was_asked_or_approved(part: str, cast: Cast) -> None:
    """Whoever had the phone may have answered with it."""
    mira = create_account(
        operator(cast.port_tamsin), agency=cast.port_tamsin, email="mira@example.org",
        full_name="Mira Holt", role="auditor", password=PASSWORD,
    )  # fmt: skip
    asker, second = (cast.vera, mira) if part == "asked" else (mira, cast.vera)
    joint = ask(cast.actor(asker), act=TAKEN)
    approve(cast.actor(second), joint=joint)
    reset_second_factor(cast.actor(cast.omar), account=cast.vera)
    assert stored(joint).state == State.ENDED
    with pytest.raises(Refused, match="Ask for it first"):
        use(cast.actor(asker), TAKEN)
