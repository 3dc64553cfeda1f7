"""Which is newer: the backup, or what it would replace."""

from __future__ import annotations

from datetime import datetime


def compared(made_at: datetime, newest: datetime | None) -> str:
    """One sentence. `newest` is the last change of what is here, None when nobody can say."""
    if newest is None:
        return "It cannot be told which is newer, the backup or what is here."
    if newest <= made_at:
        return "Nothing here was changed since the backup was made."
    days = (newest - made_at).days
    by = {0: "less than a day", 1: "1 day"}.get(days, f"{days} days")
    return f"The backup is older than what is here, by {by}."
