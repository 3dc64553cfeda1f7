"""Acts on PostgreSQL: a server of its own, two roles, and row-level security on and off.

The server waits for the disk at every commit, as an installation's does (fsync stays on).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from bench.trust.arms import Arm
from suluh.config.preparing import grant_rows
from tests.database.postgres import APPLICATION, DATABASE, OWNER, _server, _url

SETTINGS = "bench.trust.acts_settings"
OPEN = f"{DATABASE}_open"  # the same tables without policies
_GUARDED = (
    "SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace"
)


def acts(measure: Callable[[str, Arm], None]) -> None:
    """Measure with the policies as installed, then without, where this version has any."""
    with _server() as socket, TemporaryDirectory() as home:
        guarded = _prepare(socket, Path(home))
        with_policies = f"row-level security on {guarded} tables" if guarded else "no policies yet"
        measure(f"PostgreSQL, {with_policies}", _arm(socket, home, DATABASE))
        if guarded:
            measure("PostgreSQL, row-level security off", _arm(socket, home, OPEN))


def _arm(socket: str, home: str, database: str) -> Arm:
    address = {"SULUH_DATABASE_URL": _url(socket, APPLICATION, database)}
    return Arm("acts", Path(home), SETTINGS, address)


def _prepare(socket: str, home: Path) -> int:
    """Two databases with tables and rights. Returns how many tables have policies in the first."""
    admin, owner = _url(socket, "postgres", "postgres"), _url(socket, OWNER, DATABASE)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {OWNER} LOGIN")
        connection.execute(f"CREATE ROLE {APPLICATION} LOGIN")
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    with Arm("tables", home, SETTINGS, {"SULUH_DATABASE_URL": owner}):
        pass
    grant_rows(owner, APPLICATION)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {OPEN} OWNER {OWNER} TEMPLATE {DATABASE}")
    return _turn_off(_url(socket, OWNER, OPEN))


def _turn_off(owner: str) -> int:
    """How many tables had policies."""
    with psycopg.connect(owner) as connection:
        names = [name for (name,) in connection.execute(_GUARDED).fetchall()]
        for name in names:
            off = sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY")
            connection.execute(off.format(sql.Identifier(name)))
    return len(names)
