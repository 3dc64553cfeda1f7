"""Decrypt a backup, check every digest, and open the database that is in it."""

from __future__ import annotations

from pathlib import Path

from suluh.config.backup import sqlite
from suluh.config.backup.archive import read_archive
from suluh.config.backup.manifest import Damaged, Manifest
from suluh.config.backup.record import record_verified
from suluh.config.backup.sealing import unsealed
from suluh.config.backup.work_folder import work_folder
from suluh.foundation.home import Home


def verify(home: Home, file: Path, identity: str) -> Manifest:
    """What the backup holds, and a note that it was whole today. Raises Damaged."""
    with work_folder(home) as folder:
        with file.open("rb") as stream, unsealed(stream, identity) as plain:
            manifest = read_archive(plain, folder, keep=lambda name: name == sqlite.MEMBER)
        _require_database(manifest, folder)
    record_verified(home, made_at=manifest.made_at)
    return manifest


def _require_database(manifest: Manifest, folder: Path) -> None:
    if manifest.vendor == "sqlite":
        if not (folder / sqlite.MEMBER).is_file():
            raise Damaged("The backup holds no database.")
        sqlite.require_whole(folder / sqlite.MEMBER)
        with sqlite.opened(folder / sqlite.MEMBER) as database:
            if sqlite.count_rows(database) != manifest.rows:
                raise Damaged("The database in the backup has other rows than its list says.")
    elif not any(member.name.startswith("database/") for member in manifest.members):
        raise Damaged("The backup holds no database.")
