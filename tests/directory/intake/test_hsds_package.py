"""The rules for HSDS packages: ids, links, and what a valid schema still lets through."""

from __future__ import annotations

import pytest

from suluh.directory.domain.problems import Severity, Spot
from suluh.directory.intake.hsds_names import names
from suluh.directory.intake.hsds_rules import CELL_RULES, named
from suluh.directory.intake.tables import Contents
from suluh.directory.rules import rules
from tests.directory.intake.samples import Line, Lines, counts, only, package, reading_of

SERVICE = "ac148810-d857-441c-9679-408f346de14b"


def a_package(**tables: Lines) -> Contents:
    """A sound service, organization and place; `tables` are added or put in their stead."""
    sound: dict[str, Lines] = {
        "services": [
            ["id", "organization_id", "name", "status"],
            [SERVICE, "o1", "Legal advice", "active"],
        ],
        "organizations": [["id", "name"], ["o1", "Harbour Aid"]],
        "service_at_location": [["id", "service_id", "location_id"], ["sl1", SERVICE, "l1"]],
        "locations": [
            ["id", "location_type", "latitude", "longitude"],
            ["l1", "physical", "51.5", "-0.1"],
        ],
        "addresses": [
            ["id", "location_id", "address_1", "city", "country", "address_type"],
            ["a1", "l1", "1 Example Street", "London", "GB", "physical"],
        ],
    }
    return package(**(sound | tables))


def test_a_sound_package_has_no_problem_but_the_suggested_type() -> None:
    assert counts(reading_of(a_package())) == {"services.types.guessed": 1}


def test_rows_are_counted_as_they_stand_in_their_tables() -> None:
    reading = reading_of(a_package())
    assert (reading.organizations, reading.services, reading.locations) == (1, 1, 1)
    assert reading.source_format == "hsds-3"


SCHEDULE: Line = ["id", "service_id", "freq", "byday", "opens_at", "closes_at", "valid_from"]
LANGUAGE: Line = ["id", "service_id", "name", "code"]
PHONE: Line = ["id", "service_id", "number", "extension", "type"]


@pytest.mark.parametrize(
    ("rule", "tables"),
    [
        ("schedules.opens_at.not_a_time",
         {"schedules": [SCHEDULE, ["s1", SERVICE, "WEEKLY", "MO", "banana", "17:00", ""]]}),
        ("schedules.byday.unknown",
         {"schedules": [SCHEDULE, ["s1", SERVICE, "WEEKLY", "XX", "09:00", "17:00", ""]]}),
        ("schedules.freq.unknown",
         {"schedules": [SCHEDULE, ["s1", SERVICE, "DAILY", "MO", "09:00", "17:00", ""]]}),
        ("schedules.valid_from.not_iso",
         {"schedules": [SCHEDULE, ["s1", SERVICE, "WEEKLY", "MO", "09:00", "17:00", "31/12/20"]]}),
        ("schedules.opens_at.missing",
         {"schedules": [SCHEDULE, ["s1", SERVICE, "WEEKLY", "MO", "", "17:00", ""]]}),
        ("schedules.id.missing",
         {"schedules": [SCHEDULE, ["", SERVICE, "WEEKLY", "MO", "09:00", "17:00", ""]]}),
        ("languages.code.unknown", {"languages": [LANGUAGE, ["g1", SERVICE, "", "klingonish"]]}),
        ("languages.name.unknown", {"languages": [LANGUAGE, ["g1", SERVICE, "Some others", ""]]}),
        ("languages.name.sentence",
         {"languages": [LANGUAGE, ["g1", SERVICE, "Other languages available on request", ""]]}),
        ("phones.number.missing", {"phones": [PHONE, ["p1", SERVICE, "", "", ""]]}),
        ("phones.number.short_code", {"phones": [PHONE, ["p1", SERVICE, "211", "", ""]]}),
        ("phones.number.extension_inside",
         {"phones": [PHONE, ["p1", SERVICE, "020 7946 0100 x12", "", ""]]}),
        ("phones.type.left_out", {"phones": [PHONE, ["p1", SERVICE, "020 7946 0100", "", "fax"]]}),
        ("rows.service_id.unknown",
         {"phones": [PHONE, ["p1", "nobody", "020 7946 0100", "", ""]]}),
        ("rows.service_id.missing", {"phones": [PHONE, ["p1", "", "020 7946 0100", "", ""]]}),
        ("rows.id.duplicate",
         {"phones": [PHONE, ["p1", SERVICE, "020 7946 0100", "", ""],
                     ["p1", SERVICE, "020 7946 0101", "", ""]]}),
        ("organizations.email.no_at",
         {"organizations": [["id", "name", "email"], ["o1", "Aid", "help at example.org"]]}),
        ("organizations.name.missing", {"organizations": [["id", "name"], ["o1", ""]]}),
        ("locations.address.missing", {"addresses": [["id", "location_id", "address_1"]]}),
        ("locations.latitude.missing",
         {"locations": [["id", "location_type", "latitude", "longitude"],
                        ["l1", "physical", "51.5", ""]]}),
        ("package.table.missing",
         {"languages": [["id", "phone_id", "name"], ["g1", "p1", "Urdu"]]}),
    ],
)  # fmt: skip
def test_each_rule_finds_its_row(rule: str, tables: dict[str, Lines]) -> None:
    assert counts(reading_of(a_package(**tables)))[rule] >= 1


def test_every_rule_has_its_words() -> None:
    named_here = {each.rule for each in CELL_RULES}
    named_here |= {named("phones", column, "unknown") for column in names()["links"]}
    assert named_here <= rules().keys()


def test_a_table_may_have_a_rule_of_its_own() -> None:
    assert named("languages", "id", "duplicate") == "languages.id.duplicate"
    assert named("phones", "id", "duplicate") == "rows.id.duplicate"


def test_a_problem_names_its_file_its_cell_and_the_service() -> None:
    phones = [PHONE, ["p1", SERVICE, "020 7946 0100", "", ""], ["p2", SERVICE, "", "", ""]]
    found = only(reading_of(a_package(phones=phones)), "phones.number.missing")
    assert found.spot == Spot("phones.csv", "", "C3", 3)
    assert found.key == SERVICE


def test_a_row_of_a_place_belongs_to_the_service_at_that_place() -> None:
    addresses: Lines = [
        ["id", "location_id", "address_1", "city", "country"],
        ["a1", "l1", "1 Example Street", "London", ""],
    ]
    found = only(reading_of(a_package(addresses=addresses)), "addresses.country.missing")
    assert found.key == SERVICE


def test_a_service_that_cannot_be_told_from_others_is_an_error() -> None:
    services: Lines = [
        ["id", "organization_id", "name", "status"],
        ["", "o1", "Advice", "active"],
        ["7", "o1", "Food", "active"],
        ["7", "o1", "Clothes", "active"],
    ]
    reading = reading_of(a_package(services=services))
    assert only(reading, "services.id.missing").severity is Severity.ERROR
    assert only(reading, "services.id.duplicate").severity is Severity.ERROR
    assert len({draft.key for draft in reading.drafts}) == 3


def test_all_else_is_a_warning() -> None:
    reading = reading_of(a_package(organizations=[["id", "name"], ["other", ""]]))
    assert {problem.severity for problem in reading.problems} == {Severity.WARNING}


def test_ids_that_fit_another_column_name_it() -> None:
    services: Lines = [
        ["id", "record", "organization_id", "name", "status"],
        ["1", "s-1", "o1", "Advice", "active"],
        ["2", "s-2", "o1", "Food", "active"],
    ]
    phones = [PHONE, ["p1", "s-1", "020 7946 0100", "", ""], ["p2", "s-2", "020 7946 0101", "", ""]]
    joins: Lines = [["id", "service_id", "location_id"]]
    reading = reading_of(a_package(services=services, phones=phones, service_at_location=joins))
    found = only(reading, "package.column.fits_another")
    assert found.found == "services.record"
    assert found.spot == Spot("phones.csv", "", "B1", 1)


def test_filled_columns_and_tables_that_are_not_carried_are_named() -> None:
    services: Lines = [
        ["id", "organization_id", "name", "status", "accreditations", "licenses"],
        [SERVICE, "o1", "Legal advice", "active", "Bar council", ""],
    ]
    funding: Lines = [["id", "service_id", "source"], ["f1", SERVICE, "A fund"]]
    own: Lines = [["anything"], ["at all"]]
    reading = reading_of(a_package(services=services, funding=funding, our_own_table=own))
    assert only(reading, "package.column.not_used").found == "accreditations"
    named = {each.found for each in reading.problems if each.rule == "package.table.not_used"}
    assert named == {"funding", "our_own_table.csv"}


def test_a_sentence_on_languages_is_masked_where_it_gives_an_address() -> None:
    told = "English, ask at 19 Mill Street for others"
    reading = reading_of(a_package(languages=[LANGUAGE, ["g1", SERVICE, told, ""]]))
    assert "Mill" not in only(reading, "languages.name.sentence").found


def test_an_empty_table_is_no_problem() -> None:
    assert counts(reading_of(a_package(phones=[]))) == {"services.types.guessed": 1}
