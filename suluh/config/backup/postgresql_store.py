"""An installation on PostgreSQL: the new tables are built in a schema beside, then change places.

The change is one transaction, so a kill leaves the old tables or the new ones. The old ones stay in
a schema of their own, which the role that serves pages may not enter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg import Connection, sql

from suluh.config.backup import postgresql_catalogue as catalogue
from suluh.config.backup import postgresql_rows as rows
from suluh.config.backup import schema
from suluh.config.backup.age_of_data import compared
from suluh.config.backup.contents import Copied, NotSwapped, has_data
from suluh.config.backup.manifest import Damaged, Manifest
from suluh.config.preparing import grant_rows
from suluh.foundation.refusal import Refusal

STAGING = "suluh_restoring"
# Classes of SQLSTATE after which nobody knows what became of a transaction.
_LOST = "08000"
_UNKNOWN = {"08", "57"}

# What can be moved: relations but for sequences of a column, which follow it, and functions.
_RELATIONS = """
    SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = %s::regnamespace
      AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid
        AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i', 'e'))
"""
_ROUTINES = """
    SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = %s::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
_KINDS = {"r": "TABLE", "p": "TABLE", "v": "VIEW", "m": "MATERIALIZED VIEW", "S": "SEQUENCE"}


class PostgresqlStore:
    """See contents.Store. `owner` is "" when one role does everything."""

    vendor = "postgresql"

    def __init__(self, url: str, owner: str) -> None:
        self.url, self.owner = url, owner or url
        self.role = _role(url) if owner else ""

    def copy(self, folder: Path) -> Copied:
        with _explained():
            return rows.dump(self.owner, folder / "database")

    def holds_data(self) -> bool:
        with _explained(), catalogue.open_every_row(self.owner) as database:
            return has_data(catalogue.count_rows(database, catalogue.tables(database)))

    def age_in_words(self, manifest: Manifest) -> str:
        with _explained(), catalogue.open_every_row(self.owner) as database:
            return compared(manifest.made_at, catalogue.newest_change(database))

    def require_alone(self) -> None:
        with _explained(), psycopg.connect(self.owner) as database:
            if catalogue.others_connected(database):
                raise Refusal("Something else uses the database. Stop Suluh, then restore.")

    def stage(self, unpacked: Path, manifest: Manifest) -> None:
        if not (unpacked / "database").is_dir():
            raise Damaged("The backup holds no database.")
        beside = _with_schema(self.owner, STAGING)
        with _explained():
            with psycopg.connect(self.owner) as database:
                database.execute(f"DROP SCHEMA IF EXISTS {STAGING} CASCADE")
                database.execute(f"CREATE SCHEMA {STAGING}")
            environment = schema.postgresql_environment(beside)
            older = schema.is_older(manifest.migrations)
            schema.migrate(environment, schema.last_of_each(manifest.migrations) if older else ())
            rows.load(beside, unpacked / "database", manifest)
            if older:
                schema.migrate(environment)

    def staged(self, unpacked: Path) -> Mapping[str, str]:
        return schema.postgresql_environment(_with_schema(self.owner, STAGING))

    def settle(self, unpacked: Path) -> None:
        """Nothing to do: what a transaction wrote is in place."""

    def swap(self, name: str) -> None:
        try:
            with _explained(), psycopg.connect(self.owner) as database:
                if _exists(database, STAGING):  # else it was done before
                    _swap(database, _schema_name(name))
        except Refusal as refused:
            state = getattr(refused.__cause__, "sqlstate", None) or _LOST
            if state[:2] in _UNKNOWN:
                raise  # the connection broke: it may have happened
            raise NotSwapped(str(refused)) from refused

    def kept(self, name: str) -> str:
        with _explained(), psycopg.connect(self.owner) as database:
            there = _exists(database, _schema_name(name))
        return _schema_name(name) if there else ""

    def finish(self) -> None:
        if self.role:
            with _explained():
                grant_rows(self.owner, self.role)


def _schema_name(folder: str) -> str:
    return folder.replace("-", "_")


def _swap(database: Connection, name: str) -> None:
    live = _value(database, "SELECT current_schema()")
    database.execute("SET LOCAL lock_timeout = '30s'")
    if _relations(database, live):
        database.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        _move(database, live, name)
    _move(database, STAGING, live)
    # Without CASCADE: were anything left behind, nothing at all would happen.
    database.execute(f"DROP SCHEMA {STAGING}")


def _move(database: Connection, source: str, target: str) -> None:
    for name, kind in _relations(database, source):
        statement = f"ALTER {_KINDS[kind]} {{}}.{{}} SET SCHEMA {{}}"
        database.execute(sql.SQL(statement).format(*map(sql.Identifier, (source, name, target))))
    for (signature,) in database.execute(_ROUTINES, (source,)).fetchall():
        database.execute(
            sql.SQL("ALTER ROUTINE {} SET SCHEMA {}").format(
                sql.SQL(signature), sql.Identifier(target)
            )
        )


def _relations(database: Connection, source: str) -> list[tuple[str, str]]:
    found = database.execute(_RELATIONS, (source,)).fetchall()
    return [(name, kind if isinstance(kind, str) else kind.decode()) for name, kind in found]


def _exists(database: Connection, name: str) -> bool:
    return bool(_value(database, "SELECT count(*) FROM pg_namespace WHERE nspname = %s", name))


def _value(database: Connection, statement: str, *parameters: str) -> Any:
    found = database.execute(statement, parameters).fetchone()
    return found[0] if found else None


def _with_schema(url: str, name: str) -> str:
    """The same database, where tables are made and looked for in the schema `name` alone."""
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query)), "options": f"-csearch_path={name}"}
    return urlunsplit(parts._replace(query=urlencode(query, quote_via=quote)))


def _role(url: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(url).get("user", ""))


@contextmanager
def _explained() -> Iterator[None]:
    """PostgreSQL's own words may quote a row or a password; only the kind of error is said."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise Refusal(
            "The database does not allow it to this role. SULUH_DATABASE_OWNER_URL must name one "
            "that owns the database, and from whom no policy hides rows."
        ) from error
    except (psycopg.errors.DataError, psycopg.errors.IntegrityError) as error:
        raise Damaged(
            f"The rows of the backup do not fit its tables ({type(error).__name__})."
        ) from error
    except psycopg.errors.DiskFull as error:
        raise Refusal("The disk of the database is full. Make room, then try again.") from error
    except psycopg.Error as error:
        raise Refusal(
            f"The database did not do it ({type(error).__name__}). Is it running?"
        ) from error
