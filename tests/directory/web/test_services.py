"""Services in the workspace: found, read, corrected."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from suluh.directory.intake.reading import Options
from suluh.directory.models import Service
from suluh.directory.operations.checking import check_file
from suluh.directory.operations.importing import import_outcome
from suluh.directory.rows import record_of
from suluh.directory.web.service_form import ServiceForm, initial
from tests.cast import Cast
from tests.conftest import Enter
from tests.directory.workbooks import COMPLETE, good_workbook, short_workbook

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def service(cast: Cast, tmp_path: Path) -> Service:
    outcome = check_file(short_workbook(tmp_path, COMPLETE), options=Options(country="GB")).outcome
    ilya = cast.actor(cast.ilya)
    import_outcome(ilya, outcome)
    found: Service = Service.objects.visible_to(ilya).get()
    return found


def written(service: Service, **changes: object) -> dict[str, object]:
    """What a browser sends back when the form was filled in as shown, with some changes."""
    languages = ["en", "id"]
    form = ServiceForm(
        initial=initial(record_of(service), languages), languages=languages, language="en"
    )
    shown = {bound.name: bound.value() for bound in form}
    sent = {name: "" if value is None else value for name, value in shown.items()}
    return sent | {"as_read": service.as_read} | changes


def correct(client: Client, service: Service, **changes: object) -> int:
    sent = written(service, **{key.replace("__", "."): value for key, value in changes.items()})
    answer = client.post(f"/directory/services/{service.pk}/correct/", sent)
    service.refresh_from_db()
    return answer.status_code


def test_saving_the_form_as_it_was_changes_nothing(
    cast: Cast, enter: Enter, service: Service
) -> None:
    before = record_of(service)
    assert correct(enter(cast.ilya), service) == 302
    assert (
        record_of(Service.objects.visible_to(cast.actor(cast.ilya)).get()).values == before.values
    )


def test_a_correction_is_stored(cast: Cast, enter: Enter, service: Service) -> None:
    changes = {"name__en": "Lamp House", "cost": "free", "phone": "+44 20 7946 0199; 999"}
    assert correct(enter(cast.ilya), service, **changes) == 302
    assert service.name["en"] == "Lamp House"
    assert service.cost == "free"
    assert [row.value for row in service.contacts.all()] == ["+442079460199", "999"]


@pytest.mark.asvs("2.2.1")
def test_a_mistake_is_shown_beside_its_field_and_nothing_is_stored(
    cast: Cast, enter: Enter, service: Service
) -> None:
    ilya = enter(cast.ilya)
    sent = written(service, phone="call the office", cost="free")
    answer = ilya.post(f"/directory/services/{service.pk}/correct/", sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "“call the office” is not a phone number." in page
    service.refresh_from_db()
    assert service.cost == ""


@pytest.mark.asvs("2.2.3")
def test_an_address_cannot_be_written_for_a_protected_place(
    cast: Cast, enter: Enter, service: Service
) -> None:
    changes = {"location_disclosure": "contact_first", "street": "12 Quay Street"}
    assert correct(enter(cast.ilya), service, **changes) == 200
    assert service.location_disclosure == ""
    assert not service.locations.exists()


def test_protecting_a_place_takes_its_address_away(
    cast: Cast, enter: Enter, service: Service
) -> None:
    ilya = enter(cast.ilya)
    correct(
        ilya,
        service,
        location_disclosure="public_address",
        street="12 Quay Street",
        locality="Tamsin",
    )
    assert service.locations.get().street == "12 Quay Street"
    correct(ilya, service, location_disclosure="contact_first", street="")
    assert (service.locations.get().street, service.locations.get().locality) == ("", "Tamsin")


def test_what_was_missing_may_still_be_missing(cast: Cast, enter: Enter, service: Service) -> None:
    service.serves = []
    service.save()
    assert correct(enter(cast.ilya), service, cost="free") == 302
    assert service.cost == "free"


def test_the_list_finds_a_service_by_a_name_in_any_script(
    cast: Cast, enter: Enter, tmp_path: Path
) -> None:
    outcome = check_file(good_workbook(tmp_path), options=Options(country="GB")).outcome
    import_outcome(cast.actor(cast.ilya), outcome)
    sari = enter(cast.sari)
    some = Service.objects.visible_to(cast.actor(cast.sari)).exclude(name__km=None).first()
    assert some is not None
    page = sari.post("/directory/services/", {"q": some.name["km"][:12]}).content.decode()
    assert str(some.pk) in page


def test_the_list_asks_the_database_little(
    cast: Cast, enter: Enter, tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    outcome = check_file(good_workbook(tmp_path), options=Options(country="GB")).outcome
    import_outcome(cast.actor(cast.ilya), outcome)
    sari = enter(cast.sari)
    # 7 of them the guard: who, what is still open, and what was opened in an emergency
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        sari.get("/directory/services/")


def test_unknown_is_shown_as_unknown(cast: Cast, enter: Enter, service: Service) -> None:
    page = enter(cast.sari).get(f"/directory/services/{service.pk}/").content.decode()
    assert "Not known" in page


@pytest.mark.asvs("8.2.3", "14.2.4")
def test_what_is_restricted_is_for_editors(cast: Cast, enter: Enter, service: Service) -> None:
    service.internal_note = "Ask for the lamp keeper"
    service.save()
    address = f"/directory/services/{service.pk}/"
    assert "lamp keeper" in enter(cast.ilya).get(address).content.decode()
    assert "lamp keeper" not in enter(cast.sari).get(address).content.decode()


def test_a_doubt_is_said_after_saving(cast: Cast, enter: Enter, service: Service) -> None:
    sent = written(service, types=["shelter_emergency"], location_disclosure="public_address")
    answer = enter(cast.ilya).post(f"/directory/services/{service.pk}/correct/", sent, follow=True)
    assert "A shelter with a public address" in answer.content.decode()


def test_a_reader_may_read_but_not_correct(cast: Cast, enter: Enter, service: Service) -> None:
    sari = enter(cast.sari)
    assert sari.get(f"/directory/services/{service.pk}/").status_code == 200
    assert sari.get(f"/directory/services/{service.pk}/correct/").status_code == 403
    assert correct(sari, service, cost="free") == 403
    assert service.cost == ""


def test_the_whole_directory_can_be_taken_as_a_workbook(
    cast: Cast, enter: Enter, service: Service
) -> None:
    assert enter(cast.sari).get("/directory/services/workbook/").status_code == 403
    answer = enter(cast.ilya).get("/directory/services/workbook/")
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


@pytest.mark.asvs("14.2.1")
def test_what_was_searched_for_stands_in_no_address(cast: Cast, enter: Enter) -> None:
    """Nor on the way to the next page of what was found."""
    Service.objects.bulk_create(
        Service(agency=cast.port_tamsin, hsds_id=uuid4(), name={"en": f"Clinic {number}"})
        for number in range(51)
    )
    ilya = enter(cast.ilya)
    first = ilya.post("/directory/services/", {"q": "clinic"}).content.decode()
    assert 'name="page" value="2">Later' in first
    assert "=clinic" not in first.casefold()
    assert first.count("/directory/services/") > 50
    second = ilya.post("/directory/services/", {"q": "clinic", "page": "2"})
    assert len(second.context["shown"].object_list) == 1
    assert len(ilya.get("/directory/services/", {"q": "nothing"}).context["shown"]) == 50


def test_only_what_differs_is_said_when_somebody_else_was_faster(
    cast: Cast, enter: Enter, service: Service
) -> None:
    """Not numbers, ends of line or the order of ticks, which a browser sends in its own way."""
    service.minimum_age, service.steps = 15, {"en": "Call first.\nBring your card."}
    service.languages_staff = ["id", "en"]
    service.save()
    sent = written(service, cost="free")
    sent["steps.en"] = "Call first.\r\nBring your card."
    service.cost = "sliding_scale"
    service.save()
    answer = enter(cast.ilya).post(f"/directory/services/{service.pk}/correct/", sent)
    assert [field.name for field in answer.context["form"].mistaken()] == ["cost"]
