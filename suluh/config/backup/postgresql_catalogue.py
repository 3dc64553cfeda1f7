"""What PostgreSQL says about itself: tables, columns, sequences, who is connected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from typing import Any

from psycopg import Connection, connect, sql

from suluh.config.backup.contents import SESSIONS
from suluh.config.backup.manifest import Migrations
from suluh.foundation.postgresql.policies import POLICY
from suluh.foundation.row_security import SHOW_EVERY_AGENCY

_TABLES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY 1
"""
_COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    ORDER BY attnum
"""
_LINKS = """
    SELECT own.relname, other.relname FROM pg_constraint k
    JOIN pg_class own ON own.oid = k.conrelid JOIN pg_class other ON other.oid = k.confrelid
    WHERE k.contype = 'f' AND own.relnamespace = current_schema()::regnamespace
      AND own.oid <> other.oid
"""
_SEQUENCES = """
    SELECT sequencename, last_value FROM pg_sequences
    WHERE schemaname = current_schema() AND last_value IS NOT NULL
"""
_MOMENTS = """
    SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
      AND a.atttypid = 'timestamptz'::regtype AND NOT a.attisdropped
"""
_FORCED = """
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relforcerowsecurity ORDER BY 1
"""
_POLICIES_OF_OTHERS = """
    SELECT count(*) FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relrowsecurity
      AND (p.polname, p.polpermissive, p.polcmd) IS DISTINCT FROM (%s::name, true, '*'::"char")
"""
# Names alone are asked for: a role may not see what other roles are doing.
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND usename IS NOT NULL AND pid <> pg_backend_pid()
"""

Open = Connection[tuple[Any, ...]]


def open_every_row(url: str) -> Open:
    """A connection to which our policies show every row. Others of an administrator may hide some.

    Then it stops with InsufficientPrivilege at the first table of which it would see only a part,
    unless no policy holds its role.
    """
    database = connect(url)
    with database.transaction():
        database.execute(SHOW_EVERY_AGENCY)
        strange = database.execute(_POLICIES_OF_OTHERS, (POLICY,)).fetchone()
        database.execute(f"SET row_security = {'off' if strange and strange[0] else 'on'}")
    return database


def tables(database: Open) -> list[str]:
    """Those of the schema in use, each after the tables that its rows point at."""
    names = [name for (name,) in database.execute(_TABLES)]
    graph: dict[str, set[str]] = {name: set() for name in names}
    for own, other in database.execute(_LINKS):
        graph[own].add(other)
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError:
        return names  # Django's foreign keys wait for the end of the transaction


def forced(database: Open) -> list[str]:
    """Those to whose policies the owner is held, too."""
    return [name for (name,) in database.execute(_FORCED)]


def columns(database: Open, table: str) -> list[str]:
    """Without generated ones, which are computed anew."""
    quoted = sql.Identifier(table).as_string(database)
    return [name for (name,) in database.execute(_COLUMNS, (quoted,))]


def sequences(database: Open) -> dict[str, int]:
    """The last number given by each sequence that was used."""
    return dict(database.execute(_SEQUENCES).fetchall())


def count_rows(database: Open, names: Iterable[str]) -> Mapping[str, int]:
    counts = {}
    for table in sorted(names):
        counted = database.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        ).fetchone()
        counts[table] = counted[0] if counted else 0
    return counts


def migrations(database: Open) -> Migrations:
    if "django_migrations" not in tables(database):
        return frozenset()
    found = database.execute("SELECT app, name FROM django_migrations").fetchall()
    return frozenset((str(app), str(name)) for app, name in found)


def newest_change(database: Open) -> datetime | None:
    """The latest moment, not after now, that stands in any row; None when there is none."""
    newest = None
    for table, column in database.execute(_MOMENTS).fetchall():
        statement = sql.SQL("SELECT max({0}) FROM {1} WHERE {0} <= now()").format(
            sql.Identifier(column), sql.Identifier(table)
        )
        found = database.execute(statement).fetchone()
        if table not in SESSIONS and found and found[0]:
            newest = max(newest, found[0]) if newest else found[0]
    return newest


def others_connected(database: Open) -> int:
    counted = database.execute(_OTHERS).fetchone()
    return int(counted[0]) if counted else 0
