"""Readers and a restore: what was taken out of the directory since must not be public again.

A number that a violent man reads, an address that is no longer safe: whoever took it out made an
edition without it. So an edition that is newer than the backup stays in force. The workspace is
that of the backup all the same, and a person has to look before the next edition is made of it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from suluh.config.backup.manifest import INSTALLATION
from suluh.config.installation import mark_in
from suluh.directory.edition.reader import EditionUnreadable, open_edition
from suluh.foundation.home import Home

FOLDER = "published"


def stays_in_force(home: Home, staged: Path, backup_made_at: datetime) -> bool:
    """Whether the edition that is here was made after the backup, for the same kind of directory.

    One that cannot be read helps no reader and does not stay; nor does that of a demonstration
    where a real directory is put in place.
    """
    made_at = edition_made_at(home)
    if made_at is None or made_at < backup_made_at.replace(microsecond=0):
        return False
    return mark_in(home.root / INSTALLATION) == mark_in(staged / INSTALLATION)


def edition_made_at(home: Home) -> datetime | None:
    """When the edition that readers see was made; None when there is none that can be read."""
    try:
        edition = open_edition(home.edition)
    except EditionUnreadable:
        return None
    try:
        return datetime.fromisoformat(edition.meta.made_at)
    finally:
        edition.close()


def in_words(made_at: datetime | None, *, stayed: bool) -> list[str]:
    """For whoever restored: what readers see now, and what to do about it."""
    if made_at is None:
        return ["Readers see no directory. Look through it, then make an edition."]
    moment = f"{made_at:%Y-%m-%d %H:%M} UTC"
    if stayed:
        return [
            f"Readers go on seeing the edition of {moment}: it is newer than the backup.",
            "The workspace holds the directory of the backup: what was taken out since is in it "
            "again.",
            "Look at what changed since before you make the next edition.",
        ]
    return [
        f"Readers see the edition of {moment}: what was taken out of the directory since is in it.",
        "Look at what changed since, and make an edition.",
    ]
