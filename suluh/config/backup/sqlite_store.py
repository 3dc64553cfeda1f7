"""An installation on SQLite: its database is one more file that is put in place."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from suluh.config.backup import schema, sqlite
from suluh.config.backup.age_of_data import compared
from suluh.config.backup.contents import Copied, has_data
from suluh.config.backup.manifest import Damaged, Manifest
from suluh.foundation.home import Home
from suluh.foundation.refusal import Refusal


class SqliteStore:
    """See contents.Store. After `stage` the new database lies where Home.db expects it."""

    vendor = "sqlite"

    def __init__(self, home: Home) -> None:
        self.path = home.db / sqlite.FILE_NAME

    def copy(self, folder: Path) -> Copied:
        if not self.path.is_file():
            raise Refusal("There is nothing to back up yet. Set it up with: suluh start")
        return sqlite.copy_database(self.path, folder / sqlite.MEMBER)

    def holds_data(self) -> bool:
        if not self.path.is_file():
            return False
        try:
            with sqlite.opened(self.path) as database:
                return has_data(sqlite.count_rows(database))
        except sqlite3.DatabaseError:
            return True  # it cannot be read; that is for a person to judge

    def age_in_words(self, manifest: Manifest) -> str:
        try:
            with sqlite.opened(self.path) as database:
                return compared(manifest.made_at, sqlite.newest_change(database))
        except (sqlite3.DatabaseError, ValueError):
            return compared(manifest.made_at, None)

    def require_alone(self) -> None:
        if self.path.is_file():
            sqlite.require_alone(self.path)

    def stage(self, unpacked: Path, manifest: Manifest) -> None:
        found = unpacked / sqlite.MEMBER
        if not found.is_file():
            raise Damaged("The backup holds no database.")
        sqlite.require_whole(found)
        target = Home(unpacked).db / sqlite.FILE_NAME
        target.parent.mkdir(mode=0o700, exist_ok=True)
        found.rename(target)
        if schema.is_older(manifest.migrations):
            schema.migrate(self.staged(unpacked))

    def staged(self, unpacked: Path) -> Mapping[str, str]:
        return schema.sqlite_environment(str(unpacked))

    def settle(self, unpacked: Path) -> None:
        target = Home(unpacked).db / sqlite.FILE_NAME
        sqlite.require_alone(target)  # one file again, without a -wal beside
        sqlite.require_whole(target)

    def swap(self, name: str) -> None:
        """Nothing to do: the file is put in place with the others."""

    def kept(self, name: str) -> str:
        return ""

    def finish(self) -> None:
        """Nothing to do: a file has no roles."""
