"""`suluh doctor` asks for a backup that was verified here within a month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from suluh.config.backup.record import last_verified, record_verified
from suluh.config.doctor.backups import backup
from suluh.config.doctor.findings import Trouble
from suluh.config.installation import Kind, mark_as
from suluh.foundation.home import Home, suluh_home
from tests.config.backup.conftest import Desk

NOW = datetime.now(UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("SULUH_HOME", str(tmp_path / "home"))
    suluh_home().create()
    mark_as(suluh_home(), Kind.REAL)
    return suluh_home()


def test_a_recent_backup_is_in_order(home: Home) -> None:
    record_verified(home, made_at=NOW - timedelta(days=29))
    assert backup().startswith("The last verified backup was made 20")


def test_no_backup_at_all_is_noticed(home: Home) -> None:
    with pytest.raises(Trouble, match="ever verified") as trouble:
        backup()
    assert trouble.value.mend.startswith("Run: suluh backup key")


def test_an_old_backup_is_noticed(home: Home) -> None:
    record_verified(home, made_at=NOW - timedelta(days=31))
    with pytest.raises(Trouble, match="31 days old"):
        backup()


@pytest.mark.parametrize("text", ["", "[]", '{"made_at": 3}', '{"made_at": "2026-11-22"}'])
def test_an_unreadable_record_counts_as_none(home: Home, text: str) -> None:
    (home.data / "backups.json").write_text(text)
    with pytest.raises(Trouble, match="ever verified"):
        backup()


def test_a_demonstration_needs_none(home: Home) -> None:
    mark_as(home, Kind.DEMONSTRATION)
    assert "needs none" in backup()
    record_verified(home, made_at=NOW - timedelta(days=99))
    assert backup()


def test_an_older_backup_does_not_hide_a_newer_one(home: Home) -> None:
    record_verified(home, made_at=NOW)
    record_verified(home, made_at=NOW - timedelta(days=200))
    assert last_verified(home) == NOW


def test_making_a_backup_is_not_enough(desk: Desk) -> None:
    made = desk.backup()
    assert last_verified(desk.home) is None
    desk.run("verify", made)
    assert last_verified(desk.home) is not None


def test_what_was_verified_here_stays_known_after_a_restore(desk: Desk) -> None:
    first = desk.backup("first.age")
    record_verified(desk.home, made_at=NOW + timedelta(days=1))
    desk.run("restore", first, "--replace")
    assert last_verified(desk.home) == NOW + timedelta(days=1)
