"""The promise that matters most: what could lead someone to a safe house is kept nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.directory.domain import addresses
from suluh.directory.domain.problems import Spot
from suluh.directory.domain.records import Cell
from suluh.directory.serial import outcome_to_bytes
from tests.directory.domain.drafts import checked, draft, rules

SHELTER = "Safe place now"
SECRET = "Mill Street 19"


def disclosure(outcome: object) -> str:
    return str(outcome.checked.records[0].values.get("location_disclosure", ""))  # type: ignore[attr-defined]


def test_a_shelter_is_contact_first_unless_it_says_otherwise() -> None:
    assert disclosure(checked(draft(types=SHELTER))) == "contact_first"
    assert disclosure(checked(draft(types="A place to live"))) == "contact_first"
    assert disclosure(checked(draft(types="Lawyer"))) == ""


def test_an_address_of_a_shelter_is_refused_and_kept_nowhere() -> None:
    outcome = checked(draft(types=SHELTER, street=SECRET, postcode="SW1A 1AA"))
    assert rules(outcome).count("places.street.not_allowed") == 2
    assert len(outcome.quarantined) == 1
    assert SECRET.encode() not in outcome_to_bytes(outcome)
    assert b"SW1A" not in outcome_to_bytes(outcome)


@pytest.mark.parametrize("given_as", ["contact_first", "district_only", "remote_only"])
def test_only_a_public_address_may_be_written(given_as: str) -> None:
    outcome = checked(draft(location_disclosure=given_as, street="12 Quay Street"))
    assert "places.street.not_allowed" in rules(outcome)
    assert b"Quay Street" not in outcome_to_bytes(outcome)


def test_a_public_address_is_kept() -> None:
    outcome = checked(draft(location_disclosure="public_address", street="12 Quay Street"))
    assert rules(outcome) == []
    assert outcome.checked.records[0].places[0]["street"] == "12 Quay Street"


@pytest.mark.parametrize(
    "column", ["what_you_get__en", "steps__km", "internal_note", "public_note__ar", "name__id"]
)
def test_an_address_in_a_sentence_is_masked_in_every_text(column: str) -> None:
    texts: dict[str, Any] = {column: f"Ring the bell at {SECRET}."}
    outcome = checked(draft(types=SHELTER, **texts))
    assert "services.text.address_suspected" in rules(outcome)
    assert SECRET.encode() not in outcome_to_bytes(outcome)


def test_the_cells_to_overwrite_are_named() -> None:
    outcome = checked(draft(types=SHELTER, street=SECRET))
    assert list(outcome.hidden) == [("Services", "G3")]
    assert SECRET not in str(outcome.hidden)


def test_a_map_link_in_a_contact_is_masked() -> None:
    row = {
        "channel": Cell("website", Spot("f", "Contacts", "B2", 2)),
        "value": Cell("https://maps.app.goo.gl/abc", Spot("f", "Contacts", "C2", 2)),
    }
    shelter = draft(types=SHELTER)
    shelter.contacts, shelter.has_contacts = [row], True
    assert b"goo.gl" not in outcome_to_bytes(checked(shelter))


def test_a_foreign_record_that_speaks_of_danger_becomes_contact_first() -> None:
    foreign = draft(
        strict=False, what_you_get__en="Help after domestic violence", street="12 Quay Street",
        location_disclosure="public_address",
    )  # fmt: skip
    outcome = checked(foreign, source_format="flat")
    assert disclosure(outcome) == "contact_first"
    assert outcome.quarantined == []
    assert b"Quay Street" not in outcome_to_bytes(outcome)


def test_a_blank_cell_never_opens_a_protected_place() -> None:
    first = checked(draft(location_disclosure="contact_first"))
    stored = {first.checked.records[0].hsds_id: "contact_first"}
    again = checked(draft(location_disclosure="", street="12 Quay Street"), disclosures=stored)
    assert disclosure(again) == "contact_first"
    assert b"Quay Street" not in outcome_to_bytes(again)


def test_a_public_shelter_is_asked_about() -> None:
    outcome = checked(
        draft(types=SHELTER, location_disclosure="public_address", street="1 Quay Road")
    )
    assert rules(outcome) == ["services.location_disclosure.public_shelter"]


@given(
    number=st.integers(1, 999),
    name=st.sampled_from(["Mill", "Harbour", "Old Market", "Queen's"]),
    kind=st.sampled_from(["Street", "Road", "Avenue", "Lane", "Boulevard"]),
    before=st.text(alphabet="abcdefgh ", max_size=30),
    column=st.sampled_from(
        ["what_you_get__en", "what_to_expect__en", "known_risks", "first_words__en"]
    ),
)
def test_no_street_survives_in_a_shelter_row(
    number: int, name: str, kind: str, before: str, column: str
) -> None:
    text = f"{before} {number} {name} {kind}"
    texts: dict[str, Any] = {column: text}
    outcome = checked(draft(types=SHELTER, **texts))
    assert f"{name} {kind}".encode() not in outcome_to_bytes(outcome)


@pytest.mark.parametrize("said", ["confidential", "contact frist", "rahasia"])
def test_a_disclosure_that_cannot_be_read_protects(said: str) -> None:
    outcome = checked(draft(location_disclosure=said, street="12 Quay Street"))
    assert "services.code.unknown" in rules(outcome)
    assert disclosure(outcome) == "contact_first"
    assert b"Quay Street" not in outcome_to_bytes(outcome)


def test_a_type_that_cannot_be_read_might_be_a_shelter() -> None:
    outcome = checked(draft(types="Sheltr", street="12 Quay Street"))
    assert b"Quay Street" not in outcome_to_bytes(outcome)
    [waiting] = outcome.quarantined
    assert "location_disclosure" not in waiting.cells


@pytest.mark.parametrize(
    "column",
    [
        "hours",
        "areas",
        "locality",
        "region",
        "languages_staff",
        "phone",
        "cost",
        "website",
        "timezone",
    ],
)
def test_no_column_of_a_shelter_may_hold_an_address(column: str) -> None:
    changes: dict[str, Any] = {column: f"here; {SECRET}"}
    assert SECRET.encode() not in outcome_to_bytes(checked(draft(types=SHELTER, **changes)))


def test_danger_in_the_name_of_a_place_is_noticed() -> None:
    foreign = draft(strict=False)
    spot = Spot("locations.csv", "", "", 2)
    foreign.has_places = True
    foreign.places = [
        {
            "place_name": Cell("Domestic Violence House", spot),
            "street": Cell("12 Quay Street", spot),
        }
    ]
    outcome = checked(foreign, source_format="hsds-1")
    assert disclosure(outcome) == "contact_first"
    assert b"Quay Street" not in outcome_to_bytes(outcome)


def test_rows_of_protected_places_are_not_open() -> None:
    outcome = checked(draft("a", types=SHELTER, line=3), draft("b", line=4))
    assert outcome.open_rows == {("Services", 4)}
    assert checked(draft()).open_rows is None


def test_a_neighbour_does_not_publish_the_door_of_a_shelter() -> None:
    """Two foreign records at one address: the open one would lead to the protected one."""
    door: dict[str, Any] = {"street": "12 Quay Street", "locality": "Port Tamsin", "strict": False}
    shelter = draft("a", types=SHELTER, line=3, **door)
    kitchen = draft("b", types="basic_needs", line=4, **door)
    for order in ((shelter, kitchen), (kitchen, shelter)):
        outcome = checked(*order, source_format="hsds-1")
        assert b"Quay Street" not in outcome_to_bytes(outcome)


def test_closing_an_open_place_does_not_wait_for_its_address_to_go() -> None:
    row = draft(location_disclosure="contact_first", street="12 Quay Street")
    [known] = checked(row).checked.records
    outcome = checked(row, disclosures={known.hsds_id: "public_address"})
    assert outcome.quarantined == []
    assert b"Quay Street" not in outcome_to_bytes(outcome)


@pytest.mark.parametrize(
    "text",
    ["19 Mill St.", "19 Mill St", "mill street 19", "Jl.Melati 5", "19 Mill Stre\u200bet"],
)
def test_sloppy_addresses_are_masked_too(text: str) -> None:
    assert addresses.mask(text)[1] == 1


@pytest.mark.parametrize("text", ["Room 12.500" + " " * 5000, "a" * 20000, "1 " * 5000])
def test_no_text_keeps_the_mask_busy(text: str) -> None:
    """Quadratic or worse patterns would take minutes here, and the suite's patience is short."""
    assert addresses.mask(text) == (text, 0)
