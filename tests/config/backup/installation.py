"""What tests do to an installation from outside: run the program, look into its files."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from suluh.config.backup.contents import SESSIONS
from suluh.foundation.home import Home

WORKSPACE = "suluh.config.settings.workspace"


def suluh(*words: str | Path, home: Path, **more: str) -> str:
    """Run the real command in a process of its own. Returns its standard output."""
    return program("-m", "suluh", *words, home=home, **more)


def migrate(*words: str, home: Path, **more: str) -> None:
    """Take the tables of an installation to another state."""
    program("-m", "django", "migrate", "-v", "0", *words, home=home, **more)


def program(*words: str | Path, home: Path, **more: str) -> str:
    clean = {"SULUH_DATABASE_URL": "", "SULUH_DATABASE_OWNER_URL": ""}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *words],
        env={
            **os.environ,
            **clean,
            "DJANGO_SETTINGS_MODULE": WORKSPACE,
            "SULUH_HOME": str(home),
            **more,
        },
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def change(home: Home, statement: str) -> None:
    with closing(sqlite3.connect(home.db / "suluh.sqlite3")) as database:
        database.execute(statement)
        database.commit()


LOG = {"access_auditentry", "access_audithead"}


def rows(home: Home, *, log: bool = False) -> dict[str, list[Any]]:
    """Every row by table, without sessions; `log`: with the log, which each backup goes on."""
    with closing(sqlite3.connect(home.db / "suluh.sqlite3")) as database:
        tables = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        return {
            table: sorted(database.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)  # noqa: S608
            for (table,) in tables
            if table not in SESSIONS and (log or table not in LOG)
        }


def files(home: Home) -> dict[str, bytes]:
    """Every file that a backup keeps, by name."""
    kept = [home.root / "installation.json"]
    for folder in (home.files, home.data, home.published):
        kept += [path for path in folder.rglob("*") if path.is_file()]
    return {
        path.relative_to(home.root).as_posix(): path.read_bytes()
        for path in kept
        if path.name != "backups.json"
    }
