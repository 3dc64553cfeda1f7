"""An installation on SQLite or PostgreSQL that is put back as it was before each death."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql

from suluh.config.preparing import grant_rows, migrate_as_owner
from suluh.foundation.environment import DATABASE_OWNER_URL, DATABASE_URL

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the server's package warns of a folder that nobody set
    from tests.database.postgres import APPLICATION, OWNER, _server, _url

WORKSPACE = "suluh.config.settings.workspace"
KEPT, USED = "suluh_kept", "suluh_used"  # PostgreSQL's name for the template, and for its copy


class Store(Protocol):
    """Where the rows are. `address` is what SULUH_DATABASE_URL says, "" for SQLite."""

    @property
    def address(self) -> str: ...

    def begin(self) -> None:
        """Make an empty database with tables."""

    def keep(self) -> None:
        """Remember the database as it is."""

    def put_back(self) -> None:
        """Make the database as it was remembered."""


class InTheFolder:
    """SQLite: the database lies in the installation's folder, and goes with it."""

    @property
    def address(self) -> str:
        return ""

    def begin(self) -> None: ...

    def keep(self) -> None: ...

    def put_back(self) -> None: ...


@dataclass
class OnAServer:
    """PostgreSQL, as a role that owns nothing."""

    socket: str

    @property
    def address(self) -> str:
        return _url(self.socket, APPLICATION, USED)

    def begin(self) -> None:
        with self._admin() as admin:
            admin.execute("ALTER SYSTEM SET fsync = off")  # the data lives for minutes
            admin.execute("SELECT pg_reload_conf()")
            for role in (OWNER, APPLICATION):
                admin.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            self._make(admin, USED, "template1")
        self._fill()

    def _fill(self) -> None:
        owner = _url(self.socket, OWNER, USED)
        migrate_as_owner(owner)
        grant_rows(owner, APPLICATION)

    def keep(self) -> None:
        with self._admin() as admin:
            self._make(admin, KEPT, USED)

    def put_back(self) -> None:
        with self._admin() as admin:
            self._make(admin, USED, KEPT)

    def _admin(self) -> psycopg.Connection[Any]:
        return psycopg.connect(_url(self.socket, "postgres", "postgres"), autocommit=True)

    @staticmethod
    def _make(admin: psycopg.Connection[Any], name: str, template: str) -> None:
        for statement in (
            "DROP DATABASE IF EXISTS {0} WITH (FORCE)",
            "CREATE DATABASE {0} OWNER {1} TEMPLATE {2}",
        ):
            parts = map(sql.Identifier, (name, OWNER, template))
            admin.execute(sql.SQL(statement).format(*parts))


class Empty(OnAServer):
    """PostgreSQL without tables, as the role that is going to own them."""

    @property
    def address(self) -> str:
        return _url(self.socket, OWNER, USED)

    def _fill(self) -> None: ...


class Died(AssertionError):
    """A child that was to live did not, or the other way round."""


@dataclass
class Office:
    """One installation, and the process in which its journeys are made (stage.py)."""

    folder: Path
    store: Store
    stage: subprocess.Popen[str]

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def kept(self) -> Path:
        return self.folder / "kept"

    def order(self, do: str, **more: Any) -> tuple[int, list[Any]]:
        """Which signal ended the child (0: none), and what it said."""
        assert self.stage.stdin
        assert self.stage.stdout
        self.stage.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self.stage.stdin.flush()
        answer = json.loads(self.stage.stdout.readline())
        return answer["signal"], answer["said"]

    def done(self, do: str, **more: Any) -> Any:
        """The last thing said by a child that lived. Raises Died."""
        signal, said = self.order(do, **more)
        if signal or not said or "error" in said[-1]:
            raise Died(f"{do} {more}: signal {signal}, {said}")
        return said[-1]

    def keep(self) -> None:
        """Remember the installation as it is now."""
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.home, self.kept)
        self.store.keep()

    def put_back(self) -> None:
        """Make the installation as it was remembered."""
        shutil.rmtree(self.home)
        shutil.copytree(self.kept, self.home)
        self.store.put_back()


@contextmanager
def office_on(
    kind: str, folder: Path, on_a_server: type[OnAServer] = OnAServer
) -> Iterator[Office]:
    """An office in `folder` on "sqlite" or "postgresql"."""
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        store: Store = InTheFolder()
        if kind != "sqlite":
            store = on_a_server(stack.enter_context(_server()))
        store.begin()
        variables = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": WORKSPACE,
            "SULUH_HOME": str(folder / "home"),
            DATABASE_URL.name: store.address,
            DATABASE_OWNER_URL.name: "",
        }
        stage = subprocess.Popen(
            [sys.executable, "-m", "tests.deep.crash.stage"],
            env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        stack.callback(_end, stage)
        assert stage.stdout
        assert stage.stdout.readline() == "ready\n"
        yield Office(folder, store, stage)


def _end(stage: subprocess.Popen[str]) -> None:
    assert stage.stdin
    assert stage.stdout
    stage.stdin.close()
    stage.stdout.close()
    stage.wait(timeout=30)
