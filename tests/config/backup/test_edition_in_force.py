"""A number that was taken out after the backup was made is not public again without a word."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from suluh.config.backup import placing
from suluh.config.backup.edition_in_force import edition_made_at, in_words
from suluh.config.backup.pending import JOURNAL
from suluh.config.installation import Kind, mark_as
from suluh.directory.edition.reader import open_edition
from suluh.directory.edition.urgent_numbers import FILE_NAME
from tests.config.backup.conftest import Desk
from tests.config.backup.test_restore import PowerCut
from tests.door.sample import BY_KEY, write_sample

HOTLINE = BY_KEY["hotline"]


def publish(desk: Desk, *, after: timedelta, name: str = "later") -> bytes:
    """An edition with one number, made so long after now, takes the place of what is public."""
    made_at = (datetime.now(UTC) + after).isoformat(timespec="seconds")
    write_sample(desk.home.edition, HOTLINE, name=name, made_at=made_at)
    return desk.home.edition.read_bytes()


def test_an_edition_that_is_newer_than_the_backup_stays(desk: Desk) -> None:
    backup = desk.backup()
    numbers = (desk.home.published / FILE_NAME).read_bytes()
    later = publish(desk, after=timedelta(seconds=2))
    (desk.home.published / FILE_NAME).write_bytes(b"[]")
    done = desk.run("restore", backup, "--replace")
    assert done["edition_stayed"] is True
    assert desk.home.edition.read_bytes() == later
    assert (desk.home.published / FILE_NAME).read_bytes() == b"[]" != numbers
    assert "Readers go on seeing the edition of" in desk.said
    assert "what was taken out since is in it again" in desk.said
    assert not (Path(done["kept"]["folder"]) / "published").exists()


def test_an_edition_from_before_gives_way(desk: Desk) -> None:
    first = desk.home.edition.read_bytes()
    backup = desk.backup()
    publish(desk, after=-timedelta(days=400))
    done = desk.run("restore", backup, "--replace")
    assert done["edition_stayed"] is False
    assert desk.home.edition.read_bytes() == first
    assert "Look at what changed since, and make an edition." in desk.said


@pytest.mark.parametrize("here", ["nothing", "rubbish"])
def test_where_readers_could_read_none_they_see_that_of_the_backup(desk: Desk, here: str) -> None:
    first = desk.home.edition.read_bytes()
    backup = desk.backup()
    desk.home.edition.unlink()
    if here == "rubbish":
        desk.home.edition.write_bytes(b"rubbish")
    done = desk.run("restore", backup, "--replace")
    assert done["edition_stayed"] is False
    assert desk.home.edition.read_bytes() == first
    assert "what was taken out of the directory since is in it" in desk.said


def test_a_demonstration_does_not_stay_before_readers_of_a_real_directory(desk: Desk) -> None:
    mark_as(desk.home, Kind.REAL)
    first = desk.home.edition.read_bytes()
    backup = desk.backup()
    mark_as(desk.home, Kind.DEMONSTRATION)
    publish(desk, after=timedelta(seconds=2))
    assert desk.run("restore", backup, "--replace")["edition_stayed"] is False
    assert desk.home.edition.read_bytes() == first


@pytest.mark.parametrize("at", [0, 2, 5])
def test_it_stays_too_when_the_restore_is_stopped_half_way(desk: Desk, at: int) -> None:
    backup = desk.backup()
    later = publish(desk, after=timedelta(seconds=2))
    with desk.monkeypatch.context() as patched:
        patched.setattr(placing, "_move", PowerCut(at))
        desk.run("restore", backup, "--replace", answers=3)
    assert desk.run("restore", backup)["edition_stayed"] is True
    assert desk.home.edition.read_bytes() == later


def test_a_restore_that_an_older_version_began_is_finished(desk: Desk) -> None:
    """Its journal does not say what stays."""
    backup = desk.backup()
    with desk.monkeypatch.context() as patched:
        patched.setattr(placing, "_move", PowerCut(1))
        desk.run("restore", backup, "--replace", answers=3)
    journal = desk.home.root / JOURNAL
    journal.write_text(journal.read_text().replace(', "leaves": []', ""))
    assert "leaves" not in journal.read_text()
    assert desk.run("restore", backup)["edition_stayed"] is False


def test_without_an_edition_that_is_said(desk: Desk) -> None:
    shutil.rmtree(desk.home.published)
    assert edition_made_at(desk.home) is None
    assert in_words(None, stayed=False)[0].startswith("Readers see no directory.")


def test_when_it_was_made_is_read_from_the_edition_itself(desk: Desk) -> None:
    """A copy or a move changes the times of a file."""
    os.utime(desk.home.edition, (0, 0))
    made_at = datetime.fromisoformat(open_edition(desk.home.edition).meta.made_at)
    assert edition_made_at(desk.home) == made_at
