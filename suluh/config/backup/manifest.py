"""The first member of a backup: what made it, when, and every other member with its digest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from suluh.foundation.refusal import Refusal

NAME = "manifest.json"
FORMAT = 1  # of the members and of the manifest; raised when an older program could not read them
LARGEST = 64 * 1024 * 1024  # bytes of a manifest: about 300 000 members
TOPS = ("database", "files", "data", "published")
INSTALLATION = "installation.json"

# (app, name) of each migration that the database had seen.
Migrations = frozenset[tuple[str, str]]


class Damaged(Refusal):
    """The file is no whole backup, or not for this identity. Exit status 1."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, status=1)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the backup; `size` in bytes, `sha256` in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`vendor` is "sqlite" or "postgresql"; `rows` counts rows by table."""

    suluh_version: str
    made_at: datetime
    vendor: str
    migrations: Migrations
    rows: Mapping[str, int]
    members: tuple[Member, ...]

    def to_json(self) -> bytes:
        """ASCII, so that a file name of any bytes survives."""
        text = {
            "format": FORMAT,
            "suluh_version": self.suluh_version,
            "made_at": self.made_at.isoformat(),
            "vendor": self.vendor,
            "migrations": sorted(self.migrations),
            "rows": dict(self.rows),
            "members": [asdict(member) for member in self.members],
        }
        return json.dumps(text, indent=1).encode("ascii")


def read_manifest(text: bytes) -> Manifest:
    """The manifest in `text`. Raises Damaged when it is none, or names what may not be unpacked."""
    try:
        found: dict[str, Any] = json.loads(text)
        _require_format(found["format"])
        manifest = Manifest(
            suluh_version=str(found["suluh_version"]),
            made_at=_moment(found["made_at"]),
            vendor=str(found["vendor"]),
            migrations=frozenset((str(app), str(name)) for app, name in found["migrations"]),
            rows={str(table): int(count) for table, count in found["rows"].items()},
            members=tuple(Member(**member) for member in found["members"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Damaged("The list of contents cannot be read. This is no whole backup.") from wrong
    if len({member.name for member in manifest.members}) != len(manifest.members):
        raise Damaged("The list of contents names a file twice.")
    if any(not is_safe(member.name) for member in manifest.members):
        raise Damaged("The list of contents names a file outside the backup. Do not trust it.")
    return manifest


def is_safe(name: str) -> bool:
    """Whether `name` stays inside the folder it is unpacked in, on every system."""
    path = PurePosixPath(name)
    if "\\" in name or "\0" in name or name != path.as_posix() or PureWindowsPath(name).drive:
        return False
    if path.is_absolute() or ".." in path.parts:
        return False
    return name == INSTALLATION or (len(path.parts) > 1 and path.parts[0] in TOPS)


def _require_format(found: object) -> None:
    if found != FORMAT:
        raise Damaged(
            "This backup has a form that this Suluh does not know. Restore it with a newer one."
        )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment
