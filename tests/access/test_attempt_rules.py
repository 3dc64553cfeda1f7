"""How often somebody may guess: the rules, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.access.domain.attempts import RULES, Guess, Tally, attempt, is_waiting, was_right

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PASSWORD, ADDRESS = RULES[Guess.PASSWORD], RULES[Guess.ADDRESS]


def guess_wrong(times: int, *, rule: object = PASSWORD, now: datetime = NOON) -> Tally:
    """Guesses in one moment, each begun as soon as the wait before it is over."""
    tally, allowed = None, False
    for _number in range(times):
        if tally and tally.locked_until:
            now = max(now, tally.locked_until)
        tally, allowed = attempt(rule, tally, now)  # type: ignore[arg-type]
        assert allowed
    assert tally is not None
    return tally


@pytest.mark.parametrize(
    ("wrong", "minutes"), [(5, 5), (10, 15), (15, 30), (20, 60), (25, 60), (500, 60)]
)
def test_the_wait_grows_to_an_hour(wrong: int, minutes: int) -> None:
    tally = guess_wrong(wrong)
    assert tally.locked_until == tally.last_at + minutes * MINUTE


@pytest.mark.parametrize("wrong", [1, 4, 6, 9])
def test_between_the_fives_nobody_waits(wrong: int) -> None:
    assert guess_wrong(wrong).locked_until is None


def test_while_waiting_nothing_is_judged_and_nothing_more_is_counted() -> None:
    tally = guess_wrong(5)
    assert attempt(PASSWORD, tally, NOON + 5 * MINUTE - timedelta(seconds=1)) == (tally, False)
    after, allowed = attempt(PASSWORD, tally, NOON + 5 * MINUTE)
    assert allowed
    assert after.count == 6


def test_a_day_of_silence_begins_anew() -> None:
    tally = guess_wrong(4)
    assert attempt(PASSWORD, tally, NOON + timedelta(hours=23, minutes=59))[0].count == 5
    assert attempt(PASSWORD, tally, NOON + timedelta(hours=24))[0].count == 1


def test_a_right_answer_clears_what_is_kept_for_an_account() -> None:
    assert was_right(PASSWORD, guess_wrong(4)) is None


def test_one_address_may_be_wrong_fifty_times_in_an_hour() -> None:
    tally = guess_wrong(49, rule=ADDRESS)
    assert not is_waiting(tally, NOON)
    tally, allowed = attempt(ADDRESS, tally, NOON + MINUTE)
    assert allowed
    assert tally.locked_until == NOON + 61 * MINUTE
    assert attempt(ADDRESS, guess_wrong(49, rule=ADDRESS), NOON + 60 * MINUTE)[0].count == 1


def test_a_right_answer_is_not_counted_for_an_address_but_clears_nothing() -> None:
    tally = was_right(ADDRESS, guess_wrong(50, rule=ADDRESS))
    assert tally is not None
    assert tally.count == 49
    assert tally.locked_until is None
    assert was_right(ADDRESS, guess_wrong(1, rule=ADDRESS)) is None


def test_a_clock_set_back_neither_forgives_nor_locks_for_a_year() -> None:
    a_year_ahead = NOON + timedelta(days=365)
    tally = guess_wrong(5, now=a_year_ahead)
    waiting, allowed = attempt(PASSWORD, tally, NOON)
    assert not allowed
    assert waiting.locked_until == NOON + 5 * MINUTE
    assert attempt(PASSWORD, waiting, NOON + 5 * MINUTE)[0].count == 6


@pytest.mark.asvs("6.3.1")
@given(st.lists(st.integers(min_value=0, max_value=7200), max_size=60))
def test_no_series_of_guesses_gets_more_than_the_rule_allows(pauses: list[int]) -> None:
    """Within any hour at most five guesses before the first wait, and five after each wait."""
    now, tally, judged = NOON, None, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        tally, allowed = attempt(PASSWORD, tally, now)
        if allowed:
            judged.append(now)
    for first in judged:
        in_the_hour = [each for each in judged if first <= each < first + timedelta(hours=1)]
        assert len(in_the_hour) <= 20
    for first in judged:
        in_five_minutes = [each for each in judged if first <= each < first + timedelta(minutes=5)]
        assert len(in_five_minutes) <= 9  # four, a wait's end, five
