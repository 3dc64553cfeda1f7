"""`suluh backup key` and `create`: what they refuse, and what they never say."""

from __future__ import annotations

import errno
import io
import os
import stat
from pathlib import Path

import pytest
from typing_extensions import Buffer

from suluh.config.backup import creating
from suluh.config.backup.archive import describe
from suluh.config.backup.durable_files import new_file
from suluh.config.backup.manifest import Member
from suluh.config.command import main
from tests.config.backup.conftest import Desk
from tests.config.backup.installation import suluh


def test_the_key_is_shown_once_and_only_its_public_half_stays(desk: Desk) -> None:
    made = desk.run("key")
    assert made["identity"].startswith("AGE-SECRET-KEY-1")
    stored = desk.home.keys / "backup-recipient"
    assert stored.read_text().strip() == made["recipient"]
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    everything = [path.read_bytes() for path in desk.home.root.rglob("*") if path.is_file()]
    assert not any(made["identity"].encode() in content for content in everything)


def test_the_key_comes_with_words_for_paper(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    desk.monkeypatch.setenv("SULUH_HOME", str(desk.home.root))
    assert main(["backup", "key"]) == 0
    said = capfd.readouterr().out
    assert said.count("AGE-SECRET-KEY-1") == 1
    assert "When both papers are lost, nobody can open a backup." in said


def test_a_key_is_not_replaced_by_accident(desk: Desk) -> None:
    first = desk.run("key")
    assert "--replace" in desk.run("key", answers=2)["error"]
    assert (desk.home.keys / "backup-recipient").read_text().strip() == first["recipient"]
    assert desk.run("key", "--replace")["recipient"] != first["recipient"]


def test_without_a_key_there_is_no_backup(desk: Desk) -> None:
    assert "suluh backup key" in desk.run("create", desk.outside / "x.age", answers=3)["error"]
    (desk.home.keys / "backup-recipient").write_text("not a key")
    assert "holds no key" in desk.run("create", desk.outside / "x.age", answers=3)["error"]
    assert list(desk.outside.glob("*.age")) == []


def test_a_file_that_is_there_is_never_written_over(desk: Desk) -> None:
    backup = desk.backup()
    before = backup.read_bytes()
    assert "is there already" in desk.run("create", backup, answers=2)["error"]
    assert backup.read_bytes() == before


def test_a_file_that_appears_meanwhile_is_not_written_over(desk: Desk) -> None:
    late = desk.outside / "late.age"

    def persist(stream: object) -> None:
        late.write_text("somebody else's")

    desk.monkeypatch.setattr(creating, "persist", persist)
    desk.run("key")
    desk.run("create", late, answers=2)
    assert late.read_text() == "somebody else's"


@pytest.mark.parametrize("out", ["nowhere/x.age", "home/files/x.age"])
def test_a_place_that_cannot_hold_a_backup_is_refused(desk: Desk, out: str) -> None:
    desk.run("key")
    desk.run("create", desk.outside / out, answers=2)


class FullDisk(io.FileIO):
    """Takes some bytes, then no more."""

    room = 100_000

    def write(self, data: Buffer) -> int:
        self.room -= len(memoryview(data))
        if self.room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)


def test_a_full_disk_leaves_no_half_backup(desk: Desk) -> None:
    def full(path: Path) -> FullDisk:
        new_file(path).close()
        return FullDisk(path, "w")

    desk.run("key")
    desk.monkeypatch.setattr(creating, "new_file", full)
    refused = desk.run("create", desk.outside / "x.age", answers=3)
    assert refused["error"] == "The disk is full. Make room, then try again."
    assert list(desk.outside.glob("*.age*")) + list(desk.outside.glob(".*")) == []


def test_an_interrupted_backup_leaves_nothing_under_its_name(desk: Desk) -> None:
    def stumble(stream: object) -> None:
        raise KeyboardInterrupt

    desk.run("key")
    desk.monkeypatch.setattr(creating, "persist", stumble)
    desk.run("create", desk.outside / "x.age", answers=3)
    assert list(desk.outside.glob("*.age*")) + list(desk.outside.glob(".*")) == []


def test_a_file_that_changes_meanwhile_is_read_again(desk: Desk) -> None:
    """It is described first and written afterwards; in between somebody may upload."""
    busy = desk.home.files / "busy.txt"
    busy.write_text("before")
    calls: list[str] = []

    def describe_slowly(name: str, path: Path) -> Member:
        member = describe(name, path)
        if name == "files/busy.txt" and not calls:
            calls.append(name)
            busy.write_text("after!")
        return member

    desk.monkeypatch.setattr(creating, "describe", describe_slowly)
    backup = desk.backup()
    assert calls
    desk.run("verify", backup)
    desk.move_to("new machine")
    desk.run("restore", backup)
    assert (desk.home.files / "busy.txt").read_text() == "after!"


def test_a_link_is_not_followed_and_not_left_out_in_silence(desk: Desk) -> None:
    (desk.home.files / "out").symlink_to("/etc")
    desk.run("key")
    assert "is a link" in desk.run("create", desk.outside / "x.age", answers=3)["error"]


def test_without_an_installation_there_is_nothing_to_back_up(desk: Desk) -> None:
    desk.move_to("new machine")
    desk.run("key")
    assert "suluh start" in desk.run("create", desk.outside / "x.age", answers=3)["error"]


def test_the_identity_is_said_by_no_other_command(desk: Desk) -> None:
    backup = desk.backup()
    secret = desk.pair.identity
    paper = desk.outside / "paper.txt"
    paper.write_text(f"# made 2026\n{secret}\n")
    desk.run("verify", backup)
    desk.run("verify", backup, "--identity", paper, typed="")
    desk.run("verify", backup, "--identity", secret, answers=2)
    mistyped = secret[:-1] + ("Q" if secret[-1] != "Q" else "P")
    desk.run("verify", backup, typed=mistyped, answers=2)
    desk.run("verify", backup, "--identity", desk.outside / "none", answers=2)
    desk.run("verify", backup, typed="", answers=2)
    desk.run("restore", backup, answers=2)
    desk.run("restore", backup, "--replace")
    assert "AGE-SECRET-KEY-1" not in desk.said.replace("AGE-SECRET-KEY-1 and", "")
    assert secret[16:40] not in desk.said
    assert secret not in repr(desk.pair)


def test_the_identity_may_come_from_the_environment(desk: Desk) -> None:
    backup = desk.backup()
    paper = desk.outside / "paper.txt"
    paper.write_text(desk.pair.identity)
    desk.monkeypatch.setenv("SULUH_BACKUP_IDENTITY_FILE", str(paper))
    desk.run("verify", backup, typed="")


def test_the_real_program_does_it_too(desk: Desk) -> None:
    """In a process of its own, as somebody's nightly script would."""
    desk.backup()
    paper = desk.outside / "paper.txt"
    paper.write_text(desk.pair.identity)
    home = desk.home.root
    suluh("backup", "create", desk.outside / "nightly.age", home=home)
    said = suluh("backup", "verify", desk.outside / "nightly.age", "--identity", paper, home=home)
    assert "is whole." in said
