"""How often somebody may guess, and how long they wait after guessing wrong.

An attempt is counted before it is judged, as though it were wrong, and taken back when it was
right: so twenty guesses that arrive at once are not twenty guesses for the price of one.
While somebody waits, a right answer is refused as well; else the wait would tell which is right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Guess(StrEnum):
    """What is guessed. The value beside it in the comment is whom the count is kept for."""

    PASSWORD = "password"  # noqa: S105 - e-mail and client's address: one guesser at the door
    ACCOUNT = "account"  # the e-mail address: many guessers at the door
    INSIDE = "inside"  # the account that is signed in: unlocking, fresh proof, a new password
    SECOND_FACTOR = "second_factor"  # the account, at the door
    FACTOR_INSIDE = "factor_inside"  # the account that is signed in: a fresh proof, a first code
    INVITATION = "invitation"  # the code of the invitation
    RECOVERY = "recovery"  # the e-mail address that was typed with the sheet, known or not
    ADDRESS = "address"  # the client's address: all of the above together


@dataclass(frozen=True, slots=True)
class Rule:
    """After every `limit` wrong answers comes a wait, the first of `waits`, then the next.

    The count begins anew `memory` after the last attempt, or with `window` after the first one.
    `forgives`: one right answer clears the count; else it is only not counted itself.
    """

    limit: int
    waits: tuple[timedelta, ...]
    memory: timedelta
    window: bool = False
    forgives: bool = True

    def wait_after(self, count: int) -> timedelta | None:
        """The wait that begins with the `count`-th wrong answer, if one does."""
        if count % self.limit:
            return None
        return self.waits[min(count // self.limit, len(self.waits)) - 1]


@dataclass(frozen=True, slots=True)
class Tally:
    """What is kept: attempts counted, the first and last moment (UTC), until when to wait."""

    count: int
    first_at: datetime
    last_at: datetime
    locked_until: datetime | None = None


_SECRET = Rule(
    limit=5,
    waits=tuple(timedelta(minutes=minutes) for minutes in (5, 15, 30, 60)),
    memory=timedelta(hours=24),
)
# An office of many people may stand behind one address, so its limit is wide. A right answer is
# not counted, but clears nothing: else one own account would buy endless guesses at the others.
_PLACE = Rule(
    limit=50,
    waits=(timedelta(hours=1),),
    memory=timedelta(hours=1),
    window=True,
    forgives=False,
)
# Whoever guesses from many places stops the account at the door for a while, and nobody inside.
_ACCOUNT = Rule(
    limit=25,
    waits=tuple(timedelta(minutes=minutes) for minutes in (5, 15, 30, 60)),
    memory=timedelta(hours=24),
)
RULES = {
    **dict.fromkeys(Guess, _SECRET),
    Guess.ADDRESS: _PLACE,
    Guess.ACCOUNT: _ACCOUNT,
}
LONGEST_MEMORY = max(rule.memory + rule.waits[-1] for rule in RULES.values())


def attempt(rule: Rule, before: Tally | None, now: datetime) -> tuple[Tally, bool]:
    """The tally after one more attempt at `now`, and whether the attempt may be judged at all."""
    if before is None:
        return _counted(rule, Tally(0, now, now), now), True
    before = _without_a_future(before, now)
    if is_waiting(before, now):
        return before, False
    if _is_over(rule, before, now):
        before = Tally(0, now, now)
    return _counted(rule, before, now), True


def was_right(rule: Rule, before: Tally) -> Tally | None:
    """The tally after the attempt that was counted last proved right; None when it is cleared."""
    if rule.forgives or before.count <= 1:
        return None
    began_now = rule.wait_after(before.count) is not None
    until = None if began_now else before.locked_until
    return replace(before, count=before.count - 1, locked_until=until)


def is_waiting(tally: Tally, now: datetime) -> bool:
    return tally.locked_until is not None and now < tally.locked_until


def _counted(rule: Rule, before: Tally, now: datetime) -> Tally:
    count = before.count + 1
    wait = rule.wait_after(count)
    return Tally(count, before.first_at, now, now + wait if wait else None)


def _is_over(rule: Rule, tally: Tally, now: datetime) -> bool:
    return now - (tally.first_at if rule.window else tally.last_at) >= rule.memory


def _without_a_future(tally: Tally, now: datetime) -> Tally:
    """When the clock was set back the wait is as long as it was to be, counted from now.

    Nothing is forgiven by it, and nobody waits for a year because a clock once was a year ahead.
    """
    ahead = tally.last_at - now
    if ahead <= timedelta(0):
        return tally
    until = tally.locked_until - ahead if tally.locked_until else None
    return Tally(tally.count, min(tally.first_at, now), now, until)
