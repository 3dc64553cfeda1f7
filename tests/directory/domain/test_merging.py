"""What an import changes, and what it leaves alone."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from suluh.directory.domain.merging import merge
from suluh.directory.domain.records import Record
from tests.directory.domain.drafts import checked, draft

FULL: dict[str, Any] = {
    "what_you_get__en": "Free advice", "what_you_get__id": "Nasihat gratis", "cost": "free",
    "hours": "24/7", "internal_note": "Ask for Mr Lamp", "email": "help@example.org",
    "location_disclosure": "public_address", "street": "12 Quay Street", "locality": "Port Tamsin",
}  # fmt: skip


def record(**changes: Any) -> Record:
    return checked(draft(**changes)).checked.records[0]


def stored(**changes: Any) -> Record:
    return merge(None, record(**changes)).record


def test_the_same_row_again_changes_nothing() -> None:
    assert merge(stored(**FULL), record(**FULL)).changes == []


def test_a_column_the_file_lacks_is_left_alone() -> None:
    merged = merge(stored(**FULL), record())
    assert merged.changes == []
    assert merged.record.values["hours"] == "24/7"
    assert merged.record.places[0]["street"] == "12 Quay Street"


def test_a_blank_cell_clears_and_is_listed() -> None:
    merged = merge(stored(**FULL), record(**FULL | {"cost": "", "internal_note": " ", "email": ""}))
    cleared = {change.field for change in merged.changes if change.cleared}
    assert cleared == {"cost", "internal_note"}
    assert [row["channel"] for row in merged.record.contacts] == ["phone"]


def test_one_language_can_be_cleared_and_the_other_stays() -> None:
    merged = merge(stored(**FULL), record(**FULL | {"what_you_get__id": ""}))
    assert merged.record.values["what_you_get"] == {"en": "Free advice"}


def test_a_guess_does_not_overrule_a_person() -> None:
    guess = record(types="One person who helps you plan")
    guess.guessed = ["types"]
    assert merge(stored(), guess).changes == []
    assert merge(stored(types=None), guess).record.values["types"] == ["case_management"]


def test_a_blank_number_clears() -> None:
    merged = merge(stored(minimum_age=18), record(minimum_age=""))
    assert [(change.field, change.cleared) for change in merged.changes] == [("minimum_age", True)]


def test_closing_is_an_explicit_act() -> None:
    merged = merge(stored(**FULL), record(action="close"))
    assert merged.record.values["status"] == "closed"
    assert merged.record.values["name"] == {"en": "Harbour Lamp House"}


def test_protecting_a_place_wipes_its_address() -> None:
    merged = merge(stored(**FULL), record(location_disclosure="contact_first"))
    assert merged.record.places[0]["street"] == ""
    assert merged.record.places[0]["locality"] == "Port Tamsin"


def test_what_was_known_of_a_number_survives_a_short_form() -> None:
    before = stored(**FULL)
    before.contacts[0] |= {"channel": "free_phone", "free_to_call": "yes"}
    merged = merge(before, record(**FULL))
    assert merged.changes == []
    assert merged.record.contacts[0]["free_to_call"] == "yes"


@given(st.sets(st.sampled_from(sorted(FULL))), st.sets(st.sampled_from(sorted(FULL))))
def test_merging_twice_is_merging_once(first: set[str], second: set[str]) -> None:
    start = stored(**{key: FULL[key] for key in first})
    row = record(**{key: FULL[key] for key in second})
    once = merge(start, deepcopy(row)).record
    assert merge(once, row).changes == []


def test_protecting_a_place_masks_what_was_said_of_it() -> None:
    before = stored(**FULL | {"what_you_get__en": "We are at 12 Quay Street"})
    merged = merge(before, record(location_disclosure="contact_first"))
    assert "Quay Street" not in str(merged.record.values)
    assert "Quay Street" not in str(merged.record.places)


def test_a_check_from_before_does_not_reopen_a_place() -> None:
    early = record(street="12 Quay Street", what_you_get__en="Come to 12 Quay Street")
    protected = merge(stored(), record(location_disclosure="contact_first")).record
    merged = merge(protected, early).record
    assert merged.values["location_disclosure"] == "contact_first"
    assert "Quay Street" not in str(merged)


def test_an_extension_is_part_of_a_number() -> None:
    two = stored(phone="+44 20 7946 0123 x12; +44 20 7946 0123 x13")
    assert [row["extension"] for row in two.contacts] == ["12", "13"]
    assert merge(two, record(phone="+44 20 7946 0123 x12")).changes[0].field == "contacts"


def test_a_blank_organization_clears() -> None:
    merged = merge(stored(organization__en="Tamsin Desk"), record(organization__en=""))
    assert [(change.field, change.cleared) for change in merged.changes] == [("organization", True)]
