"""Whoever can write the whole database: the log's triggers do not stop them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import psycopg
from django.db import connection

from suluh.foundation.row_security import SHOW_EVERY_AGENCY

OWNER = "suluh_owner"  # as tests/database/postgres.py names it
MIGRATION = import_module("suluh.access.migrations.0002_audit_log")
TABLES = (MIGRATION.ENTRIES, MIGRATION.HEADS)


@contextmanager
def without_triggers() -> Iterator[Any]:
    """A cursor that may change the log. What it does is committed at the end.

    On SQLite that is whoever has the file; on PostgreSQL the owner of the tables.
    """
    if connection.vendor == "postgresql":
        with as_owner() as owner, owner.cursor() as cursor:
            cursor.execute(SHOW_EVERY_AGENCY)
            _each(cursor, "ALTER TABLE {} DISABLE TRIGGER USER")
            yield cursor
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _each(cursor, "ALTER TABLE {} ENABLE TRIGGER USER")
        return
    with connection.cursor() as cursor:
        for name in MIGRATION.SQLITE:
            cursor.execute(f"DROP TRIGGER {name}")
        try:
            yield cursor
        finally:
            MIGRATION.add_triggers(None, connection.SchemaEditorClass(connection))


def as_owner() -> psycopg.Connection[tuple[Any, ...]]:
    """A connection of the tables' owner to the database of the tests; PostgreSQL only.

    It does not wait for ever: a test that holds rows in a transaction of its own says so in red.
    """
    here, bounded = connection.settings_dict, "-c lock_timeout=20s"
    return psycopg.connect(host=here["HOST"], dbname=here["NAME"], user=OWNER, options=bounded)


def _each(cursor: Any, statement: str) -> None:
    for table in TABLES:
        cursor.execute(statement.format(table))
