"""Rows of PostgreSQL as CSV files, out of one moment and back, without pg_dump.

pg_dump must be as new as the server and is often not there. COPY is part of the server.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

from psycopg import Connection, IsolationLevel, sql

from suluh.config.backup import postgresql_catalogue as catalogue
from suluh.config.backup.contents import SESSIONS, Copied
from suluh.config.backup.durable_files import make_folder, new_file
from suluh.config.backup.manifest import Damaged, Manifest

SEQUENCES = "sequences.json"
MIGRATIONS = "django_migrations"  # written by migrating, not by loading
CHUNK = 256 * 1024  # bytes
_ENABLE = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA"}
# The same text whatever a server is set to.
_PLAIN_TEXT = (
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL client_encoding = 'UTF8'",
    "SET LOCAL extra_float_digits = 1",
)


def dump(url: str, folder: Path) -> Copied:
    """Write every table and the sequences into `folder`, as they were at one moment.

    Raises psycopg.Error; also when row-level security would hide rows, instead of leaving them out.
    """
    make_folder(folder)
    with catalogue.open_every_row(url) as database:
        database.isolation_level = IsolationLevel.REPEATABLE_READ
        database.read_only = True
        _speak_plainly(database)
        tables = catalogue.tables(database)
        for table in tables:
            if table not in SESSIONS | {MIGRATIONS}:
                _copy_out(database, table, folder / f"{table}.csv")
        with new_file(folder / SEQUENCES) as out:
            out.write(json.dumps(catalogue.sequences(database)).encode("ascii"))
        return Copied(
            rows=catalogue.count_rows(database, set(tables) - SESSIONS),
            migrations=catalogue.migrations(database),
        )


def load(url: str, folder: Path, manifest: Manifest) -> None:
    """Fill empty tables of the same schema from `folder`, in one transaction.

    Raises Damaged when the files do not fit the tables, psycopg.Error when the rows do not.
    """
    files = {path.stem: path for path in folder.glob("*.csv")}
    with catalogue.open_every_row(url) as database:
        _speak_plainly(database)
        found = [each for each in catalogue.tables(database) if each != MIGRATIONS]
        tables = [each for each in found if each not in SESSIONS]
        if set(tables) != set(files):
            raise Damaged("The backup has other tables than its list of migrations says.")
        quiet = [each for table in tables for each in _quieten(database, table)]
        quiet += _let_owner_in(database)
        everything = sql.SQL(", ").join(map(sql.Identifier, found))
        database.execute(sql.SQL("TRUNCATE {}").format(everything))  # rows made by migrations
        for table in tables:
            _copy_in(database, table, files[table])
        database.execute("SET CONSTRAINTS ALL IMMEDIATE")  # foreign keys are checked here
        for again in quiet:
            database.execute(again)
        _move_sequences(database, folder / SEQUENCES)
        counted = catalogue.count_rows(database, tables)
        if dict(counted) != {table: manifest.rows.get(table) for table in tables}:
            raise Damaged("The backup has other rows than its list of contents says.")


def _speak_plainly(database: Connection) -> None:
    for statement in _PLAIN_TEXT:
        database.execute(statement)


def _copy_out(database: Connection, table: str, path: Path) -> None:
    statement = _copy(database, table, catalogue.columns(database, table), "TO STDOUT")
    with new_file(path) as out, database.cursor() as cursor, cursor.copy(statement) as copy:
        for block in copy:
            out.write(block)


def _copy_in(database: Connection, table: str, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        columns = next(csv.reader(stream), [])
    if set(columns) != set(catalogue.columns(database, table)):
        raise Damaged(f"The table {table} in the backup has other columns.")
    statement = _copy(database, table, columns, "FROM STDIN")
    with path.open("rb") as source, database.cursor() as cursor, cursor.copy(statement) as copy:
        while block := source.read(CHUNK):
            copy.write(block)


def _copy(database: Connection, table: str, columns: list[str], way: str) -> sql.Composed:
    return sql.SQL("COPY {} ({}) {} (FORMAT csv, HEADER)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(way)
    )


def _quieten(database: Connection, table: str) -> list[sql.Composed]:
    """Stop triggers of ours, which would count or chain rows a second time; how to start them."""
    quoted = sql.Identifier(table)
    ours = database.execute(
        "SELECT tgname, tgenabled::text FROM pg_trigger"
        " WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled <> 'D'",
        (quoted.as_string(database),),
    ).fetchall()
    again = []
    for name, mode in ours:
        trigger = (quoted, sql.SQL(_ENABLE[mode]), sql.Identifier(name))
        database.execute(
            sql.SQL("ALTER TABLE {} DISABLE TRIGGER {}").format(quoted, sql.Identifier(name))
        )
        again.append(sql.SQL("ALTER TABLE {} {} TRIGGER {}").format(*trigger))
    return again


def _let_owner_in(database: Connection) -> list[sql.Composed]:
    """COPY cannot write under a policy; how to hold the owner to all of them again."""
    held, again = sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY"), []
    for table in map(sql.Identifier, catalogue.forced(database)):
        database.execute(held.format(table, sql.SQL("NO FORCE")))
        again.append(held.format(table, sql.SQL("FORCE")))
    return again


def _move_sequences(database: Connection, path: Path) -> None:
    try:
        numbers = json.loads(path.read_text(encoding="ascii"))
        for name, last in numbers.items():
            quoted = sql.Identifier(str(name)).as_string(database)
            database.execute("SELECT setval(%s::regclass, %s)", (quoted, int(last)))
    except (OSError, ValueError, AttributeError) as wrong:
        raise Damaged("The numbers of the next rows cannot be read.") from wrong
