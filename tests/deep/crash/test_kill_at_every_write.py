"""kill -9 before and after every write of every journey: nothing is lost, nothing is half.

The process dies; the machine does not. What a power cut leaves is up to the disk, and to the
database's waiting for it: SQLite runs with synchronous=FULL, which the last test pins.
"""

from __future__ import annotations

import os
from signal import SIGKILL

import pytest

from tests.deep.crash.names import NAMES
from tests.deep.crash.offices import Office
from tests.deep.crash.verdicts import require_made, require_whole

MOST = 400  # moments of one journey: far more would mean that a hook counts what is no write


@pytest.mark.parametrize("journey", NAMES)
def test_death_at_any_write_leaves_all_or_nothing(office: Office, journey: str) -> None:
    before = office.done("look", journey=journey)
    moments = office.done("run", journey=journey)["moments"]
    after = office.done("look", journey=journey)
    require_made(before, after)
    assert 4 <= len(moments) <= MOST
    for number, moment in enumerate(moments, start=1):
        office.put_back()
        signal, said = office.order("run", journey=journey, die_at=number)
        where = f"{journey}, killed at {number} of {len(moments)}: {moment}; {said}"
        assert signal == SIGKILL, where
        found = office.done("look", journey=journey)
        require_whole(before, found, said, where)
        office.done("again", journey=journey)
        require_made(before, office.done("look", journey=journey), where)


def test_sqlite_waits_for_the_disk_at_every_commit(office: Office) -> None:
    """2 is FULL (sqlite.org/pragma.html): with NORMAL a power cut could take the last commits."""
    assert office.done("durability") in (["wal", 2], [])


def test_an_upload_that_nobody_will_check_does_not_stay(office: Office) -> None:
    """It may hold what may not be kept; its row or its job may be missing."""
    journey = "a workbook is received"
    moments = office.done("run", journey=journey)["moments"]
    for number in range(1, len(moments) + 1):
        office.put_back()
        office.order("run", journey=journey, die_at=number)
        office.done("tidy", days=2)
        assert list((office.home / "files").rglob("upload*")) == [], moments[number - 1]


def test_a_draft_of_an_edition_does_not_stay(office: Office) -> None:
    """The next edition takes away what was left of one that was never recorded."""
    journey = "an edition is made"
    moments = office.done("run", journey=journey)["moments"]
    for number in range(1, len(moments) + 1):
        office.put_back()
        office.order("run", journey=journey, die_at=number)
        for each in (office.home / "published").glob(".edition-*"):
            os.utime(each, (0, 0))
        office.done("run", journey=journey)
        left = office.done("look", journey=journey)["files"]
        in_published = [each for each in left if each.startswith("published/")]
        assert in_published == ["published/edition.sqlite3", "published/urgent.json"], number
