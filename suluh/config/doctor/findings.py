"""What a check of `suluh doctor` is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

# Says what was seen when all is well; raises Trouble when something is to be mended.
Check: TypeAlias = Callable[[], str]


class Trouble(Exception):
    """What was seen, and what to do about it."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check; `mend` is "" when all is well."""

    name: str
    ok: bool
    message: str
    mend: str = ""
