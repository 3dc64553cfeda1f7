"""How far this machine has seen each agency's log: SULUH_HOME/keys/log-seen.json.

It shows what the log alone cannot: a database that was put back, or cut off together with its
head, is older than what this machine saw of it.

* Not in the database, which is what it is about. In keys/, because that is the one folder which no
  backup holds and no restore replaces: the memory stays while the database goes back.
* Not after every act: an act would then wait for a second file to reach the disk. The workspace
  looks every few minutes and once more at its end (log_watch.py), and so do the commands that
  look at the log. What was done since the last look is protected by a number on paper alone.
* Whoever may write this file can make it say anything, and a copy of the whole folder that is put
  back takes it along. Against them, too, a number must be kept elsewhere.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from suluh.config.backup.durable_files import new_file, persist, persist_names
from suluh.foundation.home import Home

FILE_NAME = "log-seen.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """The head of one agency's log, and when this machine saw it (ISO 8601, UTC)."""

    sequence: int
    digest: str
    at: str

    def day(self) -> str:
        moment = datetime.fromisoformat(self.at)
        return f"{moment.day} {moment:%B %Y}"


Memory = Mapping[str, Seen]  # agency id -> head


def recall(home: Home) -> dict[str, Seen]:
    """What was seen; nothing when there is no file, or none that can be read."""
    try:
        return from_json(json.loads((home.keys / FILE_NAME).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def remember(home: Home, memory: Memory) -> None:
    """Replace what was seen. A reader finds the old file or the new one. Raises OSError."""
    path = home.keys / FILE_NAME
    beside = path.with_name(f"{FILE_NAME}.{secrets.token_hex(4)}")  # others may remember, too
    try:
        with new_file(beside) as stream:
            stream.write(json.dumps(to_json(memory)).encode("ascii") + b"\n")
            persist(stream)
        beside.replace(path)
        persist_names(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def to_json(memory: Memory) -> dict[str, dict[str, object]]:
    return {agency: asdict(seen) for agency, seen in sorted(memory.items())}


def from_json(found: Mapping[str, Mapping[str, object]]) -> dict[str, Seen]:
    """Raises ValueError, KeyError, TypeError or AttributeError for anything else."""
    read = {
        agency: Seen(int(str(each["sequence"])), str(each["digest"]), str(each["at"]))
        for agency, each in found.items()
    }
    for seen in read.values():
        seen.day()
    return read
