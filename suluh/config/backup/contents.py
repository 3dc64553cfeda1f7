"""What a backup or a database holds, counted and in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from suluh.config.backup.manifest import Manifest, Migrations
from suluh.foundation.refusal import Refusal

# Tables whose rows stay out of a backup: who is signed in, and how often somebody guessed. The
# first is what an older Suluh called the second.
SESSIONS = frozenset({"django_session", "access_visit", "access_attempts"})
# Tables in which a set-up without any office already has rows, or whose rows are of no account.
_NOT_DATA = {"django_migrations", "django_content_type", "auth_permission", *SESSIONS}


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy of the database holds; `rows` by table."""

    rows: Mapping[str, int]
    migrations: Migrations


class NotSwapped(Refusal):
    """The database has certainly kept what it had."""


class Store(Protocol):
    """The database of this installation, SQLite or PostgreSQL."""

    vendor: str

    def copy(self, folder: Path) -> Copied:
        """Write its members below `folder`/database."""

    def holds_data(self) -> bool:
        """Whether there is a row that somebody could miss."""

    def age_in_words(self, manifest: Manifest) -> str:
        """Which is newer, the backup or what is here."""

    def require_alone(self) -> None:
        """Raises Refusal while another program uses it."""

    def stage(self, unpacked: Path, manifest: Manifest) -> None:
        """Build the database of the backup beside the one in use, and bring it up to date."""

    def staged(self, unpacked: Path) -> Mapping[str, str]:
        """The environment of a program that is to work on what was staged."""

    def settle(self, unpacked: Path) -> None:
        """Once nobody works on what was staged any more. Raises Damaged."""

    def swap(self, name: str) -> None:
        """Put what was staged in place; keep what was there under `name`. Safe to call again.

        Raises NotSwapped when it could not be done and nothing was changed.
        """

    def kept(self, name: str) -> str:
        """Where the rows that were there lie now, beside the folder `name`; "" when inside it."""

    def finish(self) -> None:
        """What is to be done once everything is in place. Safe to call again."""


def has_data(rows: Mapping[str, int]) -> bool:
    return any(count for table, count in rows.items() if table not in _NOT_DATA)


def as_json(manifest: Manifest) -> dict[str, Any]:
    """The object that stands under `contents` in the answer of a command."""
    return {
        "made_at": manifest.made_at.isoformat(),
        "suluh_version": manifest.suluh_version,
        "database": manifest.vendor,
        "rows": sum(manifest.rows.values()),
        "tables": dict(manifest.rows),
        "files": _files(manifest),
    }


def in_words(manifest: Manifest) -> str:
    """Two sentences for the person at the terminal."""
    database = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(manifest.vendor, "unknown")
    filled = sum(1 for count in manifest.rows.values() if count)
    return (
        f"Made {manifest.made_at:%Y-%m-%d %H:%M} UTC by Suluh {manifest.suluh_version}. "
        f"It holds {sum(manifest.rows.values())} rows in {filled} tables ({database}) "
        f"and {_files(manifest)} files."
    )


def _files(manifest: Manifest) -> int:
    return sum(not member.name.startswith("database/") for member in manifest.members)
