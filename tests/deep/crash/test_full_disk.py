"""A full disk: the message says what to do, nothing committed is lost, and room mends it.

The disk is a file system in memory of a few megabytes, which only root can make. PostgreSQL is not
tried: its own server refuses the write, and rolls back (its error 53100 is known to full_disk.py).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deep.crash.offices import WORKSPACE, Office, office_on
from tests.deep.crash.verdicts import require_made, require_whole

MEGABYTES = 12
JOURNEYS = (
    "a password is changed",
    "a role is changed",
    "a workbook is received",
    "a workbook is imported",
    "an edition is made",
    "the directory is taken",
)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip("only root can make a small file system to fill, where mounting is allowed")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607


@pytest.fixture(scope="module")
def built_there(disk: Path) -> Iterator[Office]:
    with office_on("sqlite", disk) as office:
        office.done("migrate")
        office.done("prepare")
        office.keep()
        yield office


@pytest.fixture
def small_office(built_there: Office) -> Office:
    built_there.put_back()
    return built_there


def fill(office: Office, *, leave: int) -> Path:
    """Fill the disk but for about `leave` bytes."""
    filler = office.folder / "filler"
    with filler.open("wb") as file:
        space = os.statvfs(office.folder)
        file.write(bytes(max(space.f_bavail * space.f_frsize - leave, 0)))
    return filler


@pytest.mark.parametrize("leave", [0, 8, 24, 48, 96, 192, 384], ids=lambda each: f"{each}K")
@pytest.mark.parametrize("journey", JOURNEYS)
def test_what_finds_no_room_is_not_done_and_can_be_done_later(
    small_office: Office, journey: str, leave: int
) -> None:
    before = small_office.done("look", journey=journey)
    filler = fill(small_office, leave=leave * 1024)
    signal, said = small_office.order("run", journey=journey)
    filler.unlink()
    assert signal == 0
    require_whole(before, small_office.done("look", journey=journey), said, str(said))
    small_office.done("again", journey=journey)
    require_made(before, small_office.done("look", journey=journey))


def test_a_page_says_what_to_do(small_office: Office) -> None:
    cookies = small_office.done("visit", address="/")["cookies"]
    filler = fill(small_office, leave=0)
    seen = small_office.done("visit", address="/directory/services/workbook/", cookies=cookies)
    filler.unlink()
    assert seen["status"] == 507, seen
    assert "Make room on the disk, then do it again." in seen["page"]


def test_a_command_says_what_to_do(small_office: Office) -> None:
    def languages() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "suluh", "directory", "languages",
             "--agency", "port-tamsin-desk", "--show", "km"],
            env={
                **os.environ, "DJANGO_SETTINGS_MODULE": WORKSPACE,
                "SULUH_HOME": str(small_office.home), "SULUH_DATABASE_URL": "",
            },
            check=False, capture_output=True, text=True,
        )  # fmt: skip

    filler = fill(small_office, leave=0)
    refused = languages()
    filler.unlink()
    assert refused.returncode == 3
    assert "Make room on the disk, then do it again." in refused.stderr
    assert languages().returncode == 0
