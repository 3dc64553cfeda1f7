"""How long the way back takes, and what state it is in. Times are UTC."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

WAIT = timedelta(hours=24)  # long enough that everybody who works that day sees it
OPEN_FOR = timedelta(days=7)  # after the wait


class State(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    OVER = "over"  # nobody came within the time


def ready_at(begun_at: datetime) -> datetime:
    return begun_at + WAIT


def state(begun_at: datetime, now: datetime) -> State:
    """`now` comes from the office's clock, which never goes back."""
    if now < ready_at(begun_at):
        return State.WAITING
    return State.READY if now < ready_at(begun_at) + OPEN_FOR else State.OVER
