"""A backup and a restore stand in the log, and this machine notices when a database goes back."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from suluh.config.backup import placing
from suluh.config.backup.sqlite import FILE_NAME
from suluh.config.log_memory import recall
from suluh.foundation.home import Home
from tests.config.backup.conftest import Desk
from tests.config.backup.installation import suluh

ACTS = "SELECT act, role, actor, details FROM access_auditentry ORDER BY sequence"


def acts(home: Home) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home.db / FILE_NAME)) as database:
        return database.execute(ACTS).fetchall()


def findings(home: Home) -> dict[str, Any]:
    """What the doctor says, by the name of the check, whatever its status."""
    done = subprocess.run(
        [sys.executable, "-m", "suluh", "doctor", "--json"],
        env={**os.environ, "SULUH_HOME": str(home.root), "SULUH_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return {each["name"]: each for each in json.loads(done.stdout)["checks"]}


def verified(home: Home) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(suluh("audit", "verify", "--json", home=home.root))
    return found


def put_back(home: Home, copy: Path) -> None:
    """The database alone goes back, as somebody does who knows nothing of `suluh backup`."""
    for left in home.db.glob(f"{FILE_NAME}*"):
        left.unlink()
    shutil.copy(copy, home.db / FILE_NAME)


def test_a_backup_is_an_act_and_holds_its_own_entry(desk: Desk) -> None:
    before = len(acts(desk.home))
    backup = desk.backup()
    assert acts(desk.home)[before:] == [("backup.created", "operator", None, "{}")]
    desk.move_to("new machine")
    desk.run("restore", backup)
    assert [each[0] for each in acts(desk.home)][before:] == ["backup.created", "backup.restored"]
    assert verified(desk.home)["ok"] is True


def test_a_backup_that_is_refused_is_no_act(desk: Desk) -> None:
    before = len(acts(desk.home))
    desk.run("create", desk.outside / "x.age", answers=3)  # there is no key
    desk.run("key")
    desk.run("create", desk.outside / "nowhere/x.age", answers=2)
    assert len(acts(desk.home)) == before


def test_a_log_that_takes_no_entry_stops_no_backup(desk: Desk) -> None:
    """Whoever runs the command could copy the file; a damaged log must not lose the rest."""
    _without_heads(desk.home)
    backup = desk.backup()
    assert "This backup does not stand in the log." in desk.said
    desk.move_to("new machine")
    desk.run("restore", backup)
    assert "The restore does not stand in the log." in desk.said
    assert recall(desk.home) == {}


def _without_heads(home: Home) -> None:
    with closing(sqlite3.connect(home.db / FILE_NAME)) as database:
        database.execute("DROP TRIGGER access_audithead_stays")
        database.execute("DELETE FROM access_audithead")
        database.commit()


def test_a_restore_says_how_many_acts_it_replaced_and_is_no_alarm(desk: Desk) -> None:
    first = desk.backup("first.age")
    desk.backup("second.age")
    desk.backup("third.age")
    replaced = len(acts(desk.home))
    desk.run("restore", first, "--replace")
    assert acts(desk.home)[-1] == (
        "backup.restored", "operator", None, json.dumps({"replaced": replaced}),
    )  # fmt: skip
    assert len(acts(desk.home)) < replaced
    assert findings(desk.home)["log_goes_on"]["ok"] is True


def test_a_database_that_cannot_be_read_is_counted_from_memory(desk: Desk) -> None:
    backup = desk.backup()
    seen = len(acts(desk.home))
    (desk.home.db / FILE_NAME).write_bytes(b"no database" * 999)
    desk.run("restore", backup, "--replace")
    assert json.loads(acts(desk.home)[-1][3]) == {"replaced": seen}
    assert findings(desk.home)["log_goes_on"]["ok"] is True


def test_a_stop_at_the_last_step_is_no_alarm_either(desk: Desk) -> None:
    first = desk.backup("first.age")
    desk.backup("second.age")

    def stop(*_args: object, **_names: object) -> None:
        raise KeyboardInterrupt

    with desk.monkeypatch.context() as patched:
        patched.setattr(placing, "remember", stop)
        desk.run("restore", first, "--replace", answers=3)
    desk.run("restore", first)
    assert acts(desk.home)[-1][0] == "backup.restored"
    assert findings(desk.home)["log_goes_on"]["ok"] is True


def test_a_database_that_was_put_back_is_noticed(desk: Desk) -> None:
    """An older file in its place fits in itself; it is older than what this machine saw."""
    copy = desk.outside / "monday.sqlite3"
    shutil.copy(desk.home.db / FILE_NAME, copy)
    desk.backup("first.age")
    desk.backup("second.age")
    put_back(desk.home, copy)
    assert verified(desk.home)["ok"] is True
    found = findings(desk.home)["log_goes_on"]
    assert "the database is older than it was on" in found["message"]
    assert "2 acts are missing. Was a backup put back?" in found["message"]
    assert "suluh audit accept" in found["mend"]


def test_it_stays_noticed_when_the_log_has_grown_again(desk: Desk) -> None:
    copy = desk.outside / "monday.sqlite3"
    shutil.copy(desk.home.db / FILE_NAME, copy)
    desk.backup("first.age")
    put_back(desk.home, copy)
    desk.backup("second.age")
    desk.backup("third.age")
    assert "is not the one that was there on" in findings(desk.home)["log_goes_on"]["message"]


def test_whoever_knows_why_accepts_it_and_the_log_says_so(desk: Desk) -> None:
    copy = desk.outside / "monday.sqlite3"
    shutil.copy(desk.home.db / FILE_NAME, copy)
    desk.backup("first.age")
    put_back(desk.home, copy)
    accepted = json.loads(suluh("audit", "accept", "--json", home=desk.home.root))
    assert [each["missing"] for each in accepted["accepted"]] == [1]
    assert acts(desk.home)[-1][0] == "log.gap_accepted"
    assert findings(desk.home)["log_goes_on"]["ok"] is True
    again = json.loads(suluh("audit", "accept", "--json", home=desk.home.root))
    assert again == {"ok": True, "accepted": []}
