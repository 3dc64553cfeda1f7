"""The triggers that keep the log as it is written: are they as migration access/0002 made them?"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import psycopg
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from suluh.foundation.environment import DATABASE_OWNER_URL

MADE_BY: Any = import_module("suluh.access.migrations.0002_audit_log")
_ROW, _BEFORE = 1, 2  # bits of pg_trigger.tgtype
_EVENTS = {"DELETE": 8, "UPDATE": 16}
_ALWAYS = {"O", "A"}  # pg_trigger.tgenabled: fires for everybody but a replica, or for everybody
_FOUND = """
    SELECT t.tgname, c.relname, t.tgtype, t.tgenabled, t.tgqual IS NOT NULL, p.proname, p.prosrc
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""


def missing() -> list[str]:
    """The names of those that are gone, turned off or changed. Raises DatabaseError."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _missing_on_postgresql(cursor)
        return _missing_on_sqlite(cursor)


def _missing_on_sqlite(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = {name: (table, _words(sql)) for name, table, sql in cursor.fetchall()}
    return [
        name
        for name, (event, _condition) in MADE_BY.SQLITE.items()
        if found.get(name) != (event.split()[-1], _words(_sqlite_statement(name)))
    ]


def _sqlite_statement(name: str) -> str:
    event, condition = MADE_BY.SQLITE[name]
    return (
        f"CREATE TRIGGER {name} BEFORE {event} {condition} "
        "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    )


def _missing_on_postgresql(cursor: CursorWrapper) -> list[str]:
    cursor.execute(_FOUND)
    found = {row[0]: row[1:] for row in cursor.fetchall()}
    return [name for name in MADE_BY.POSTGRESQL if not _is_whole(name, found.get(name))]


def _is_whole(name: str, found: tuple[Any, ...] | None) -> bool:
    if found is None:
        return False
    event, condition = MADE_BY.POSTGRESQL[name]
    kind = _ROW | _BEFORE | sum(bit for word, bit in _EVENTS.items() if word in event.split())
    table, bits, enabled, conditional, function, body = found
    return bool(
        (table, bits, conditional) == (event.split()[-1], kind, bool(condition))
        and enabled in _ALWAYS
        and function == "suluh_append_only"
        and _words(body) == _words(MADE_BY.FUNCTION.split("$$")[1])
    )


def _words(sql: str) -> list[str]:
    return sql.split()


def put_back() -> None:
    """Make them anew. On PostgreSQL as the owner of the tables. Raises DatabaseError, or its like
    of psycopg when the role may not.
    """
    if connection.vendor == "postgresql":
        _put_back_on_postgresql()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for name in MADE_BY.SQLITE:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(_sqlite_statement(name))


def _put_back_on_postgresql() -> None:
    here = connection.get_connection_params()
    names = ("host", "port", "dbname", "user", "password")
    owner = DATABASE_OWNER_URL.read()
    given = psycopg.conninfo.make_conninfo(
        owner or "", **({} if owner else {name: here[name] for name in names if name in here})
    )
    with psycopg.connect(given) as database:
        database.execute(MADE_BY.FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
        for name, (event, condition) in MADE_BY.POSTGRESQL.items():
            table = event.split()[-1]
            database.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            database.execute(
                f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW {condition} "
                "EXECUTE FUNCTION suluh_append_only()"
            )
