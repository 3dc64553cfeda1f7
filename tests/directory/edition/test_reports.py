"""A report is an empty file with a name, and a flood of them is small."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from suluh.directory.edition import reports
from suluh.directory.edition.contents import public_code
from suluh.directory.edition.reports import LIMIT, REASONS, LeftReport, leave_report, read_reports
from suluh.foundation.home import Home

TODAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 21)
CODE = public_code("harbour lamp house")
NOBODY = 65534  # an account that owns nothing
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs another account to be"
)


@pytest.fixture(autouse=True)
def _a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "_tally", reports._Tally())


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def leave(inbox: Path, code: str = CODE, reason: str = "closed", day: date = TODAY) -> bool:
    return leave_report(inbox, code=code, reason=reason, day=day)


@pytest.mark.parametrize("reason", REASONS)
def test_a_report_is_left_and_found(inbox: Path, reason: str) -> None:
    assert leave(inbox, reason=reason)
    path = inbox / f"2026-11-20.{CODE}.{reason}.1"
    assert list(read_reports(inbox)) == [LeftReport(path, CODE, reason, TODAY, 1)]


def test_a_report_says_nothing_but_its_name(inbox: Path) -> None:
    leave(inbox)
    (path,) = inbox.iterdir()
    assert path.read_bytes() == b""
    assert path.stat().st_mtime == 0


def test_the_limit_holds_for_each_service_reason_and_day(inbox: Path) -> None:
    assert [leave(inbox) for _ in range(LIMIT + 2)] == [True] * LIMIT + [False] * 2
    assert leave(inbox, reason="felt_unsafe")
    assert leave(inbox, day=TOMORROW)
    assert leave(inbox, code=public_code("another"))
    numbers = [each.number for each in read_reports(inbox) if each.reason == "closed"]
    assert max(numbers) == LIMIT


def test_two_processes_share_the_limit(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(LIMIT):
        monkeypatch.setattr(reports, "_tally", reports._Tally())
        assert leave(inbox)
    assert not leave(inbox)


def test_a_flood_over_all_services_ends_for_the_day(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_A_DAY", 20)
    left = [leave(inbox, code=public_code(str(number))) for number in range(100)]
    assert sum(left) == len(list(inbox.iterdir())) == 20
    assert leave(inbox, day=TOMORROW)


def test_pressing_without_end_at_one_service_takes_nothing_from_the_others(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_A_DAY", LIMIT + 1)
    for _ in range(100):
        leave(inbox)
    assert leave(inbox, code=public_code("another"))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (CODE, "rude"), (CODE, ""), ("../../../x", "closed"), ("", "closed"),
        ("bcdf123", "closed"), (f"{CODE}\n", "closed"), ("BCDF1234", "closed"),
    ],
)  # fmt: skip
def test_what_is_no_code_or_reason_makes_no_file(inbox: Path, code: str, reason: str) -> None:
    assert not leave(inbox, code=code, reason=reason)
    assert list(inbox.parent.rglob("*")) == [inbox]


def test_a_missing_folder_disturbs_nobody(tmp_path: Path) -> None:
    assert not leave(tmp_path / "missing")
    assert list(read_reports(tmp_path / "missing")) == []
    assert not (tmp_path / "missing").exists()


def test_a_full_disk_disturbs_nobody(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "open", full)
    assert not leave(inbox)


@pytest.mark.parametrize(
    "name",
    [
        f"2026-11-20.{CODE}.closed.{LIMIT + 1}", f"2026-11-20.{CODE}.closed.0",
        f"2026-11-20.{CODE}.closed.1.txt", f"2026-11-20.{CODE}.rude.1",
        f"2026-02-30.{CODE}.closed.1", f"20261120.{CODE}.closed.1", f"٢٠٢٦-11-20.{CODE}.closed.1",
        f"2026-11-20.{CODE}.closed.1\n", "2026-11-20.short.closed.1", ".hidden", "notes.txt",
    ],
)  # fmt: skip
def test_a_strange_name_is_no_report(inbox: Path, name: str) -> None:
    (inbox / name).touch()
    leave(inbox)
    assert [each.path.name for each in read_reports(inbox)] == [f"2026-11-20.{CODE}.closed.1"]
    assert (inbox / name).exists()


def test_only_regular_files_are_reports(inbox: Path, tmp_path: Path) -> None:
    (inbox / f"2026-11-20.{CODE}.closed.1").mkdir()
    (tmp_path / "secret").write_text("kept")
    (inbox / f"2026-11-20.{CODE}.closed.2").symlink_to(tmp_path / "secret")
    (inbox / f"2026-11-20.{CODE}.closed.3").symlink_to(tmp_path / "nowhere")
    assert list(read_reports(inbox)) == []


def test_a_link_in_the_way_is_not_followed(inbox: Path, tmp_path: Path) -> None:
    (inbox / f"2026-11-20.{CODE}.closed.1").symlink_to(tmp_path / "elsewhere")
    assert leave(inbox)
    assert not (tmp_path / "elsewhere").exists()
    assert [each.number for each in read_reports(inbox)] == [2]


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_the_inbox_is_made_for_writing_only(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.create()
    home.create()
    assert stat.S_IMODE(home.inbox.stat().st_mode) == 0o300
    assert stat.S_IMODE(home.files.stat().st_mode) == 0o700


def test_what_the_operator_gave_the_inbox_stays(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.create()
    home.inbox.chmod(0o730)
    home.create()
    assert stat.S_IMODE(home.inbox.stat().st_mode) == 0o730


@pytest.fixture
def common_folder() -> Iterator[Path]:
    """A folder that other accounts may enter; those of pytest are closed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def nobody(common_folder: Path) -> Iterator[Path]:
    """An inbox that belongs to the account that the test now runs as; modes bind it."""
    inbox = common_folder / "inbox"
    inbox.mkdir()
    os.chown(inbox, NOBODY, NOBODY)
    inbox.chmod(0o300)
    os.seteuid(NOBODY)
    try:
        yield inbox
    finally:
        os.seteuid(0)


@as_root
def test_the_owner_collects_from_a_folder_closed_for_reading(nobody: Path) -> None:
    with pytest.raises(PermissionError):
        list(nobody.iterdir())
    assert leave(nobody)
    (found,) = read_reports(nobody)
    found.path.unlink()
    assert stat.S_IMODE(nobody.stat().st_mode) == 0o300


@as_root
def test_another_account_can_leave_but_not_look(nobody: Path) -> None:
    os.seteuid(0)
    os.chown(nobody, 0, NOBODY)
    nobody.chmod(0o730)
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        assert leave(nobody)
        with pytest.raises(PermissionError):
            list(read_reports(nobody))
    finally:
        os.seteuid(0)
        os.setegid(0)
