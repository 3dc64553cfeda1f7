"""Oselia holds together: known fields, known codes, enough of everything, and no real number."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest

from suluh.content.vocabularies import Shelf, Vocabulary, read_vocabulary
from suluh.directory.demonstration import load
from suluh.directory.domain.fields import (
    ALL_FIELDS,
    BY_KEY,
    CONTACT_FIELDS,
    PLACE_FIELDS,
    SERVICE_FIELDS,
    Kind,
)  # fmt: skip
from suluh.directory.domain.hours import canonical, parse_hours
from suluh.directory.vocabularies import SHIPPED

FICTIONAL = re.compile(r"\+44 20 7946 0\d{3}|\+1 202 555 01\d{2}")
OUTSIDE_FIELDS = {"contacts", "places"}


@pytest.fixture(scope="module")
def services() -> list[dict[str, Any]]:
    return load.services()


@pytest.fixture(scope="module")
def vocabularies() -> dict[str, Vocabulary]:
    shelf = Shelf(SHIPPED)
    return {name: shelf[name] for name in shelf.names()} | {
        "areas": read_vocabulary(load.areas_file())
    }


def test_every_key_is_a_field(services: list[dict[str, Any]]) -> None:
    contact_keys = {field.key for field in CONTACT_FIELDS}
    place_keys = {field.key for field in PLACE_FIELDS}
    for service in services:
        assert service.keys() - OUTSIDE_FIELDS <= BY_KEY.keys(), service["service_id"]
        for contact in service["contacts"]:
            assert contact.keys() <= contact_keys, service["service_id"]
        for place in service.get("places", []):
            assert place.keys() <= place_keys, service["service_id"]


def test_every_code_is_in_its_vocabulary_and_in_its_order(
    services: list[dict[str, Any]], vocabularies: dict[str, Vocabulary]
) -> None:
    for service in services:
        rows = [service, *service["contacts"]]
        for field in (field for field in ALL_FIELDS if field.vocabulary):
            known = list(vocabularies[field.vocabulary].terms)
            for row in (row for row in rows if field.key in row):
                found = row[field.key] if isinstance(row[field.key], list) else [row[field.key]]
                in_order = [code for code in known if code in found]
                assert in_order == found, (service["service_id"], field.key)


def test_identifiers_are_unique(services: list[dict[str, Any]]) -> None:
    assert max(Counter(service["service_id"] for service in services).values()) == 1


def test_every_organization_is_used(services: list[dict[str, Any]]) -> None:
    assert {each["organization_id"] for each in services} == load.organizations().keys()


def test_there_is_enough_of_everything(services: list[dict[str, Any]]) -> None:
    types = Counter(code for service in services for code in service["types"])
    areas = Counter(code for service in services for code in service["areas"])
    assert len(services) >= 60
    assert len(types) >= 20
    assert set(areas) >= {"port-tamsin", "lake-harrow", "saint-orla", "mirren-hills", "kesh-delta"}


def test_help_is_uneven_as_in_life(services: list[dict[str, Any]]) -> None:
    shelters = [each for each in services if "shelter_emergency" in each["types"]]
    areas = Counter(code for service in services for code in service["areas"])
    assert [each["name"]["en"] for each in shelters if "men" in each["serves"]] == [
        "Harbour Lamp House"
    ]
    assert areas["kesh-delta"] * 5 < areas["port-tamsin"]
    assert any(each.get("nationality_status") == ["nationals"] for each in services)
    assert any(each.get("identification_needed") == "formal_required" for each in services)
    assert any(each.get("cooperation_condition") == "required" for each in services)
    closed = [each for each in shelters if each.get("going_out_limited") == "yes"]
    assert sum(each.get("phone_kept") == "yes" for each in closed) == 2


def test_some_answers_are_not_known(services: list[dict[str, Any]]) -> None:
    labels = ("tells_police", "tells_immigration", "cooperation_condition", "cost", "hours")
    for label in labels:
        assert any(label not in service for service in services), label


def test_a_service_that_never_tells_the_police_must_not_report(
    services: list[dict[str, Any]],
) -> None:
    for service in services:
        if service.get("tells_police") == "never_without_consent":
            assert service.get("mandatory_reporting", ["none"]) == ["none"], service["service_id"]


def test_every_number_is_fictional(services: list[dict[str, Any]]) -> None:
    for service in services:
        for contact in service["contacts"]:
            if contact["channel"] not in {"email", "website"}:
                assert FICTIONAL.fullmatch(contact["value"]), service["service_id"]
            else:
                assert "example.org" in contact["value"], service["service_id"]


def test_only_a_public_place_has_an_address(services: list[dict[str, Any]]) -> None:
    for service in services:
        if service["location_disclosure"] != "public_address":
            assert not service.get("places"), service["service_id"]


def test_no_shelter_is_public(services: list[dict[str, Any]]) -> None:
    for service in services:
        if {"shelter_emergency", "housing_long"} & set(service["types"]):
            assert service["location_disclosure"] != "public_address", service["service_id"]


def test_everyone_can_be_reached(services: list[dict[str, Any]]) -> None:
    for service in services:
        assert service["contacts"] or service.get("places"), service["service_id"]


def test_hours_stand_in_their_short_form(services: list[dict[str, Any]]) -> None:
    for service in services:
        if "hours" in service:
            spans = parse_hours(service["hours"])
            assert spans, service["service_id"]
            assert canonical(spans) == service["hours"], service["service_id"]


def test_dates_lie_between_june_2025_and_november_2026(services: list[dict[str, Any]]) -> None:
    for service in services:
        checked = date.fromisoformat(service["verified_on"])
        assert date(2025, 6, 1) <= checked <= date(2026, 11, 30), service["service_id"]


def test_records_have_every_field(services: list[dict[str, Any]]) -> None:
    records = load.records()
    assert [record.key for record in records] == [each["service_id"] for each in services]
    for record in records:
        assert list(record.values) == [field.key for field in SERVICE_FIELDS]
        assert record.organization["name"]["en"]


def test_records_hold_numbers_as_the_check_stores_them() -> None:
    first = load.records()[0]
    assert first.contacts[0]["value"] == "+442079460001"


def test_steps_stand_one_on_a_line(services: list[dict[str, Any]]) -> None:
    for service in services:
        counts = {len(text.split("\n")) for text in service["steps"].values()}
        assert len(counts) == 1, f"{service['service_id']}: languages differ in their steps"
        assert counts.pop() in range(2, 7), service["service_id"]


def test_texts_stay_within_their_limits(services: list[dict[str, Any]]) -> None:
    for service in services:
        for key, value in service.items():
            if key in BY_KEY and BY_KEY[key].kind is Kind.TEXTS:
                longest = max(len(text) for text in value.values())
                assert longest <= BY_KEY[key].limit, (service["service_id"], key)
