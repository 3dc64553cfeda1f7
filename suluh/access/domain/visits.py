"""How long a visit lives: from signing in until it ends by itself, and when it locks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(hours=12)  # from signing in, whatever is done
AHEAD_AT_MOST = timedelta(minutes=1)  # the clocks of two servers never agree exactly
CLOCK_MAY_LAG = timedelta(minutes=5)  # a clock is set right by a little now and then


class Standing(StrEnum):
    """What is to become of a visit. All but the first two end it; their codes stand in the log."""

    OPEN = "open"
    LOCK = "lock"
    IDLE = "idle"
    AGE = "age"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Limits:
    """Silence after which a visit locks, and after which it ends."""

    lock: timedelta
    idle: timedelta


def standing(started_at: datetime, seen_at: datetime, now: datetime, limits: Limits) -> Standing:
    """What becomes of a visit that began and was last seen at these moments (UTC).

    A clock that was set back would keep a visit alive for ever, so such a visit ends.
    """
    if started_at > now + AHEAD_AT_MOST or seen_at > now + CLOCK_MAY_LAG:
        return Standing.CLOCK
    if now - started_at >= LONGEST:
        return Standing.AGE
    if now - seen_at >= limits.idle:
        return Standing.IDLE
    return Standing.LOCK if now - seen_at >= limits.lock else Standing.OPEN
