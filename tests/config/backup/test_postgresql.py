"""The same drill on PostgreSQL, with an owner's role and one that owns nothing."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from suluh.config.backup import placing, postgresql_rows, postgresql_store
from suluh.config.backup.contents import SESSIONS
from suluh.config.backup.keys import new_pair
from suluh.config.backup.pending import is_pending
from suluh.config.backup.postgresql_store import STAGING, PostgresqlStore
from suluh.config.demonstration.cast import EMAILS
from suluh.directory.edition.reader import open_edition
from suluh.foundation.environment import DATABASE_URL
from suluh.foundation.home import Home
from suluh.foundation.row_security import SHOW_EVERY_AGENCY
from tests.config.backup.conftest import Desk
from tests.config.backup.installation import LOG, files, migrate, program, suluh
from tests.config.backup.test_revoking import ENDED, OPEN

# django_db for the selection of tests alone: each of these has a database of its own.
pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db]

OWNER, APPLICATION = "suluh_owner", "suluh_application"
# Each worker has its own: these tests drop and make whole databases.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
FIRST = f"suluh_first_{WORKER}"
ODD = 'He said "no", \\N\r\n\tភាសាខ្មែរ ; \\. '
_TRIGGERS = (
    "SELECT relname, tgname, tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid"
    " WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace ORDER BY 1, 2"
)


@dataclass
class Server:
    """The server that tests.database.postgres started."""

    folder: str  # of its socket

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def make(self, name: str, template: str = "template1") -> None:
        parts = map(sql.Identifier, (name, OWNER, template))
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as admin:
            admin.execute(
                sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)),
            )
            admin.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(*parts))

    def variables(self, database: str) -> dict[str, str]:
        return {
            "SULUH_DATABASE_URL": self.url(APPLICATION, database),
            "SULUH_DATABASE_OWNER_URL": self.url(OWNER, database),
        }


@dataclass
class Office:
    """One installation on PostgreSQL, and somebody who types commands at it."""

    desk: Desk
    server: Server
    database: str = ""

    def use(self, database: str, template: str = "template1") -> None:
        self.server.make(database, template)
        self.database = database
        for name, value in self.server.variables(database).items():
            self.desk.monkeypatch.setenv(name, value)

    def ask(self, statement: str, role: str = OWNER) -> list[Any]:
        with psycopg.connect(self.server.url(role, self.database)) as database:
            database.execute(SHOW_EVERY_AGENCY)
            cursor = database.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def rows(self) -> dict[str, list[Any]]:
        tables = self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {
            table: sorted(self.ask(f'SELECT to_jsonb(t)::text FROM "{table}" t'))  # noqa: S608
            for (table,) in tables
            if table not in {*SESSIONS, "django_migrations", *LOG}
        }

    def sequences(self) -> dict[str, int]:
        return dict(
            self.ask(
                "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
                " AND sequencename <> 'django_migrations_id_seq'"
            )
        )


@pytest.fixture(scope="session")
def server() -> Server:
    return Server(str(psycopg.conninfo.conninfo_to_dict(DATABASE_URL.read())["host"]))


@pytest.fixture(scope="session")
def built(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration in the database FIRST, and its folder; nobody changes them."""
    home = tmp_path_factory.mktemp("postgresql") / "home"
    server.make(FIRST)
    suluh("demo", "--no-serve", home=home, **server.variables(FIRST))
    return home


@pytest.fixture
def office(
    built: Path,
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Office:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "suluh.config.settings.testing")
    shutil.copytree(built, tmp_path / "home", ignore=shutil.ignore_patterns("inbox"))
    desk = Desk(Home(tmp_path / "home"), new_pair(), tmp_path, monkeypatch, capfd)
    office = Office(desk, server)
    office.use(f"suluh_second_{WORKER}", template=FIRST)
    return office


def test_what_was_lost_is_there_again(office: Office) -> None:
    office.ask(f"UPDATE access_agency SET name = $odd${ODD}$odd$")  # noqa: S608
    before, numbers, kept = office.rows(), office.sequences(), files(office.desk.home)
    triggers = office.ask(_TRIGGERS)
    backup = office.desk.backup()
    held = office.desk.run("verify", backup)["contents"]
    assert (held["database"], held["tables"]["access_agency"]) == ("postgresql", 1)
    shutil.rmtree(office.desk.home.root)
    office.desk.move_to("new machine")
    office.use(f"suluh_third_{WORKER}")
    done = office.desk.run("restore", backup)
    assert done["kept"] == {"folder": "", "schema": ""}
    assert office.rows() == before
    assert office.sequences() == numbers
    assert office.ask(_TRIGGERS) == triggers
    assert files(office.desk.home) == kept
    assert open_edition(office.desk.home.published / "edition.sqlite3").meta.name
    variables = office.server.variables(f"suluh_third_{WORKER}")
    findings = json.loads(suluh("doctor", "--json", home=office.desk.home.root, **variables))
    assert findings["ok"] is True


def test_what_was_here_is_kept_where_the_serving_role_may_not_look(office: Office) -> None:
    backup = office.desk.backup()
    before = office.rows()
    office.ask("UPDATE access_agency SET name = 'Later'")
    assert "--replace" in office.desk.run("restore", backup, answers=2)["error"]
    done = office.desk.run("restore", backup, "--replace")
    schema = done["kept"]["schema"]
    assert schema == Path(done["kept"]["folder"]).name.replace("-", "_")
    assert office.rows() == before
    assert office.ask(f"SELECT name FROM {schema}.access_agency") == [("Later",)]  # noqa: S608
    assert office.ask("SELECT count(*) FROM access_agency", role=APPLICATION) == [(1,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        office.ask(f"SELECT name FROM {schema}.access_agency", role=APPLICATION)  # noqa: S608


def test_a_backup_of_an_older_version_is_brought_up_to_date(office: Office) -> None:
    current = set(office.rows())
    owner = {"SULUH_DATABASE_URL": office.server.url(OWNER, office.database)}
    migrate("directory", "0002_reports", home=office.desk.home.root, **owner)
    services = office.ask("SELECT id FROM directory_service ORDER BY id")
    backup = office.desk.backup()
    office.use(f"suluh_third_{WORKER}")
    assert office.desk.run("restore", backup)["migrated"] is True
    assert set(office.rows()) == current
    assert office.ask("SELECT id FROM directory_service ORDER BY id") == services


def test_a_backup_is_of_one_moment(office: Office, tmp_path: Path) -> None:
    copy_out = postgresql_rows._copy_out
    copied: list[str] = []

    def slowly(database: Any, table: str, path: Path) -> None:
        if not copied:
            office.ask("DELETE FROM django_content_type WHERE app_label = 'contenttypes'")
            office.ask("UPDATE access_agency SET name = 'Later'")
        copied.append(table)
        copy_out(database, table, path)

    office.desk.monkeypatch.setattr(postgresql_rows, "_copy_out", slowly)
    before = office.ask("SELECT name FROM access_agency")[0][0]
    office.ask("DELETE FROM auth_permission")
    postgresql_rows.dump(office.server.url(OWNER, office.database), tmp_path / "dump")
    assert len(copied) > 10
    assert before in (tmp_path / "dump" / "access_agency.csv").read_text()
    assert "contenttypes" in (tmp_path / "dump" / "django_content_type.csv").read_text()


def test_rows_that_point_nowhere_are_refused_and_nothing_is_touched(office: Office) -> None:
    office.desk.backup()
    before = office.rows()
    copy_out = postgresql_rows._copy_out

    def lose(database: Any, table: str, path: Path) -> None:
        copy_out(database, table, path)
        if table == "access_account":
            path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])

    with office.desk.monkeypatch.context() as patched:
        patched.setattr(postgresql_rows, "_copy_out", lose)
        office.desk.run("create", office.desk.outside / "poor.age")
    poor = office.desk.outside / "poor.age"
    refused = office.desk.run("restore", poor, "--replace", answers=1)
    assert "do not fit" in refused["error"]
    assert "Ilya" not in office.desk.said
    assert office.rows() == before


@pytest.mark.parametrize(
    "strange",
    [
        "CREATE POLICY odd ON directory_service AS RESTRICTIVE USING (false)",
        "CREATE POLICY odd ON directory_service FOR SELECT USING (false)",
        "DROP POLICY rows_in_sight ON directory_service",
    ],
)
def test_rows_hidden_by_a_policy_are_not_left_out_in_silence(office: Office, strange: str) -> None:
    """Ours shows the owner every row; one that an administrator made may not."""
    office.ask(strange)
    office.desk.run("key")
    refused = office.desk.run("create", office.desk.outside / "x.age", answers=3)
    assert "no policy hides rows" in refused["error"]
    assert list(office.desk.outside.glob("*.age")) == []


def test_a_database_in_use_is_left_alone(office: Office) -> None:
    backup = office.desk.backup()
    with psycopg.connect(office.server.url(APPLICATION, office.database)):
        refused = office.desk.run("restore", backup, "--replace", answers=3)
    assert "Stop Suluh" in refused["error"]


def test_a_database_that_refuses_keeps_everything(office: Office) -> None:
    backup = office.desk.backup()
    office.ask("UPDATE access_agency SET name = 'Later'")
    before, kept = office.rows(), files(office.desk.home)

    def refuse(*_args: object) -> None:
        raise psycopg.errors.InsufficientPrivilege

    with office.desk.monkeypatch.context() as patched:
        patched.setattr(postgresql_store, "_move", refuse)
        office.desk.run("restore", backup, "--replace", answers=3)
    assert (office.rows(), files(office.desk.home)) == (before, kept)
    assert not is_pending(office.desk.home)


STOPS: list[tuple[Any, str]] = [
    (PostgresqlStore, "swap"),
    (placing, "_move"),
    (PostgresqlStore, "finish"),
]


@pytest.mark.parametrize(("where", "step"), STOPS, ids=[step for _, step in STOPS])
def test_a_stop_at_any_step_is_mended_by_restoring_again(
    office: Office, where: Any, step: str
) -> None:
    backup = office.desk.backup()
    before, kept = office.rows(), files(office.desk.home)
    office.ask("UPDATE access_agency SET name = 'Later'")

    def stop(*_args: object, **_names: object) -> None:
        raise KeyboardInterrupt

    with office.desk.monkeypatch.context() as patched:
        patched.setattr(where, step, stop)
        office.desk.run("restore", backup, "--replace", answers=3)
    assert is_pending(office.desk.home)
    done = office.desk.run("restore", backup)
    assert (office.rows(), files(office.desk.home)) == (before, kept)
    assert done["kept"]["schema"].startswith("before_restore_")
    assert office.ask(f"SELECT 1 FROM pg_namespace WHERE nspname = '{STAGING}'") == []  # noqa: S608


def test_a_stop_before_the_change_leaves_the_old_tables(office: Office) -> None:
    backup = office.desk.backup()
    office.ask("UPDATE access_agency SET name = 'Later'")
    before = office.rows()

    def stop(*_args: object, **_names: object) -> None:
        raise KeyboardInterrupt

    with office.desk.monkeypatch.context() as patched:
        patched.setattr(placing, "begin", stop)
        office.desk.run("restore", backup, "--replace", answers=3)
    assert office.rows() == before
    assert not is_pending(office.desk.home)
    office.desk.run("restore", backup, "--replace")


def test_a_backup_of_sqlite_does_not_go_into_postgresql(
    office: Office, demonstration: Path
) -> None:
    shutil.rmtree(office.desk.home.root)
    shutil.copytree(demonstration, office.desk.home.root, ignore=shutil.ignore_patterns("inbox"))
    with office.desk.monkeypatch.context() as patched:
        patched.setenv("SULUH_DATABASE_URL", "")
        backup = office.desk.backup()
    refused = office.desk.run("restore", backup, "--replace", answers=1)
    assert "is of an installation on SQLite; this one is on PostgreSQL" in refused["error"]


def test_a_restore_stands_in_the_log_and_is_no_alarm(office: Office) -> None:
    first = office.desk.backup("first.age")
    office.desk.backup("second.age")
    office.desk.run("restore", first, "--replace")
    acts = office.ask("SELECT act FROM access_auditentry ORDER BY sequence")
    assert acts[-2:] == [("backup.created",), ("backup.restored",)]
    variables = office.server.variables(office.database)
    findings = json.loads(suluh("doctor", "--json", home=office.desk.home.root, **variables))
    assert {each["name"] for each in findings["checks"] if not each["ok"]} == set()


def test_what_opened_something_opens_nothing_after_a_restore(office: Office) -> None:
    """Also where policies hold whoever writes, and the tables are brought up to date first."""

    def came_back(what: str, **variables: str) -> Any:
        words = ("-m", "tests.config.backup.came_back", what)
        return json.loads(program(*words, home=office.desk.home.root, **variables))

    variables = office.server.variables(office.database)
    assert came_back("open", **variables) == OPEN
    owner = {"SULUH_DATABASE_URL": office.server.url(OWNER, office.database)}
    migrate("access", "0009_log_filters", home=office.desk.home.root, **owner)
    backup = office.desk.backup()
    done = office.desk.run("restore", backup, "--replace")
    assert (done["migrated"], done["can_sign_in"]) == (True, sorted(EMAILS))
    assert came_back("look", **variables) == ENDED
