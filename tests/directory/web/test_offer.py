"""Somebody from the community hands a workbook in and reads nothing back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from suluh.access.operations import change_role
from suluh.access.policy import Refused
from suluh.directory import queries
from suluh.directory.models import Intake
from suluh.directory.operations import intakes
from tests.cast import Cast
from tests.conftest import Enter


@pytest.fixture
def mira(cast: Cast) -> Cast:
    """Sari is a contributor now."""
    change_role(cast.actor(cast.omar), account=cast.sari, role="contributor")
    return cast


def test_it_is_handed_in_checked_and_seen_by_an_editor(
    mira: Cast, enter: Enter, django_capture_on_commit_callbacks: object
) -> None:
    file = SimpleUploadedFile("services.csv", b"name\nQuay Street Clinic\n")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer = enter(mira.sari).post(reverse("directory:offer"), {"file": file})
    assert answer["Location"] == reverse("directory:offer")
    intake = queries.intakes(mira.actor(mira.ilya)).get()
    assert (intake.brought_by, intake.file_name) == (mira.sari, "services.csv")
    assert intake.state != Intake.WAITING
    assert enter(mira.ilya).get(reverse("directory:check", args=[intake.pk])).status_code == 200


def test_nothing_is_read_back(mira: Cast, enter: Enter) -> None:
    own = Intake.objects.create(
        agency=mira.port_tamsin, brought_by=mira.sari, file_name="services.csv"
    )
    assert list(Intake.objects.visible_to(mira.actor(mira.sari))) == []
    client = enter(mira.sari)
    for name in ("check", "check_report"):
        assert client.get(reverse(f"directory:{name}", args=[own.pk])).status_code == 403
    for name in ("services", "checks", "export", "quarantine", "editions", "reports"):
        assert client.get(reverse(f"directory:{name}")).status_code == 403
    assert "services.csv" not in client.get(reverse("directory:offer")).content.decode()


def test_whoever_hands_in_cannot_import(mira: Cast) -> None:
    intake = Intake.objects.create(
        agency=mira.port_tamsin, brought_by=mira.sari, file_name="x.csv", state=Intake.CHECKED
    )
    with pytest.raises(Refused):
        intakes.ask_for_import(mira.actor(mira.sari), intake=intake)


@pytest.mark.asvs("8.3.3")
def test_an_import_happens_by_the_right_of_who_asked_for_it(mira: Cast) -> None:
    intake = Intake.objects.create(
        agency=mira.port_tamsin, brought_by=mira.sari, file_name="x.csv", state=Intake.CHECKED
    )
    intakes.ask_for_import(mira.actor(mira.ilya), intake=intake)
    intake.refresh_from_db()
    assert intake.asked_by == mira.ilya
