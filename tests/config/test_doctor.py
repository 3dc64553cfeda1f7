"""`suluh doctor` notices what would hurt, and says how to mend it."""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import override_settings

from suluh.config.demonstration.cast import PLAYERS
from suluh.config.doctor import database, examining, machine
from suluh.config.doctor.examining import _look
from suluh.config.doctor.findings import Finding
from suluh.config.installation import DEMONSTRATION_KEY, Kind, mark_as
from suluh.foundation.environment import SettingError
from suluh.foundation.home import Home, suluh_home
from tests.cast import Cast

WELL = Finding("disk", True, "84 GB are free.")
UNWELL = Finding("clock", False, "The clock is behind.", "Set it.")
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("SULUH_HOME", str(tmp_path / "home"))
    suluh_home().create()
    (suluh_home().keys / "secret-key").touch(mode=0o600)
    return suluh_home()


def test_a_new_folder_is_in_order(home: Home) -> None:
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        findings = [_look(check) for check in machine.CHECKS]
    assert [finding for finding in findings if not finding.ok] == []


@on_posix
def test_folders_that_others_can_read_are_noticed(home: Home) -> None:
    home.files.chmod(0o755)
    assert _look(machine.folders).mend == f"Run: chmod 700 {home.files}"


@on_posix
def test_a_key_that_others_can_read_is_noticed(home: Home) -> None:
    (home.keys / "secret-key").chmod(0o644)
    assert not _look(machine.keys).ok


@on_posix
@pytest.mark.parametrize("name", ["public-secret-key", "field-keys"])
def test_so_is_every_other_key(home: Home, name: str) -> None:
    (home.keys / name).touch(mode=0o600)
    assert _look(machine.keys).ok
    (home.keys / name).chmod(0o640)
    assert _look(machine.keys).mend == f"Run: chmod 600 {home.keys / name}"


def test_a_missing_key_is_noticed(home: Home) -> None:
    (home.keys / "secret-key").unlink()
    assert not _look(machine.keys).ok


@pytest.mark.parametrize(
    ("hosts", "https", "ok"),
    [
        (["localhost"], "", True),
        (["desk.example.org"], "", False),
        (["desk.example.org", "localhost"], "yes", True),
        (["*"], "yes", False),
    ],
)
def test_a_name_that_others_reach_needs_https(
    hosts: list[str], https: str, ok: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SULUH_HTTPS", https)
    with override_settings(ALLOWED_HOSTS=hosts):
        assert _look(machine.hosts).ok is ok


@pytest.mark.parametrize(
    ("https", "told", "ok"),
    [("", None, True), ("yes", None, False), ("yes", "1", True), ("yes", "0", True)],
)
def test_a_web_server_in_front_that_suluh_was_not_told_of_is_noticed(
    https: str, told: str | None, ok: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SULUH_HTTPS", https)
    monkeypatch.delenv("SULUH_TRUSTED_PROXIES", raising=False)
    if told is not None:
        monkeypatch.setenv("SULUH_TRUSTED_PROXIES", told)
    assert _look(machine.proxies).ok is ok


def test_a_damaged_edition_is_noticed(home: Home) -> None:
    path = home.published / "edition.sqlite3"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096)
    assert not _look(machine.edition).ok
    path.unlink()
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE service (id INTEGER)")
    made.close()
    assert _look(machine.edition).ok


def test_a_clock_that_is_behind_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert not _look(machine.clock).ok


@pytest.mark.django_db
def test_a_database_of_this_version_is_in_order() -> None:
    assert _look(database.database).ok
    assert _look(database.role).ok
    assert _look(database.jobs).ok


@pytest.mark.django_db
def test_an_empty_folder_is_not_an_installation(home: Home) -> None:
    assert _look(database.installation).mend == "Run: suluh start"


@pytest.mark.asvs("6.3.2")
def test_demonstration_accounts_have_no_place_in_a_real_installation(
    home: Home, cast: Cast
) -> None:
    mark_as(home, Kind.REAL)
    finding = _look(database.installation)
    assert not finding.ok
    assert PLAYERS[0].email in finding.message
    mark_as(home, Kind.DEMONSTRATION)
    assert _look(database.installation).ok


@pytest.mark.django_db
def test_a_demonstration_key_has_no_place_in_a_real_installation(home: Home) -> None:
    mark_as(home, Kind.REAL)
    assert _look(database.installation).ok
    with override_settings(SECRET_KEY=DEMONSTRATION_KEY + "x" * 64):
        assert not _look(database.installation).ok


@pytest.mark.parametrize(
    "error", [OperationalError("password=hunter2"), SettingError("hunter2"), KeyError("hunter2")]
)
def test_a_check_that_cannot_look_is_a_finding_and_the_others_look(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble() -> str:
        raise error

    monkeypatch.setattr(examining, "CHECKS", (stumble, machine.versions))
    finding, other = examining.examine()
    assert not finding.ok
    assert finding.message == f"Could not look ({type(error).__name__})."
    assert "hunter2" not in finding.message + finding.mend
    assert other.ok


@pytest.mark.django_db
def test_keys_that_cannot_be_read_silence_nothing_else(home: Home, cast: Cast) -> None:
    (home.keys / "field-keys").write_text("garbage")
    found = {finding.name: finding for finding in examining.examine()}
    assert len(found) == len(examining.CHECKS)
    assert found["versions"].ok


@pytest.mark.parametrize(
    ("findings", "status"),
    [([WELL], 0), ([WELL, UNWELL], 1)],
)
def test_the_json_answer_is_one_object_and_the_status_follows_it(
    findings: list[Finding],
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(examining, "examine", lambda: findings)
    assert examining.run(argparse.Namespace(json=True)) == status
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is (status == 0)
    assert [set(check) for check in said["checks"]] == [{"name", "ok", "message", "mend"}] * len(
        findings
    )
    assert os.linesep not in said["checks"][0]["message"]


@pytest.mark.parametrize(
    ("version", "names", "ok"),
    [
        (7, ["help.example"], True),
        (3, ["help.example"], False),
        (0, ["localhost"], True),
        (0, ["help.example"], False),
    ],
)
def test_a_door_that_others_reach_and_nothing_confines_is_noticed(
    version: int, names: list[str], ok: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "landlock_version", lambda: version)
    monkeypatch.setattr(machine, "can_forbid_calls", lambda: True)
    with override_settings(ALLOWED_HOSTS=names):
        assert _look(machine.door).ok is ok


def test_a_door_that_can_talk_to_other_programs_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "landlock_version", lambda: 7)
    monkeypatch.setattr(machine, "can_forbid_calls", lambda: False)
    assert "libseccomp2" in _look(machine.door).mend
