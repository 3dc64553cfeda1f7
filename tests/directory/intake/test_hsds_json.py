from __future__ import annotations

import json
from typing import Any

import pytest

from suluh.directory.domain.problems import Spot
from suluh.directory.domain.records import Reading
from suluh.directory.intake.tables import Contents
from tests.directory.intake.samples import counts, only, reading_of, rows, shared, values

SERVICE: dict[str, Any] = {
    "id": "ac148810-d857-441c-9679-408f346de14b",
    "name": "Community advice",
    "status": "active",
    "organization": {"id": "o1", "name": "Harbour Aid"},
    "phones": [{"id": "p1", "number": "020 7946 0100"}],
    "languages": [{"id": "g1", "name": "Urdu", "code": "ur"}],
    "schedules": [{"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}],
    "service_at_locations": [
        {
            "id": "sl1",
            "location": {
                "id": "l1",
                "location_type": "physical",
                "latitude": 51.5,
                "longitude": -0.1,
                "addresses": [{"id": "a1", "address_1": "1 Example Street", "city": "London"}],
            },
        }
    ],
}


def read_json(document: object) -> Reading:
    return reading_of(Contents("json", documents={"feed.json": document}))


@pytest.mark.parametrize(
    "document",
    [SERVICE, [SERVICE], {"total_items": 1, "contents": [SERVICE]}, {"services": [SERVICE]}],
    ids=["one", "list", "page", "tabular"],
)
def test_a_service_is_read_from_every_kind_of_document(document: object) -> None:
    reading = read_json(document)
    assert reading.source_format == "hsds-json"
    assert (reading.organizations, reading.services, reading.locations) == (1, 1, 1)
    draft = reading.drafts[0]
    found = values(draft)
    assert found["organization.en"] == "Harbour Aid"
    assert (found["languages_staff"], found["hours"]) == ("ur", "Mo 09:00-17:00")
    assert rows(draft.contacts) == [{"channel": "phone", "value": "020 7946 0100"}]
    assert rows(draft.places)[0]["street"] == "1 Example Street"


def test_services_inside_an_organization_belong_to_it() -> None:
    inside = {key: value for key, value in SERVICE.items() if key != "organization"}
    document = {"id": "o1", "name": "Harbour Aid", "legal_status": "NGO", "services": [inside]}
    reading = read_json(document)
    assert reading.drafts[0].cells["organization.en"].value == "Harbour Aid"
    assert reading.drafts[0].cells["organization_id"].value == "o1"


def test_a_thing_shown_twice_is_one_thing() -> None:
    second = SERVICE | {"id": "other", "name": "Food", "service_at_locations": []}
    reading = read_json([SERVICE, second, SERVICE])
    assert (reading.organizations, reading.services) == (1, 2)
    assert not {rule for rule in counts(reading) if "duplicate" in rule}
    assert all(draft.contacts for draft in reading.drafts)


def test_two_things_with_one_id_are_reported() -> None:
    reading = read_json([SERVICE, SERVICE | {"name": "Quite another service"}])
    assert counts(reading)["services.id.duplicate"] == 1


def test_a_problem_names_the_path_to_its_object() -> None:
    wrong = SERVICE | {"schedules": [{"byday": "XX", "opens_at": "09:00", "closes_at": "17:00"}]}
    found = only(read_json({"contents": [SERVICE, wrong]}), "schedules.byday.unknown")
    assert found.spot == Spot("feed.json", "", "/contents/1/schedules/0/byday", 2)


def test_an_object_without_an_id_keeps_its_parts_and_is_an_error() -> None:
    reading = read_json({key: value for key, value in SERVICE.items() if key != "id"})
    assert counts(reading)["services.id.missing"] == 1
    assert reading.drafts[0].contacts
    assert reading.drafts[0].key.startswith("row-")


def test_what_is_not_of_hsds_is_said() -> None:
    reading = read_json([SERVICE, {"weather": "fine"}, "words"])
    assert counts(reading)["package.object.not_understood"] == 2
    assert len(reading.drafts) == 1


@pytest.mark.miami
@pytest.mark.parametrize(
    ("name", "organizations", "services", "locations"),
    [
        ("service_full", 1, 1, 1),
        ("service_list", 1, 1, 0),
        ("organization_full", 1, 1, 1),
        ("organization_list", 1, 0, 0),
        ("service_at_location_full", 1, 1, 1),
        ("service_at_location_list", 1, 1, 1),
        ("location", 0, 0, 1),
        ("tabular", 1, 1, 1),
        ("taxonomy_term_list", 0, 0, 0),
    ],
)
def test_the_published_examples(
    name: str, organizations: int, services: int, locations: int
) -> None:
    document = json.loads(shared("spec", "hsds-3.1", "examples", f"{name}.json").read_text())
    reading = read_json(document)
    found = (reading.organizations, reading.services, reading.locations)
    assert found == (organizations, services, locations)
    assert "package.object.not_understood" not in counts(reading)


@pytest.mark.miami
def test_the_published_full_service() -> None:
    document = json.loads(shared("spec", "hsds-3.1", "examples", "service_full.json").read_text())
    draft = read_json(document).drafts[0]
    found = values(draft)
    assert found["hours"] == "Th-Fr 10:00-18:00"
    assert (found["minimum_age"], found["maximum_age"], found["cost"]) == ("12", "100", "paid")
    phone = rows(draft.contacts)[0]
    assert (phone["channel"], phone["extension"]) == ("phone", "100")
    assert str(phone["value"]).startswith("+44")  # without the quotation marks of the example
    assert "Persona" not in str(draft)
