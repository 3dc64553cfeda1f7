"""The SQLite database of an installation: copied while it is in use, examined, migrated beside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from suluh.config.backup.contents import SESSIONS, Copied
from suluh.config.backup.durable_files import make_folder
from suluh.config.backup.manifest import Damaged, Migrations
from suluh.foundation.database_url import WAIT_SECONDS
from suluh.foundation.refusal import Refusal

FILE_NAME = "suluh.sqlite3"
MEMBER = f"database/{FILE_NAME}"


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection without transactions of its own. The file must be there."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with closing(
        sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
    ) as database:
        yield database


def copy_database(source: Path, target: Path) -> Copied:
    """A consistent copy in one file, without sessions and without remains of deleted rows.

    The backup interface of SQLite copies one state while others write. VACUUM then leaves out
    pages that are free: they may still hold what somebody deleted for good reasons.
    """
    make_folder(target.parent)
    target.touch(mode=0o600)
    with opened(source) as live, opened(target) as copy:
        live.backup(copy)
    with opened(target) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        for table in SESSIONS.intersection(tables(copy)):
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 - our own name
        copy.execute("VACUUM")
        return Copied(rows=count_rows(copy), migrations=migrations(copy))


def tables(database: sqlite3.Connection) -> list[str]:
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
        " ESCAPE '\\' ORDER BY name"
    )
    return [name for (name,) in found]


def count_rows(database: sqlite3.Connection) -> dict[str, int]:
    return {
        table: database.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0]  # noqa: S608
        for table in tables(database)
    }


def migrations(database: sqlite3.Connection) -> Migrations:
    if "django_migrations" not in tables(database):
        return frozenset()
    return frozenset(database.execute("SELECT app, name FROM django_migrations").fetchall())


def newest_change(database: sqlite3.Connection) -> datetime | None:
    """The latest moment, not after now, that stands in any row; None when there is none."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")  # as Django writes it, in UTC
    newest = ""
    for table in tables(database):
        for _, column, kind, *_ in database.execute(f"PRAGMA table_info({_quoted(table)})"):
            if kind.lower() == "datetime" and table not in SESSIONS:
                statement = f"SELECT max({_quoted(column)}) FROM {_quoted(table)} WHERE {_quoted(column)} <= ?"  # noqa: E501, S608
                newest = max(newest, database.execute(statement, (now,)).fetchone()[0] or "")
    return datetime.fromisoformat(newest).replace(tzinfo=UTC) if newest else None


def require_whole(path: Path) -> None:
    """Raises Damaged unless SQLite finds the file in order."""
    try:
        with opened(path) as database:
            answer = database.execute("PRAGMA integrity_check").fetchone()[0]
            orphans = database.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise Damaged("The database in the backup cannot be opened.") from error
    if answer != "ok" or orphans:
        raise Damaged("The database in the backup is damaged. Take an earlier backup.")


def require_alone(path: Path) -> None:
    """Raises Refusal while another program has the database open.

    Leaving write-ahead mode needs the file for oneself; it also empties the -wal file.
    """
    try:
        with opened(path) as database:
            database.execute("PRAGMA busy_timeout=1000")
            alone = database.execute("PRAGMA journal_mode=DELETE").fetchone()[0] == "delete"
    except sqlite3.OperationalError:
        alone = False
    except sqlite3.DatabaseError:
        return  # no database at all: that may be why it is to be replaced
    if not alone:
        raise Refusal("Suluh is running here. Stop it, then restore.")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
