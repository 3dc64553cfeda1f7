"""A number of the log that is kept elsewhere: how it is written down, read back and asked for.

A copy of the head away from the machine is all that shows a log which was made anew as a whole
(chain.py). It is written by hand and read aloud, so it stands in small groups.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

REMIND_AFTER = timedelta(days=30)  # acts of so long an office can bear to have unproven
GROUP, GROUPS_IN_LINE = 4, 4  # characters; a person remembers four at a time
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Kept:
    """The number that somebody last wrote down elsewhere, and when they said so (UTC)."""

    number: int
    at: datetime


def lines_for_paper(digest: str) -> list[list[str]]:
    """The digest as lines of short groups: to be read aloud, and compared one by one."""
    groups = [digest[start : start + GROUP] for start in range(0, len(digest), GROUP)]
    return [
        groups[start : start + GROUPS_IN_LINE] for start in range(0, len(groups), GROUPS_IN_LINE)
    ]


def read_digest(text: str) -> str:
    """A digest as typed from paper: in any case, in any groups. Raises ValueError."""
    digest = re.sub(r"[\s\-.]", "", text).lower()
    if not _DIGEST.fullmatch(digest):
        raise ValueError("a digest has 64 digits and letters a to f")
    return digest


def is_due(kept: Kept | None, first_act: datetime | None, now: datetime) -> bool:
    """Whether a number should be kept now. A new office has as long as everybody else."""
    since = kept.at if kept else first_act
    return since is not None and now - since > REMIND_AFTER
