"""Two people where it matters: who may approve, how long it holds, what being alone costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.domain.two_people import (
    State,
)
from suluh.access.models import Account, AgencyRole, JointAct, Membership
from suluh.access.operations import (
    change_role,
    create_account,
    deactivate_account,
    open_account,
    reset_second_factor,
)
from suluh.access.operations.roles import change_role_grants
from suluh.access.operations.two_people import approve, ask, decline, use, withdraw
from suluh.access.policy import Refused
from suluh.access.queries import office_clock
from suluh.access.queries.actors import operator
from tests.cast import PASSWORD, Cast, give_app
from tests.conftest import Enter

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ASKER, OTHER = UUID(int=1), UUID(int=2)
DAY, MOMENT = timedelta(days=1), timedelta(seconds=1)
TAKEN = "log.taken_with_names"
DAYS = {"since": "2026-11-01", "until": "2026-11-22", "form": "xlsx"}


# ---- The operations ------------------------------------------------------------------------------


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Set the clock of the office, counted from the moment in which it is set."""

    def set_clock(by: timedelta) -> None:
        then = datetime.now(UTC) + by
        monkeypatch.setattr(office_clock, "_now", lambda: then)

    return set_clock


def stored(joint: JointAct) -> JointAct:
    found: JointAct = JointAct.objects.unscoped(reason="a test looks").get(pk=joint.pk)
    return found


def ask_for_days(actor: Actor) -> JointAct:
    return ask(actor, act=TAKEN, parameters=DAYS)


def test_what_a_second_person_approved_can_be_done_once(cast: Cast) -> None:
    vera, omar = cast.actor(cast.vera), cast.actor(cast.omar)
    joint = ask_for_days(vera)
    with pytest.raises(Refused, match=r"Nobody has approved this yet.*Omar Vane"):
        use(vera, TAKEN, parameters=DAYS)
    approve(omar, joint=joint)
    assert not use(vera, TAKEN, parameters=DAYS).alone
    with pytest.raises(Refused, match="Ask for it first"):
        use(vera, TAKEN, parameters=DAYS)
    assert stored(joint).state == State.DONE


def test_every_step_is_in_the_log(cast: Cast) -> None:
    vera, omar = cast.actor(cast.vera), cast.actor(cast.omar)
    joint = ask_for_days(vera)
    approve(omar, joint=joint)
    use(vera, TAKEN, parameters=DAYS)
    again = ask_for_days(vera)
    decline(omar, joint=again)
    third = ask_for_days(vera)
    withdraw(vera, joint=third)
    told = [(each.act, each.actor, each.subject) for each in log.entries(vera)[:7]]
    assert told[::-1] == [
        ("joint.asked", vera.account_id, joint.pk),
        ("joint.approved", omar.account_id, joint.pk),
        ("joint.used", vera.account_id, joint.pk),
        ("joint.asked", vera.account_id, again.pk),
        ("joint.declined", omar.account_id, again.pk),
        ("joint.asked", vera.account_id, third.pk),
        ("joint.withdrawn", vera.account_id, third.pk),
    ]
    assert log.examine(vera).ok


@pytest.mark.asvs("2.3.1")
def test_approving_one_thing_does_not_allow_another(cast: Cast) -> None:
    vera = cast.actor(cast.vera)
    approve(cast.actor(cast.omar), joint=ask_for_days(vera))
    for other in ({}, DAYS | {"since": "2020-01-01"}, DAYS | {"form": "csv"}):
        with pytest.raises(Refused, match="Ask for it first"):
            use(vera, TAKEN, parameters=other)
    with pytest.raises(Refused, match="Ask for it first"):
        use(vera, TAKEN, cast.dewi, DAYS)


@pytest.mark.asvs("2.3.5")
def test_nobody_approves_their_own(cast: Cast) -> None:
    vera = cast.actor(cast.vera)
    joint = ask_for_days(vera)
    with pytest.raises(Refused, match="You asked for this"):
        approve(vera, joint=joint)
    with pytest.raises(Refused, match="Nobody has approved"):
        use(vera, TAKEN, parameters=DAYS)


def test_nobody_uses_what_somebody_else_asked_for(cast: Cast) -> None:
    second = _auditor(operator(cast.port_tamsin), cast)
    approve(cast.actor(second), joint=ask_for_days(cast.actor(cast.vera)))
    with pytest.raises(Refused, match="Ask for it first"):
        use(cast.actor(second), TAKEN, parameters=DAYS)


@pytest.mark.parametrize("persona", ["ilya", "sari", "noor"])
def test_whoever_has_no_part_in_it_does_not_find_it(persona: str, cast: Cast) -> None:
    joint = ask_for_days(cast.actor(cast.vera))
    account = cast.account(persona)
    assert account is not None
    for verb in (approve, decline, withdraw):
        with pytest.raises(JointAct.DoesNotExist):
            verb(cast.actor(account), joint=joint)
    with pytest.raises(Refused, match="Your role"):
        ask_for_days(cast.actor(account))
    assert stored(joint).state == State.ASKED


def test_the_command_line_neither_asks_nor_approves(cast: Cast) -> None:
    with pytest.raises(Refused, match="your own account"):
        ask_for_days(operator(cast.port_tamsin))
    with pytest.raises(Refused, match="does not let you approve"):
        approve(operator(cast.port_tamsin), joint=ask_for_days(cast.actor(cast.vera)))


def test_a_puppet_does_not_approve(cast: Cast, later: Callable[[timedelta], None]) -> None:
    puppet = _auditor(cast.actor(cast.omar), cast)
    joint = ask(cast.actor(cast.omar), act="account.erased", subject=cast.dewi)
    with pytest.raises(Refused, match="less than 24 hours ago"):
        approve(cast.actor(puppet), joint=joint)
    approve(cast.actor(cast.vera), joint=joint)  # whom the operator let in
    other = ask(cast.actor(cast.omar), act="account.erased", subject=cast.sari)
    later(DAY + MOMENT)
    approve(cast.actor(puppet), joint=other)


def test_a_puppet_s_puppet_does_not_approve(cast: Cast) -> None:
    """Omar lets in an administrator, who lets in an auditor: one person, in two steps."""
    first = create_account(
        cast.actor(cast.omar), agency=cast.port_tamsin, email="mira@example.org",
        full_name="Mira Holt", role="administrator", password=PASSWORD,
    )  # fmt: skip
    second = _auditor(cast.actor(first), cast)
    joint = ask(cast.actor(cast.omar), act="account.erased", subject=cast.dewi)
    with pytest.raises(Refused, match="less than 24 hours ago"):
        approve(cast.actor(second), joint=joint)


def test_whoever_was_let_in_again_does_not_approve(cast: Cast) -> None:
    """Dewi left long ago; her account is opened again and made an auditor's."""
    omar = cast.actor(cast.omar)
    joint = ask(omar, act="account.erased", subject=cast.sari)
    open_account(omar, account=cast.dewi)
    change_role(omar, account=cast.dewi, role="auditor")
    with pytest.raises(Refused, match="less than 24 hours ago"):
        approve(cast.actor(cast.dewi), joint=joint)


def test_whoever_lost_their_second_factor_today_does_not_approve(cast: Cast) -> None:
    """Whoever has their password could set up another one."""
    omar = cast.actor(cast.omar)
    joint = ask(omar, act="account.erased", subject=cast.dewi)
    reset_second_factor(omar, account=cast.vera)
    with pytest.raises(Refused, match="less than 24 hours ago"):
        approve(cast.actor(cast.vera), joint=joint)


def test_a_colleague_whose_factor_was_reset_is_still_somebody_and_can_stop_it(
    cast: Cast, enter: Enter
) -> None:
    """Omar resets Vera's factor and asks a minute later, as though nobody else were there."""
    omar = cast.actor(cast.omar)
    reset_second_factor(omar, account=cast.vera)
    joint = ask(omar, act="account.erased", subject=cast.dewi)
    assert not joint.alone
    give_app(cast.vera)
    client = enter(cast.vera)
    assert f"/joint/{joint.pk}/decline/" in client.get("/joint/").content.decode()
    client.post(f"/joint/{joint.pk}/decline/")
    assert stored(joint).state == State.DECLINED


def test_a_role_that_was_changed_today_approves_nothing(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    role = AgencyRole.objects.create(
        agency=cast.port_tamsin, code="own-1", name="Desk", grants={"directory.view": ["agency"]}
    )
    change_role(operator(cast.port_tamsin), account=cast.sari, role="own-1")
    change_role_grants(
        omar, role=role, name="Desk", grants={"audit.read": ["agency"]}, emergency=(),
        as_read=role.as_read,
    )  # fmt: skip
    joint = ask(omar, act="account.erased", subject=cast.dewi)
    with pytest.raises(Refused, match="less than 24 hours ago"):
        approve(cast.actor(cast.sari), joint=joint)


def test_nobody_approves_what_is_done_to_themselves(cast: Cast) -> None:
    _auditor(operator(cast.port_tamsin), cast)  # so that Omar is not alone
    joint = ask(cast.actor(cast.omar), act="account.erased", subject=cast.vera)
    with pytest.raises(Refused, match="about you"):
        approve(cast.actor(cast.vera), joint=joint)


def test_an_approval_is_too_old_after_a_week(
    cast: Cast, later: Callable[[timedelta], None]
) -> None:
    vera, omar = cast.actor(cast.vera), cast.actor(cast.omar)
    joint = ask_for_days(vera)
    approve(omar, joint=joint)
    later(7 * DAY + MOMENT)
    with pytest.raises(Refused, match="too old"):
        use(vera, TAKEN, parameters=DAYS)
    again = ask_for_days(vera)
    assert again.pk != joint.pk
    assert stored(joint).state == State.EXPIRED


def test_asked_twice_it_is_one_request(cast: Cast) -> None:
    vera = cast.actor(cast.vera)
    assert ask_for_days(vera) == ask_for_days(vera)
    assert ask(vera, act=TAKEN, parameters=DAYS | {"form": "csv"}) != ask_for_days(vera)


@pytest.mark.parametrize("verb", [decline, withdraw])
def test_declined_or_taken_back_it_is_over(verb: Callable[..., None], cast: Cast) -> None:
    vera, omar = cast.actor(cast.vera), cast.actor(cast.omar)
    joint = ask_for_days(vera)
    verb(omar if verb is decline else vera, joint=joint)
    with pytest.raises(Refused, match="over"):
        approve(omar, joint=joint)
    with pytest.raises(Refused, match="Ask for it first"):
        use(vera, TAKEN, parameters=DAYS)


def test_only_the_asker_takes_back_what_was_asked(cast: Cast) -> None:
    vera, omar = cast.actor(cast.vera), cast.actor(cast.omar)
    joint = ask_for_days(vera)
    approve(omar, joint=joint)
    with pytest.raises(Refused, match="Only the person who asked"):
        withdraw(omar, joint=joint)
    withdraw(vera, joint=joint)
    with pytest.raises(Refused, match="Ask for it first"):
        use(vera, TAKEN, parameters=DAYS)


def test_whoever_approved_can_still_say_no(cast: Cast) -> None:
    """Their laptop was stolen, or they notice the fraud five minutes later."""
    vera, omar = cast.actor(cast.vera), cast.actor(cast.omar)
    joint = ask_for_days(vera)
    approve(omar, joint=joint)
    decline(omar, joint=joint)
    with pytest.raises(Refused, match="Ask for it first"):
        use(vera, TAKEN, parameters=DAYS)
    assert log.entries(vera)[0].act == "joint.declined"


def test_the_page_offers_to_stop_what_was_approved(cast: Cast, enter: Enter) -> None:
    joint = ask_for_days(cast.actor(cast.vera))
    approve(cast.actor(cast.omar), joint=joint)
    client = enter(cast.omar)
    page = client.get("/joint/").content.decode()
    assert "You can stop these" in page
    assert f"/joint/{joint.pk}/decline/" in page
    client.post(f"/joint/{joint.pk}/decline/")
    assert stored(joint).state == State.DECLINED


@pytest.mark.parametrize("gone", ["closed", "another role"])
def test_the_approval_of_whoever_has_gone_is_worth_nothing(gone: str, cast: Cast) -> None:
    second = _auditor(operator(cast.port_tamsin), cast)
    omar = cast.actor(cast.omar)
    joint = ask(omar, act="account.erased", subject=cast.dewi)
    approve(cast.actor(second), joint=joint)
    if gone == "closed":
        deactivate_account(omar, account=second)
    else:
        change_role(omar, account=second, role="reader")
    with pytest.raises(Refused, match="Ask for it first"):
        use(omar, "account.erased", cast.dewi)
    assert stored(joint).state == State.ENDED
    ended = [
        each.subject for each in log.entries(cast.actor(cast.vera)) if each.act == "joint.ended"
    ]
    assert ended == [joint.pk]


def test_an_approval_is_looked_at_once_more_when_it_is_used(cast: Cast) -> None:
    """Should the role have lost the power by a path that withdraws nothing."""
    vera, omar = cast.actor(cast.vera), cast.actor(cast.omar)
    joint = ask(omar, act="account.erased", subject=cast.dewi)
    approve(vera, joint=joint)
    Membership._base_manager.filter(account=cast.vera).update(role="reader")
    with pytest.raises(Refused, match="has left, or may not approve it any more"):
        use(omar, "account.erased", cast.dewi)


def test_whoever_lost_and_got_back_their_role_asks_anew(cast: Cast) -> None:
    _auditor(operator(cast.port_tamsin), cast)
    joint = ask_for_days(cast.actor(cast.vera))
    approve(cast.actor(cast.omar), joint=joint)
    for role in ("reader", "auditor"):
        change_role(operator(cast.port_tamsin), account=cast.vera, role=role)
    with pytest.raises(Refused, match="Ask for it first"):
        use(cast.actor(cast.vera), TAKEN, parameters=DAYS)


# ---- An office of one ----------------------------------------------------------------------------


@pytest.fixture
def alone(cast: Cast) -> Actor:
    """Vera, after everybody else who could approve has left."""
    deactivate_account(operator(cast.port_tamsin), account=cast.omar)
    return cast.actor(cast.vera)


def test_an_office_of_one_waits_a_day_and_is_marked_for_ever(
    alone: Actor, later: Callable[[timedelta], None]
) -> None:
    joint = ask_for_days(alone)
    later(DAY - timedelta(minutes=1))
    with pytest.raises(Refused, match=r"Wait until 20\d\d"):
        use(alone, TAKEN, parameters=DAYS)
    later(DAY + MOMENT)
    assert use(alone, TAKEN, parameters=DAYS).alone
    assert stored(joint).alone
    assert log.entries(alone)[0].details["alone"] == "yes"


def test_the_wait_is_not_shortened_by_somebody_who_comes(
    cast: Cast, alone: Actor, later: Callable[[timedelta], None]
) -> None:
    joint = ask_for_days(alone)
    second = cast.actor(_auditor(operator(cast.port_tamsin), cast))
    with pytest.raises(Refused, match="waits 24 hours instead"):
        approve(second, joint=joint)
    with pytest.raises(Refused, match="Wait until"):
        use(alone, TAKEN, parameters=DAYS)
    decline(second, joint=joint)
    later(DAY + MOMENT)
    with pytest.raises(Refused, match="Ask for it first"):
        use(alone, TAKEN, parameters=DAYS)


def test_it_does_not_become_alone_because_somebody_goes(
    cast: Cast, later: Callable[[timedelta], None]
) -> None:
    vera = cast.actor(cast.vera)
    ask_for_days(vera)
    deactivate_account(operator(cast.port_tamsin), account=cast.omar)
    later(DAY + MOMENT)
    with pytest.raises(Refused, match="nobody now; take it back and ask again"):
        use(vera, TAKEN, parameters=DAYS)


@pytest.mark.parametrize("by", [-DAY, -3 * DAY, timedelta(0)])
def test_a_clock_that_is_set_back_shortens_nothing(
    alone: Actor, later: Callable[[timedelta], None], by: timedelta
) -> None:
    later(by)  # the log remembers that it was later already
    joint = ask_for_days(alone)
    assert joint.asked_at >= datetime.now(UTC) - timedelta(minutes=1)
    later(by + DAY - timedelta(minutes=1))
    with pytest.raises(Refused, match="Wait until"):
        use(alone, TAKEN, parameters=DAYS)


def _auditor(opener: Actor, cast: Cast) -> Account:
    return create_account(
        opener,
        agency=cast.port_tamsin,
        email=f"{uuid4().hex}@example.org",
        full_name="Mira Holt",
        role="auditor",
        password=PASSWORD,
    )
