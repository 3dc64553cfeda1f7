"""Where the database is."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from suluh.foundation.database_url import postgresql
from suluh.foundation.environment import SettingError


def test_every_part_of_the_address_arrives() -> None:
    url = "postgresql://desk:p%40ss%2Fword@db.example.org:5433/suluh?sslmode=verify-full"
    settings = postgresql(url)
    parts = [settings[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")]
    expected = ["suluh", "desk", "p@ss/word", "db.example.org", "5433", {"sslmode": "verify-full"}]
    assert parts == expected


def test_a_unix_socket_is_named_by_host() -> None:
    settings = postgresql("postgresql://desk@/suluh?host=/run/postgresql&port=5434")
    assert (settings["HOST"], settings["PORT"], settings["OPTIONS"]) == (
        "/run/postgresql", "5434", {},
    )  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "mysql://desk:secret@host/suluh",
        "postgresql://desk:secret@host",
        "postgresql://desk:secret@host:port/suluh",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(SettingError) as refusal:
        postgresql(url)
    assert "SULUH_DATABASE_URL" in str(refusal.value)
    assert "secret" not in str(refusal.value)


JOB = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult
from tests.foundation.jobs import remember
call_command("migrate", verbosity=0)
remember.enqueue("lamp")
call_command("db_worker", batch=True, verbosity=0, startup_delay=False, reload=False)
job = DBTaskResult.objects.get()
with connection.cursor() as cursor:
    modes = [
        cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys")
    ]
print(job.status, job.return_value, *modes, connection.transaction_mode)
"""


def test_a_job_runs_through_the_worker_on_a_fresh_sqlite_installation(tmp_path: Path) -> None:
    """The real settings, a real file: WAL, foreign keys, IMMEDIATE, and the job table works."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("SULUH_")
    } | {
        "SULUH_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "suluh.config.settings.workspace",
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "error", "-c", JOB],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["SUCCESSFUL", "lamp", "wal", "1", "IMMEDIATE"], done.stderr
    with sqlite3.connect(tmp_path / "db" / "suluh.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
