"""What the doctor looks at in backups: was one verified here, and is it recent enough?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from suluh.config.backup.pending import is_pending
from suluh.config.backup.record import last_verified
from suluh.config.doctor.findings import Check, Trouble
from suluh.config.installation import Kind, kind_of
from suluh.foundation.home import suluh_home

LONGEST = timedelta(days=30)  # what an office can bear to type again


def backup() -> str:
    """A backup that opens is not older than a month; no restore stopped half-way."""
    home = suluh_home()
    if is_pending(home):
        raise Trouble("A restore was interrupted.", "Run: suluh backup restore FILE")
    made_at = last_verified(home)
    if made_at is None:
        if kind_of(home) is not Kind.REAL:
            return "No backup was verified here. A demonstration needs none."
        raise Trouble(
            "No backup was ever verified here.",
            "Run: suluh backup key, then suluh backup create FILE and suluh backup verify FILE",
        )
    days = (datetime.now(UTC) - made_at).days
    if days > LONGEST.days and kind_of(home) is Kind.REAL:
        raise Trouble(
            f"The last verified backup is {days} days old.",
            "Run: suluh backup create FILE, then suluh backup verify FILE",
        )
    return f"The last verified backup was made {made_at:%Y-%m-%d}."


CHECKS: tuple[Check, ...] = (backup,)
