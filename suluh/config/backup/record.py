"""When a backup was last verified on this machine: SULUH_HOME/data/backups.json."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from suluh.config.backup.durable_files import replace_text
from suluh.foundation.home import Home

FILE_NAME = "backups.json"


def record_verified(home: Home, *, made_at: datetime) -> None:
    """Remember that a backup made at `made_at` was whole just now, unless a newer one was."""
    newest = last_verified(home)
    if newest and newest > made_at:
        return
    text = {
        "verified_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "made_at": made_at.isoformat(),
    }
    replace_text(home.data / FILE_NAME, json.dumps(text) + "\n")


def last_verified(home: Home) -> datetime | None:
    """When the newest backup was made that was verified on this machine; None for never."""
    try:
        found = json.loads((home.data / FILE_NAME).read_text(encoding="utf-8"))
        made_at = datetime.fromisoformat(found["made_at"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return None  # unreadable is as good as never: the doctor asks for a verification
    return made_at if made_at.tzinfo else None
