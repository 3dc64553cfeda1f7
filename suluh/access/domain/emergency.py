"""Emergency access ("breaking the glass"): a little more, for a short time, before others' eyes.

Three hours, a reason, told to a second person at once, looked at afterwards: casework rule 33
(domain notes, section 6), after the "break the glass" of DHIS2 Tracker and of health records.
Not again and again: what somebody needs every day is a right to be given, and whoever was stopped
by a colleague stays stopped for a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LASTS = timedelta(hours=3)
SHORTEST_REASON = 15  # characters; "urgent" explains nothing to whoever reads it afterwards
A_DAY = timedelta(hours=24)
OPENINGS_A_DAY = 3  # by one person, of whatever their role names
SKEW = timedelta(minutes=5)  # by which the clocks of two servers may differ


@dataclass(frozen=True, slots=True)
class Opening:
    """When an emergency access was opened, until when, and when it was ended before that."""

    opened_at: datetime
    until: datetime
    ended_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """False also for a clock that was set back to before it was opened."""
        return self.ended_at is None and self.opened_at - SKEW <= now < self.until


def explains(reason: str) -> bool:
    """Whether `reason` could be one: long enough, and more than the same letter."""
    said = "".join(reason.split())
    return len(said) >= SHORTEST_REASON and len(set(said.lower())) > 4
