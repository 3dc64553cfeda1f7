"""Whether a restore was interrupted here. Apart, because every start of Suluh asks it."""

from __future__ import annotations

from suluh.foundation.home import Home
from suluh.foundation.refusal import Refusal

JOURNAL = "restore-in-progress.json"


def is_pending(home: Home) -> bool:
    return (home.root / JOURNAL).exists()


def require_none_pending(home: Home) -> None:
    """Raises Refusal while half of an installation is in place."""
    if is_pending(home):
        raise Refusal("A restore was interrupted here. Finish it first: suluh backup restore FILE")
