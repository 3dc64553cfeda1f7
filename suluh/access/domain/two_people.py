"""Acts that need two people: who may approve, how long that holds, what an office of one does.

Two people stand between one angry, bribed or robbed colleague and what cannot be taken back. Where
there is nobody else, time stands in: the act waits a day, in sight, and says for ever that nobody
else looked. All moments are UTC, by the clock of the machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

VALID = timedelta(days=7)  # an answer must come, and be used, while people remember the reason
WAIT = timedelta(hours=24)  # of a person who is alone: long enough to cool down, or to be noticed
# Whom anybody of the office let in, or changed, so lately is no second person yet: one person could
# have made them, or a chain of them, for just this.
SETTLED = timedelta(hours=24)


class State(StrEnum):
    """Where a joint act stands. The last five are for ever."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"  # the account or the role of whoever asked or approved was changed
    EXPIRED = "expired"
    DONE = "done"


OPEN = frozenset({State.ASKED, State.APPROVED})


class Obstacle(StrEnum):
    """Why somebody cannot approve, or an act cannot be done yet."""

    SELF = "self"  # nobody approves what they asked for
    ABOUT = "about"  # nor what is done to themselves
    POWER = "power"  # their role does not include it
    NEW = "new"  # let in, let in again or changed by somebody of the office less than a day ago
    ALONE = "alone"  # it was asked in an office of one: it waits, and nobody approves
    OVER = "over"  # it was answered, withdrawn, done, or is too old
    UNANSWERED = "unanswered"
    LEFT = "left"  # whoever approved it is gone, or may approve it no more
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for. `about` is the account that it is done to, `alone` never changes."""

    state: State
    asker: UUID
    asked_at: datetime
    about: UUID | None = None
    alone: bool = False
    answered_at: datetime | None = None

    @property
    def ripe_at(self) -> datetime:
        """From when on an office of one may do it. Fixed when it was asked: who comes or goes
        meanwhile changes nothing, and a clock that is set back makes it later."""
        return self.asked_at + WAIT

    @property
    def ends_at(self) -> datetime:
        """From when on it is too old: a week after approval, after the wait, or after asking."""
        return (self.answered_at or (self.ripe_at if self.alone else self.asked_at)) + VALID

    def state_at(self, now: datetime) -> State:
        """Where it stands now; what is stored does not know that time went by."""
        return State.EXPIRED if self.state in OPEN and now >= self.ends_at else self.state

    def obstacle_to_use(self, now: datetime) -> Obstacle | None:
        """Why the asker cannot do it now, or None."""
        state = self.state_at(now)
        if state not in OPEN:
            return Obstacle.OVER
        if self.alone:
            return Obstacle.WAITING if now < self.ripe_at else None
        return None if state is State.APPROVED else Obstacle.UNANSWERED


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the same agency. `may`: by their role.

    `let_in_at`: when somebody of the office made the account or invited whoever has it;
    `changed_at`: when a closed account was opened again or one was recovered, when the role or what
    it may was changed, or a second factor taken away. None when nobody did, as for those whom the
    operator let in.
    """

    account: UUID
    may: bool
    let_in_at: datetime | None = None
    changed_at: datetime | None = None


def obstacle_to_approve(request: Request, colleague: Colleague, now: datetime) -> Obstacle | None:
    """Why this colleague cannot approve now, or None."""
    if request.state_at(now) is not State.ASKED:
        return Obstacle.OVER
    if request.alone:
        return Obstacle.ALONE
    return _unfit(request, colleague, now)


def obstacle_to_decline(request: Request, colleague: Colleague, now: datetime) -> Obstacle | None:
    """Why this colleague cannot say no now, or None. They may say so after an approval, too: until
    it is used, whoever notices the fraud can stop it. No is never too new.
    """
    if request.state_at(now) not in OPEN:
        return Obstacle.OVER
    return _unfit(request, replace(colleague, let_in_at=None, changed_at=None), now)


def is_alone(request: Request, colleagues: Iterable[Colleague], now: datetime) -> bool:
    """Whether nobody is there who could approve, today or when a day has passed.

    Whoever is new today is nobody yet. Whoever was only changed today is somebody: else the asker
    could make themselves alone by taking a colleague's second factor away, or by closing their
    account and opening it again.
    """
    return not could_approve(request, (replace(each, changed_at=None) for each in colleagues), now)


def could_approve(
    request: Request, colleagues: Iterable[Colleague], now: datetime
) -> list[Colleague]:
    """Those who may answer `request` now."""
    return [each for each in colleagues if _unfit(request, each, now) is None]


def _unfit(request: Request, colleague: Colleague, now: datetime) -> Obstacle | None:
    if colleague.account == request.asker:
        return Obstacle.SELF
    if colleague.account == request.about:
        return Obstacle.ABOUT
    if not colleague.may:
        return Obstacle.POWER
    # With a clock that was set back the change may lie ahead of now. It is new, too.
    moments = (colleague.let_in_at, colleague.changed_at)
    return Obstacle.NEW if any(at and now - at < SETTLED for at in moments) else None


def digest_of(act: str, subject: UUID | None, parameters: Mapping[str, Any]) -> str:
    """What exactly was approved, as 64 hexadecimal digits: another thing has another digest.

    Raises TypeError for a parameter that JSON does not know.
    """
    whole = [act, str(subject or ""), parameters]
    text = json.dumps(whole, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
