"""Which database this installation has."""

from __future__ import annotations

from suluh.config.backup.contents import Store
from suluh.config.backup.postgresql_store import PostgresqlStore
from suluh.config.backup.sqlite_store import SqliteStore
from suluh.foundation.environment import DATABASE_OWNER_URL, DATABASE_URL
from suluh.foundation.home import Home


def store_of(home: Home) -> Store:
    """The same choice as the settings of the workspace make."""
    if url := DATABASE_URL.read():
        return PostgresqlStore(url, DATABASE_OWNER_URL.read())
    return SqliteStore(home)
