"""A restore drill on SQLite: make a backup, lose the machine, have everything again."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
from contextlib import closing

from suluh.directory.edition.reader import open_edition
from tests.config.backup.conftest import Desk
from tests.config.backup.installation import change, files, suluh

SESSION = """
    INSERT INTO access_visit (session_key, session_data, expire_date, number, started_at, seen_at,
        wrong_unlocks, device)
    VALUES ('a-stolen-cookie', 'data', '2099-01-01', 'n', '2026-01-01', '2026-01-01', 0, '')
"""


def test_what_was_lost_is_there_again(desk: Desk) -> None:
    before, kept = desk.rows(), files(desk.home)
    backup = desk.backup()
    shutil.rmtree(desk.home.root)
    desk.move_to("new machine")
    done = desk.run("restore", backup)
    assert desk.rows() == before
    assert files(desk.home) == kept
    assert done["kept"] == {"folder": "", "schema": ""}
    assert done["migrated"] is False
    edition = open_edition(desk.home.published / "edition.sqlite3")
    assert edition.meta.name == "Demonstration"
    findings = json.loads(suluh("doctor", "--json", home=desk.home.root))
    assert findings["ok"] is True


def test_a_backup_says_what_it_holds(desk: Desk) -> None:
    backup = desk.backup()
    held = desk.run("verify", backup)
    assert held["bytes"] == backup.stat().st_size
    contents = held["contents"]
    assert contents["database"] == "sqlite"
    assert contents["tables"] == {**_counts(desk), "access_visit": 0, "access_attempts": 0}
    assert contents["rows"] == sum(contents["tables"].values())
    assert contents["files"] == len(files(desk.home))


def _counts(desk: Desk) -> dict[str, int]:
    return {table: len(found) for table, found in desk.rows(log=True).items()}


def test_nobody_else_can_read_a_backup_or_what_comes_out_of_it(desk: Desk) -> None:
    backup = desk.backup()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    desk.move_to("new machine")
    desk.run("restore", backup)
    open_to_others = [
        path
        for path in desk.home.root.rglob("*")
        if path.stat().st_mode & 0o077 and path.name != "inbox"
    ]
    assert open_to_others == []


def test_a_backup_is_made_while_somebody_writes(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.home.db / "suluh.sqlite3")) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE access_agency SET name = 'half written'")
        backup = desk.backup()
        writer.rollback()
    before = desk.rows()
    desk.move_to("new machine")
    desk.run("restore", backup)
    assert desk.rows() == before


def test_an_ended_session_does_not_come_back(desk: Desk) -> None:
    change(desk.home, SESSION)
    backup = desk.backup()
    change(desk.home, "DELETE FROM access_visit")
    desk.run("restore", backup, "--replace")
    with closing(sqlite3.connect(desk.home.db / "suluh.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM access_visit").fetchone() == (0,)
    assert b"a-stolen-cookie" not in (desk.home.db / "suluh.sqlite3").read_bytes()


def test_what_was_deleted_before_is_not_in_a_backup(desk: Desk) -> None:
    """SQLite leaves deleted bytes in the file until their page is used again."""
    change(desk.home, "CREATE TABLE note (text TEXT)")
    change(desk.home, "INSERT INTO note VALUES (hex(zeroblob(9000)) || 'Mira of Port Tamsin')")
    change(desk.home, "PRAGMA secure_delete=OFF")
    with closing(sqlite3.connect(desk.home.db / "suluh.sqlite3")) as database:
        database.execute("PRAGMA secure_delete=OFF")
        database.execute("DELETE FROM note")
        database.commit()
    assert b"Mira of Port Tamsin" in (desk.home.db / "suluh.sqlite3").read_bytes()
    backup = desk.backup()
    desk.move_to("new machine")
    desk.run("restore", backup)
    assert b"Mira of Port Tamsin" not in (desk.home.db / "suluh.sqlite3").read_bytes()


def test_keys_stay_out_and_the_paper_serves_on(desk: Desk) -> None:
    backup = desk.backup()
    old = (desk.home.keys / "secret-key").read_text()
    desk.move_to("new machine")
    desk.run("restore", backup)
    secret = desk.home.keys / "secret-key"
    assert not secret.exists() or secret.read_text() != old
    recipient = (desk.home.keys / "backup-recipient").read_text().strip()
    assert recipient == desk.pair.recipient


def test_a_backup_leaves_no_plain_copy_behind(desk: Desk) -> None:
    backup = desk.backup()
    desk.run("verify", backup)
    desk.run("restore", backup, "--replace")
    assert list(desk.home.root.glob("backup-work-*")) == []
    assert list(desk.home.root.glob("restore-*")) == []
    assert [path.name for path in desk.outside.glob("*.age*")] == ["backup.age"]
    assert list(desk.outside.glob(".*")) == []
