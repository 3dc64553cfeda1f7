"""What was revoked since a backup was made does not hold again, and who can sign in is said."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from suluh.config.backup import placing, revoking
from suluh.config.backup.sqlite import FILE_NAME
from suluh.config.demonstration.cast import EMAILS
from suluh.foundation.home import Home
from tests.config.backup.conftest import Desk
from tests.config.backup.installation import change, migrate, program, suluh

OPEN = {
    "RecoverySheet": 1, "OfficeRecovery": 1, "Invitation": 1, "JointAct": 2, "EmergencyAccess": 1,
    "totp": 1, "recovery_codes": 1,
}  # fmt: skip
STUBBORN = """
    CREATE TRIGGER stays BEFORE UPDATE ON access_recoverysheet
    BEGIN SELECT RAISE(ABORT, 'no'); END
"""
ENDED = {**dict.fromkeys(OPEN, 0), "totp": 1}


def came_back(home: Home, what: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(
        program("-m", "tests.config.backup.came_back", what, home=home.root)
    )
    return found


def test_what_opened_something_when_the_backup_was_made_opens_nothing(desk: Desk) -> None:
    assert came_back(desk.home, "open") == OPEN
    backup = desk.backup()
    assert came_back(desk.home, "look") == OPEN
    desk.move_to("new machine")
    desk.run("restore", backup)
    assert came_back(desk.home, "look") == ENDED


def test_also_in_a_backup_of_an_older_version(desk: Desk) -> None:
    """After its tables were brought up to date: before, there was no column to write into."""
    came_back(desk.home, "open")
    migrate("access", "0006_joining", home=desk.home.root)
    backup = desk.backup()
    desk.move_to("new machine")
    assert desk.run("restore", backup)["migrated"] is True
    found = came_back(desk.home, "look")
    assert found == ENDED
    assert _count(desk.home, "access_invitation") == 1


def _count(home: Home, table: str) -> int:
    with closing(sqlite3.connect(home.db / FILE_NAME)) as database:
        found: int = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        return found


def test_it_is_said_who_can_sign_in(desk: Desk) -> None:
    """As when the backup was made: whoever was closed since is in the list, for a person to see."""
    closed, left, *rest = sorted(EMAILS)
    suluh("account", "left", "--email", closed, home=desk.home.root)
    backup = desk.backup()
    suluh("account", "left", "--email", left, home=desk.home.root)
    done = desk.run("restore", backup, "--replace")
    assert done["can_sign_in"] == [left, *rest]
    said = desk.said.splitlines()
    at = said.index("These can sign in, as when the backup was made:")
    assert said[at + 1 : at + 2 + len(rest)] == [f"    {each}" for each in (left, *rest)]
    assert "suluh account left --email" in said[at + 2 + len(rest)]
    assert closed not in desk.said


def test_after_a_stop_half_way_it_is_revoked_and_said_too(desk: Desk) -> None:
    came_back(desk.home, "open")
    backup = desk.backup()

    def stop(*_args: object) -> None:
        raise KeyboardInterrupt

    with desk.monkeypatch.context() as patched:
        patched.setattr(placing, "_move", stop)
        desk.run("restore", backup, "--replace", answers=3)
    done = desk.run("restore", backup)
    assert done["can_sign_in"] == sorted(EMAILS)
    assert came_back(desk.home, "look") == ENDED


def test_when_it_cannot_be_revoked_nothing_is_put_in_place(desk: Desk) -> None:
    change(desk.home, STUBBORN)
    came_back(desk.home, "open")
    backup = desk.backup()
    before = desk.rows()
    refused = desk.run("restore", backup, "--replace", answers=3)
    assert "could not be revoked again" in refused["error"]
    assert "(IntegrityError)" in desk.said
    assert desk.rows() == before


@pytest.mark.parametrize(
    ("known", "line"),
    [(None, "Who can sign in could not be read. See: suluh account list"), ([], "Nobody can")],
)
def test_without_a_list_it_is_said_where_to_look(known: list[str] | None, line: str) -> None:
    assert revoking.in_words(known)[0].startswith(line)


def test_a_database_that_cannot_be_read_lists_nobody(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("SULUH_DATABASE_URL", "")
    home = Home(tmp_path / "home")
    home.db.mkdir(parents=True)
    (home.db / FILE_NAME).write_bytes(b"no database" * 999)
    assert revoking.who_can_sign_in(home) is None
