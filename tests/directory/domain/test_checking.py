"""What a check says of a row, rule by rule."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from suluh.directory.domain.checking import identifier
from suluh.directory.domain.problems import Severity, Spot
from suluh.directory.domain.records import Cell
from suluh.directory.rules import explain
from suluh.directory.vocabularies import shelf
from tests.directory.domain.drafts import COMPLETE, checked, draft, rules


def test_six_things_are_enough() -> None:
    outcome = checked(draft())
    assert rules(outcome) == []
    assert outcome.checked.records[0].errors == 0


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        ("name__en", "services.name.missing"),
        ("types", "services.types.missing"),
        ("serves", "services.serves.missing"),
        ("areas", "services.areas.missing"),
        ("verified_on", "services.verified_on.missing"),
        ("phone", "services.contact.missing"),
    ],
)
def test_each_of_the_six_is_needed(column: str, rule: str) -> None:
    for blank in ("", "   ", None):
        changes: dict[str, Any] = {column: blank}
        outcome = checked(draft(**changes))
        assert rules(outcome) == [rule]
        assert len(outcome.quarantined) == 1


def test_a_missing_thing_in_a_foreign_file_is_a_remark() -> None:
    outcome = checked(draft(strict=False, serves="", verified_on=None), source_format="hsds-3")
    assert rules(outcome) == ["services.serves.missing", "services.verified_on.missing"]
    assert {each.severity for each in outcome.checked.problems} == {Severity.WARNING}
    assert outcome.quarantined == []


def test_a_foreign_row_without_any_name_waits() -> None:
    outcome = checked(draft(strict=False, name__en=""), source_format="hsds-3")
    assert len(outcome.quarantined) == 1


@pytest.mark.parametrize(
    ("changes", "rule", "severity"),
    [
        ({"types": "Lawyer; Wizard"}, "services.code.unknown", "error"),
        ({"cost": "cheap"}, "services.code.unknown", "error"),
        ({"minimum_age": "young"}, "services.number.not_a_number", "error"),
        ({"minimum_age": 180}, "services.number.not_an_age", "error"),
        ({"minimum_age": 30, "maximum_age": 20}, "services.minimum_age.above_maximum", "error"),
        ({"minimum_age": 18, "serves": "girls"}, "services.minimum_age.excludes_children",
         "warning"),
        ({"verified_on": "soon"}, "services.verified_on.not_a_date", "error"),
        ({"verified_on": "2026-12-24"}, "services.verified_on.future", "error"),
        ({"verified_on": "2025-01-01"}, "services.verified_on.old", "warning"),
        ({"verified_on": "12/11/2569"}, "services.verified_on.buddhist_era", "warning"),
        ({"verified_on": "31/10/2026"}, "services.verified_on.day_first", "warning"),
        ({"hours": "call us"}, "services.hours.not_understood", "warning"),
        ({"hours": "Mo 22:00-06:00"}, "services.hours.overnight", "warning"),
        ({"languages_staff": "Klingonish"}, "services.languages_staff.unknown_language", "warning"),
        ({"what_you_get__en": "a\\nb"}, "services.text.literal_newline", "warning"),
        ({"what_you_get__en": "=A1&B1"}, "services.text.formula", "error"),
        ({"what_you_get__my": "ျမန္မာႏိုင္ငံ အကူအညီ"}, "services.text.zawgyi", "error"),
        ({"what_you_get__en": "a " * 600}, "services.text.too_long", "warning"),
        ({"name__en": "x" * 61}, "services.name.too_long", "warning"),
        ({"phone": "020 7946 01O2"}, "contacts.value.letter_for_digit", "error"),
        ({"phone": "call the office"}, "contacts.value.not_a_number", "error"),
        ({"phone": "+44 20 79"}, "contacts.value.too_short", "error"),
        ({"phone": "+44 20 7946 0123 4567 89"}, "contacts.value.too_long", "error"),
        ({"phone": "020 7946 0100 / 020 7946 0101"}, "contacts.value.several", "warning"),
        ({"phone": "020 7946 0100 x12"}, "contacts.value.extension_inside", "warning"),
        ({"email": "help at example.org"}, "contacts.value.not_an_email", "error"),
        ({"website": "example.org"}, "contacts.value.no_scheme", "warning"),
        ({"website": "ask us"}, "contacts.value.not_a_web_address", "error"),
        ({"location_disclosure": "public_address", "street": "1 Quay Road", "country": "Narnia"},
         "places.country.unknown", "warning"),
        ({"location_disclosure": "public_address", "street": "1 Quay Road", "latitude": "999"},
         "places.latitude.out_of_range", "error"),
    ],
)  # fmt: skip
def test_a_doubtful_cell_is_named(changes: dict[str, Any], rule: str, severity: str) -> None:
    outcome = checked(draft(**changes))
    assert rules(outcome) == [rule]
    [problem] = outcome.checked.problems
    assert problem.severity == severity
    assert bool(outcome.quarantined) is (severity == "error")
    for language in ("en", "id"):
        words = explain(problem, language)
        assert "{" not in words.title + words.message + words.mend


def test_the_values_are_stored_in_one_form() -> None:
    outcome = checked(
        draft(types="lawyer; SAFE PLACE NOW", languages_staff="Khmer, en", website="example.org",
              phone="020 7946 0100 / 020 7946 0101 ext 5", hours="Mon to Fri 9am-5pm")
    )  # fmt: skip
    record = outcome.checked.records[0]
    assert record.values["types"] == ["shelter_emergency", "legal_advice"]
    assert record.values["languages_staff"] == ["km", "en"]
    assert record.values["hours"] == "Mo-Fr 09:00-17:00"
    assert [(row["channel"], row["value"], row["extension"]) for row in record.contacts] == [
        ("phone", "+442079460100", ""),
        ("phone", "+442079460101", "5"),
        ("website", "https://example.org", ""),
    ]


@pytest.mark.parametrize("language", ["en", "id", "km", "ar"])
def test_a_label_in_any_language_is_understood(language: str) -> None:
    label = shelf()["service_types"].label("legal_advice", language)
    outcome = checked(draft(types=f"  {label.upper()} "))
    assert outcome.checked.records[0].values["types"] == ["legal_advice"]


def test_the_same_identifier_twice_holds_back_the_second() -> None:
    outcome = checked(draft("k-1", line=3), draft("k-1", line=4, name__en="Another"))
    assert rules(outcome) == ["services.service_id.duplicate"]
    assert [each.spot.line for each in outcome.quarantined] == [4]


def test_the_same_name_in_the_same_place_is_asked_about() -> None:
    outcome = checked(draft("k-1", line=3), draft("k-2", line=4))
    assert rules(outcome) == ["services.name.duplicate"]


def test_closing_needs_nothing_else() -> None:
    blank: dict[str, Any] = dict.fromkeys((name.replace(".", "__") for name in COMPLETE), None)
    outcome = checked(draft(**{**blank, "action": "close"}))
    assert rules(outcome) == []
    assert outcome.checked.records[0].action == "close"


def test_a_contact_row_without_a_value_is_an_error_but_not_for_walking_in() -> None:
    spot = Spot("f", "Contacts", "B2", 2)
    visit = draft(phone=None)
    visit.has_contacts = True
    visit.contacts = [{"channel": Cell("walk_in", spot), "value": Cell("", spot)}]
    assert rules(checked(visit)) == []
    visit.contacts = [{"channel": Cell("phone", spot), "value": Cell("", spot)}]
    assert "contacts.value.missing" in rules(checked(visit))


def test_identifiers_are_stable_and_told_apart_by_source() -> None:
    known = "ac148810-d857-441c-9679-408f346de14b"
    assert identifier("miami", known) == known
    assert identifier("miami", "136") == identifier("miami", "136")
    assert identifier("miami", "136") != identifier("boston", "136")
    assert UUID(identifier("miami", "136")).version == 5


@pytest.mark.parametrize(
    "column", ["types", "areas", "languages_staff", "phone", "documents", "nationality_status"]
)
def test_a_cell_of_thousands_makes_one_problem(column: str) -> None:
    changes: dict[str, Any] = {column: "".join(f"x{number};" for number in range(5000))}
    assert len(checked(draft(**changes)).checked.problems) <= 2
