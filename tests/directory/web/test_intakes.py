"""Bringing a workbook in through the pages."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from suluh.access.policy import Refused
from suluh.directory import jobs
from suluh.directory.models import Intake, Service
from suluh.directory.operations import intakes
from tests.cast import Cast
from tests.conftest import Enter
from tests.directory.workbooks import COMPLETE, broken_workbook, short_workbook

# Jobs begin after the commit, so these tests really commit.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]


def bring(client: Client, path: Path) -> Intake:
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client.post("/directory/checks/", {"file": upload})
    assert answer.status_code == 302
    everything = Intake.objects.unscoped(reason="a test looks at what the page made")
    found: Intake = everything.get(pk=answer["Location"].split("/")[-2])
    return found


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_workbook_is_checked_imported_and_says_what_changed(
    cast: Cast, enter: Enter, tmp_path: Path
) -> None:
    ilya = enter(cast.ilya)
    intake = bring(ilya, short_workbook(tmp_path, COMPLETE, COMPLETE | {"types": "Wizard"}))
    page = read(ilya, f"/directory/checks/{intake.pk}/")
    assert "1 can be imported now." in page
    assert "Wizard" in page
    assert "Choose from the list." in page
    ilya.post(f"/directory/checks/{intake.pk}/import/")
    assert "1 new, 0 changed, 0 as before, 1 in quarantine." in read(
        ilya, f"/directory/checks/{intake.pk}/"
    )
    assert Service.objects.visible_to(cast.actor(cast.ilya)).count() == 1
    second = bring(ilya, short_workbook(tmp_path, COMPLETE, name="other.xlsx"))
    assert second.state == Intake.CHECKED


def test_the_upload_is_deleted_and_nothing_kept_holds_a_suspected_address(
    cast: Cast, enter: Enter, tmp_path: Path, home: Path
) -> None:
    path, _expected = broken_workbook(tmp_path)
    secret = b"next to the pharmacy"
    intake = bring(enter(cast.ilya), path)
    kept = list(intakes.folder_of(intake).iterdir())
    assert {file.name for file in kept} == {"report.xlsx", "outcome.json"}
    with ZipFile(intakes.report_of(intake)) as report:
        for name in report.namelist():
            assert secret not in report.read(name), name
            assert b"19 Mill Street" not in report.read(name), name
    assert secret not in (intakes.folder_of(intake) / "outcome.json").read_bytes()
    assert secret.decode() not in str(intake.findings)


def test_a_file_that_cannot_be_opened_changes_nothing_and_says_why(
    cast: Cast, enter: Enter, tmp_path: Path
) -> None:
    broken = tmp_path / "services.xlsx"
    broken.write_bytes(b"PK\x03\x04 and then nothing")
    ilya = enter(cast.ilya)
    intake = bring(ilya, broken)
    assert intake.state == Intake.REFUSED
    page = read(ilya, f"/directory/checks/{intake.pk}/")
    assert "The file could not be opened. Nothing was changed." in page
    assert list(intakes.folder_of(intake).glob("upload*")) == []


def test_the_same_check_is_not_imported_twice(cast: Cast, enter: Enter, tmp_path: Path) -> None:
    ilya = enter(cast.ilya)
    intake = bring(ilya, short_workbook(tmp_path, COMPLETE))
    for _turn in range(2):
        answer = ilya.post(f"/directory/checks/{intake.pk}/import/", follow=True)
        assert answer.status_code == 200
    assert Service.objects.visible_to(cast.actor(cast.ilya)).count() == 1


def test_the_marked_workbook_and_the_quarantine_can_be_taken_away(
    cast: Cast, enter: Enter, tmp_path: Path
) -> None:
    ilya = enter(cast.ilya)
    intake = bring(ilya, short_workbook(tmp_path, COMPLETE | {"cost": "cheap"}))
    ilya.post(f"/directory/checks/{intake.pk}/import/")
    for address in (f"/directory/checks/{intake.pk}/workbook/", "/directory/checks/quarantine/"):
        answer = ilya.get(address)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_another_agency_finds_nothing_there(cast: Cast, enter: Enter, tmp_path: Path) -> None:
    intake = bring(enter(cast.ilya), short_workbook(tmp_path, COMPLETE))
    noor = enter(cast.noor)
    for address in ("", "import/", "workbook/"):
        url = f"/directory/checks/{intake.pk}/{address}"
        answer = noor.post(url) if address == "import/" else noor.get(url)
        assert answer.status_code == 404
    assert noor.get("/directory/checks/quarantine/").status_code == 404


@pytest.mark.asvs("8.3.3")
def test_a_person_who_left_cannot_finish_their_import(
    cast: Cast, enter: Enter, tmp_path: Path
) -> None:
    intake = bring(enter(cast.ilya), short_workbook(tmp_path, COMPLETE))
    intakes.ask_for_import(cast.actor(cast.ilya), intake=intake)
    cast.ilya.is_active = False
    cast.ilya.save()
    with pytest.raises(Refused):
        jobs.import_intake.func(str(intake.pk))
    intake.refresh_from_db()
    assert intake.state == Intake.CHECKED  # for somebody else to import
    assert not Service.objects.unscoped(reason="a test looks at everything").exists()


def test_a_long_check_tells_how_far_it_is(cast: Cast, enter: Enter, tmp_path: Path) -> None:
    ilya = enter(cast.ilya)
    intake = bring(ilya, short_workbook(tmp_path, COMPLETE))
    intake.state, intake.rows_done, intake.rows_total = Intake.CHECKING, 1240, 4089
    intake.save()
    answer = ilya.get(f"/directory/checks/{intake.pk}/")
    assert "1,240 of 4,089 rows" in answer.content.decode()
    assert answer["Refresh"] == "2; url=?again=1"
    assert "Look again" not in answer.content.decode()


def _waiting(client: Client, folder: Path) -> str:
    """The address of a check that takes long."""
    intake = bring(client, short_workbook(folder, COMPLETE))
    intake.state = Intake.CHECKING
    intake.save()
    return f"/directory/checks/{intake.pk}/"


@pytest.mark.parametrize("again", ["450", "451", "99999", "-1", "x", "", "9" * 50])
def test_it_does_not_ask_again_for_ever(
    again: str, cast: Cast, enter: Enter, tmp_path: Path
) -> None:
    """After a quarter of an hour somebody asks, or nobody."""
    ilya = enter(cast.ilya)
    address = _waiting(ilya, tmp_path)
    assert ilya.get(address, {"again": "449"})["Refresh"] == "2; url=?again=450"
    answer = ilya.get(address, {"again": again})
    assert "Refresh" not in answer
    assert f'href="{address}">Look again</a>' in answer.content.decode()


@pytest.mark.asvs("7.3.1")
def test_a_laptop_left_on_a_long_check_locks(cast: Cast, enter: Enter, tmp_path: Path) -> None:
    """The page asks again every two seconds; nobody is there."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ilya = enter(cast.ilya)
        address = _waiting(ilya, tmp_path)
        answer, asked = ilya.get(address), 0
        while "Refresh" in answer and asked < 400:
            clock.shift(2)
            answer, asked = ilya.get(address + answer["Refresh"].split("url=")[1]), asked + 1
        assert answer["Location"] == "/account/unlock/"
        assert asked == 300  # of two seconds each: ten minutes


def test_what_a_stopped_worker_left_is_tidied_up(cast: Cast, enter: Enter, tmp_path: Path) -> None:
    ilya = enter(cast.ilya)
    checking = bring(ilya, short_workbook(tmp_path, COMPLETE))
    importing = bring(ilya, short_workbook(tmp_path, COMPLETE, name="two.xlsx"))
    upload = intakes.folder_of(checking) / "upload.xlsx"
    upload.write_bytes(b"the address of a house")
    everything = Intake.objects.unscoped(reason="a test stops the clock for these rows")
    long_ago = timezone.now() - 2 * intakes.SILENCE
    for intake, state in ((checking, Intake.CHECKING), (importing, Intake.IMPORTING)):
        everything.filter(pk=intake.pk).update(state=state, updated_at=long_ago)
    intakes.give_up_abandoned()
    checking.refresh_from_db()
    importing.refresh_from_db()
    assert (checking.state, importing.state) == (Intake.REFUSED, Intake.CHECKED)
    assert not upload.exists()
    assert "Could not be read" in read(ilya, f"/directory/checks/{checking.pk}/")


def test_a_file_that_waited_when_a_backup_was_made_is_missed_in_plain_words(
    cast: Cast, enter: Enter, tmp_path: Path
) -> None:
    """Backups leave uploads out: restored, the row waits for a file that is not there."""
    actor = cast.actor(cast.ilya)
    with short_workbook(tmp_path, COMPLETE).open("rb") as content:
        intake = intakes.receive(actor, file_name="late.xlsx", content=content)
    (upload,) = intakes.folder_of(intake).glob("upload*")
    upload.unlink()
    upload.parent.rmdir()
    jobs.check_intake.call(str(intake.pk))
    intake.refresh_from_db()
    assert intake.state == Intake.REFUSED
    page = read(enter(cast.ilya), f"/directory/checks/{intake.pk}/")
    assert "There is no file late.xlsx there" in page
