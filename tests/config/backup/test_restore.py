"""`suluh backup restore`: where it puts nothing, what it keeps, and what a kill leaves."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from suluh.config import preparing
from suluh.config.backup import placing, restoring, sqlite_store
from suluh.config.backup.age_of_data import compared
from suluh.config.backup.pending import is_pending
from suluh.config.backup.sqlite import newest_change
from suluh.config.doctor import backups
from suluh.config.doctor.findings import Trouble
from suluh.foundation.home import Home
from suluh.foundation.refusal import Refusal
from tests.config.backup.conftest import Desk
from tests.config.backup.installation import change, files, migrate, rows

LATER = "UPDATE access_agency SET name = 'Later', updated_at = datetime('now')"


def test_a_directory_is_not_replaced_by_accident(desk: Desk) -> None:
    backup = desk.backup()
    time.sleep(1)  # its own entry in the log is no later change
    refused = desk.run("restore", backup, answers=2)
    assert "Nothing here was changed since" in refused["error"]
    assert "--replace" in refused["error"]


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (None, "It cannot be told which is newer, the backup or what is here."),
        (timedelta(0), "Nothing here was changed since the backup was made."),
        (timedelta(hours=5), "The backup is older than what is here, by less than a day."),
        (timedelta(days=1), "The backup is older than what is here, by 1 day."),
        (timedelta(days=12), "The backup is older than what is here, by 12 days."),
    ],
)
def test_it_is_said_which_is_newer(after: timedelta | None, sentence: str) -> None:
    made_at = datetime(2026, 11, 1, tzinfo=UTC)
    assert compared(made_at, None if after is None else made_at + after) == sentence


def test_a_later_change_is_found_in_any_table() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE a (moment datetime)")
        database.execute("CREATE TABLE b (moment datetime)")
        database.execute("INSERT INTO a VALUES ('2026-11-02 03:04:05.678')")
        database.execute("INSERT INTO b VALUES ('2099-01-01 00:00:00'), ('2026-01-01 00:00:00')")
        assert newest_change(database) == datetime(2026, 11, 2, 3, 4, 5, 678000, tzinfo=UTC)


def test_what_was_here_is_kept(desk: Desk) -> None:
    backup = desk.backup()
    before, kept = desk.rows(), files(desk.home)
    change(desk.home, LATER)
    (desk.home.files / "later.txt").write_text("later")
    later = desk.rows()
    done = desk.run("restore", backup, "--replace")
    assert (desk.rows(), files(desk.home)) == (before, kept)
    aside = Home(Path(done["kept"]["folder"]))
    assert aside.root.name.startswith("before-restore-20")
    assert rows(aside) == later
    assert (aside.files / "later.txt").read_text() == "later"


def test_an_installation_in_use_is_left_alone(desk: Desk) -> None:
    backup = desk.backup()
    with closing(sqlite3.connect(desk.home.db / "suluh.sqlite3")) as running:
        running.execute("PRAGMA journal_mode=WAL")
        running.execute("SELECT count(*) FROM access_agency").fetchone()
        refused = desk.run("restore", backup, "--replace", answers=3)
    assert refused["error"] == "Suluh is running here. Stop it, then restore."


def test_a_backup_of_a_newer_version_is_refused(desk: Desk) -> None:
    change(
        desk.home,
        "INSERT INTO django_migrations (app, name, applied)"
        " VALUES ('directory', '9999_from_the_future', '2026-01-01')",
    )
    backup = desk.backup()
    desk.run("verify", backup)
    desk.move_to("new machine")
    refused = desk.run("restore", backup, answers=1)
    assert "Install that version or a newer one" in refused["error"]
    assert not (desk.home.db / "suluh.sqlite3").exists()


def test_a_backup_of_an_older_version_is_brought_up_to_date(desk: Desk) -> None:
    current = set(desk.rows())
    migrate("directory", "0002_reports", home=desk.home.root)
    assert "directory_publishedlanguage" not in desk.rows()
    backup = desk.backup()
    services = desk.rows()["directory_service"]
    desk.move_to("new machine")
    done = desk.run("restore", backup)
    assert done["migrated"] is True
    assert set(desk.rows()) == current
    assert desk.rows()["directory_service"] == services


def test_a_migration_that_fails_changes_nothing(desk: Desk) -> None:
    migrate("directory", "0002_reports", home=desk.home.root)
    change(desk.home, "CREATE TABLE directory_publishedlanguage (id TEXT)")
    backup = desk.backup()
    before = desk.rows()
    refused = desk.run("restore", backup, "--replace", answers=3)
    assert "could not be brought up to date" in refused["error"]
    assert desk.rows() == before


def test_a_backup_of_postgresql_does_not_go_into_sqlite(desk: Desk) -> None:
    backup = desk.backup()
    desk.monkeypatch.setattr(sqlite_store.SqliteStore, "vendor", "postgresql")
    refused = desk.run("restore", backup, "--replace", answers=1)
    assert "is of an installation on SQLite; this one is on PostgreSQL" in refused["error"]


def test_a_folder_on_another_disk_is_refused_before_anything_moves(desk: Desk) -> None:
    backup = desk.backup()
    elsewhere = desk.outside / "elsewhere"
    desk.home.published.rename(elsewhere)
    desk.home.published.symlink_to(elsewhere)
    before = desk.rows()
    assert "another disk" in desk.run("restore", backup, "--replace", answers=3)["error"]
    assert desk.rows() == before


STEPS_BEFORE = [
    (restoring, "read_archive"),
    (sqlite_store.SqliteStore, "stage"),
    (placing, "begin"),
]


@pytest.mark.parametrize(("where", "step"), STEPS_BEFORE, ids=lambda each: str(each)[-20:])
def test_a_stop_before_the_journal_leaves_the_old_installation(
    desk: Desk, where: Any, step: str
) -> None:
    backup = desk.backup()
    change(desk.home, LATER)
    before, kept = desk.rows(), files(desk.home)
    with desk.monkeypatch.context() as patched:
        patched.setattr(where, step, _stop)
        desk.run("restore", backup, "--replace", answers=3)
    assert (desk.rows(), files(desk.home)) == (before, kept)
    assert is_pending(desk.home) is False


def _stop(*_args: object, **_names: object) -> None:
    raise KeyboardInterrupt


class PowerCut:
    """Stops at the nth step; each step is a rename or the end of the journal."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, *args: Any) -> None:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        self.move(*args)

    move = staticmethod(placing._move)


@pytest.mark.parametrize("at", range(10))
def test_a_stop_at_any_step_is_mended_by_restoring_again(desk: Desk, at: int) -> None:
    backup = desk.backup()
    restored, kept = desk.rows(), files(desk.home)
    change(desk.home, LATER)
    later = desk.rows()
    with desk.monkeypatch.context() as patched:
        patched.setattr(placing, "_move", PowerCut(at))
        desk.run("restore", backup, "--replace", answers=3)
    with pytest.raises(Refusal, match="interrupted"):
        preparing.prepare()
    with pytest.raises(Trouble, match="interrupted"):
        backups.backup()
    desk.run("create", desk.outside / "half.age", answers=3)
    done = desk.run("restore", backup)
    assert (desk.rows(), files(desk.home)) == (restored, kept)
    assert rows(Home(Path(done["kept"]["folder"]))) == later
    assert "is finished now" in desk.said
    assert list(desk.home.root.glob("backup-work-*")) == []


def test_there_are_not_more_steps_than_were_tried(desk: Desk) -> None:
    """Two renames for the database, each of three folders, and the mark of what it is for."""
    backup = desk.backup()
    with desk.monkeypatch.context() as patched:
        patched.setattr(placing, "_move", PowerCut(10))
        desk.run("restore", backup, "--replace")


def test_what_was_made_between_a_stop_and_its_mending_is_kept_too(desk: Desk) -> None:
    backup = desk.backup()
    restored = desk.rows()
    with desk.monkeypatch.context() as patched:
        patched.setattr(placing, "_move", PowerCut(1))  # the old database is aside, no new one yet
        desk.run("restore", backup, "--replace", answers=3)
    (desk.home.db / "suluh.sqlite3").write_bytes(b"made by a worker that was started alone")
    done = desk.run("restore", backup)
    assert desk.rows() == restored
    aside = Path(done["kept"]["folder"]) / "db"
    assert {each.name for each in aside.iterdir()} == {
        "suluh.sqlite3",
        "suluh.sqlite3.made-meanwhile",
    }


def test_an_interrupted_restore_is_finished_before_another_is_begun(desk: Desk) -> None:
    backup = desk.backup()
    restored = desk.rows()
    change(desk.home, LATER)
    other = desk.backup("other.age")
    with desk.monkeypatch.context() as patched:
        patched.setattr(placing, "_move", PowerCut(3))
        desk.run("restore", backup, "--replace", answers=3)
    assert "--replace" in desk.run("restore", other, answers=2)["error"]
    assert desk.rows() == restored


def test_a_file_that_stays_beside_another_database_is_moved_away(desk: Desk) -> None:
    """A -wal file would be played into whatever database lies next to it."""
    backup = desk.backup()
    shutil.rmtree(desk.home.db)
    desk.home.db.mkdir()
    (desk.home.db / "suluh.sqlite3-wal").write_bytes(b"of another database")
    desk.run("restore", backup)
    assert [each.name for each in desk.home.db.iterdir()] == ["suluh.sqlite3"]
