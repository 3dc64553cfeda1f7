"""What a service of HSDS becomes: its texts, hours, languages, ways to reach it, and its places."""

from __future__ import annotations

import pytest

from suluh.directory.domain.problems import Spot
from suluh.directory.domain.records import Draft
from suluh.directory.intake.hsds_contacts import with_scheme
from suluh.directory.intake.hsds_hours import clock, days_of
from tests.directory.intake.samples import Line, Lines, counts, package, reading_of, rows, values

SERVICES: Lines = [["id", "organization_id", "name"], ["s1", "o1", "Advice"]]
JOIN: Lines = [["id", "service_id", "location_id"], ["sl1", "s1", "l1"]]


def draft_of(*, language: str = "en", country: str = "", **tables: Lines) -> Draft:
    """The one draft of a package; what is not given is a plain service of one organization."""
    given: dict[str, Lines] = {
        "services": SERVICES,
        "organizations": [["id", "name"], ["o1", "Harbour Aid"]],
    }
    reading = reading_of(package(**(given | tables)), language=language, country=country)
    assert len(reading.drafts) == 1
    return reading.drafts[0]


def service(**cells: object) -> Lines:
    """A services table of one row."""
    told = {"id": "s1", "organization_id": "o1", "name": "Advice"} | cells
    return [list(told), list(told.values())]


def test_texts_stand_under_the_language_of_the_file() -> None:
    found = values(draft_of(language="id", services=service(description="Nasihat")))
    assert found["name.id"] == "Advice"
    assert found["organization.id"] == "Harbour Aid"
    assert found["what_you_get.id"] == "Nasihat"


def test_markup_is_taken_off_and_written_out_line_breaks_are_mended() -> None:
    told = "<p>We <b>listen</b> &amp; help.</p>\\nSee [the site](https://example.org), **free**."
    found = values(draft_of(services=service(description=told)))
    assert found["what_you_get.en"] == (
        "We listen & help.\n\nSee the site (https://example.org), free."
    )


def test_who_can_use_it_stands_under_the_description() -> None:
    described = service(description="We listen.", eligibility_description="Adults")
    old: Lines = [["id", "service_id", "eligibility"], ["", "s1", "Residents"]]
    found = values(draft_of(services=described, eligibility=old))
    assert found["what_you_get.en"] == "We listen.\n\nWho can use it: Adults\nResidents"


def test_documents_to_bring_are_the_last_steps() -> None:
    documents: Lines = [["id", "service_id", "document"], ["d1", "s1", "An identity card"]]
    found = values(
        draft_of(services=service(application_process="Call us"), required_documents=documents)
    )
    assert found["steps.en"] == "Call us\nBring: An identity card"


@pytest.mark.parametrize(
    ("fees", "cost", "note"),
    [
        ("Free of charge.", "free", None),
        ("Free for members, else 5", None, "Free for members, else 5"),
        ("", None, None),
    ],
)
def test_only_a_plain_word_makes_it_free(fees: str, cost: str | None, note: str | None) -> None:
    found = values(draft_of(services=service(fees=fees)))
    assert (found.get("cost"), found.get("cost_note.en")) == (cost, note)


def test_a_price_makes_it_paid_and_is_told() -> None:
    options: Lines = [
        ["id", "service_id", "option", "amount", "currency", "amount_description"],
        ["c1", "s1", "Adults", "35", "gbp", "per hour"],
    ]
    found = values(draft_of(cost_options=options))
    assert (found["cost"], found["cost_note.en"]) == ("paid", "Adults: 35 GBP per hour")


def test_languages_become_codes_and_sentences_are_kept_out() -> None:
    languages: Lines = [
        ["id", "service_id", "language"],
        *(["", "s1", name] for name in ("English", "Spanish (limited)", "Creole")),
        ["", "s1", "Other languages available upon request"],
    ]
    assert values(draft_of(languages=languages))["languages_staff"] == "en;es;ht"


@pytest.mark.parametrize(
    ("status", "code"),
    [("active", "active"), ("inactive", "closed"), ("defunct", "closed"),
     ("temporarily closed", "temporarily_closed")],
)  # fmt: skip
def test_status_is_translated(status: str, code: str) -> None:
    assert values(draft_of(services=service(status=status)))["status"] == code


def test_an_unknown_status_and_unknown_values_are_not_written() -> None:
    found = values(draft_of(services=service(status="", assured_date="", minimum_age="")))
    assert not {"status", "verified_on", "minimum_age", "serves"} & found.keys()


def test_ages_dates_and_alerts_are_carried_with_their_place() -> None:
    cells = {
        "minimum_age": "12",
        "maximum_age": "25",
        "assured_date": "2026-03-01",
        "alert": "Moved",
    }
    draft = draft_of(services=service(**cells))
    assert draft.cells["minimum_age"].value == "12"
    assert draft.cells["verified_on"].spot == Spot("services.csv", "", "F2", 2)
    assert draft.cells["public_note.en"].value == "Moved"


def hours_of(*lines: Line, header: str = "service_id weekday opens_at closes_at") -> Draft:
    return draft_of(regular_schedules=[["id", *header.split()], *(["", *line] for line in lines)])


def test_weekdays_of_hsds_1_become_one_line_of_hours() -> None:
    week = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    draft = hours_of(
        *(["s1", day, "9:00am", "5:00pm"] for day in week), ["s1", "Saturday", "9am", "12:00pm"]
    )
    assert values(draft)["hours"] == "Mo-Fr 09:00-17:00; Sa 09:00-12:00"


def test_rules_of_hsds_3_become_the_same() -> None:
    header = "service_id freq byday opens_at closes_at"
    draft = hours_of(["s1", "WEEKLY", "TH,FR", "10:00:00", "18:00Z"], header=header)
    assert values(draft)["hours"] == "Th-Fr 10:00-18:00"


def test_what_is_not_weekly_or_not_understood_is_kept_in_words() -> None:
    header = "service_id freq byday opens_at closes_at"
    draft = hours_of(
        ["s1", "WEEKLY", "MO", "09:00", "17:00"],
        ["s1", "MONTHLY", "2TU", "10:00", "12:00"],
        ["s1", "WEEKLY", "WE", "banana", "17:00"],
        header=header,
    )
    assert values(draft)["hours"] == "Mo 09:00-17:00"
    assert values(draft)["hours_note.en"] == "monthly 2TU 10:00-12:00\nweekly WE banana-17:00"


def test_words_that_repeat_the_hours_are_not_repeated() -> None:
    header = "service_id weekday opens_at closes_at original_text"
    draft = hours_of(["s1", "Monday", "9:00am", "5:00pm", "9:00am-5:00pm, Mon"], header=header)
    assert "hours_note.en" not in draft.cells


def test_places_with_different_hours_are_told_apart_in_words() -> None:
    draft = draft_of(
        service_at_location=[*JOIN, ["sl2", "s1", "l2"]],
        locations=[["id", "name"], ["l1", "North"], ["l2", "South"]],
        schedules=[
            ["id", "location_id", "freq", "byday", "opens_at", "closes_at"],
            ["h1", "l1", "WEEKLY", "MO", "09:00", "17:00"],
            ["h2", "l2", "WEEKLY", "TU", "09:00", "17:00"],
        ],
    )
    assert "hours" not in draft.cells
    assert draft.cells["hours_note.en"].value == "North: Mo 09:00-17:00\nSouth: Tu 09:00-17:00"


@pytest.mark.parametrize(
    ("found", "read"),
    [("9:00am", "09:00"), ("12:00am", "00:00"), ("12pm", "12:00"), ("830am", "08:30"),
     ("17:00:00", "17:00"), ("17:00+07:00", "17:00"), ("8:00m", ""), ("25:00", ""), ("13pm", "")],
)  # fmt: skip
def test_times_of_day(found: str, read: str) -> None:
    assert clock(found) == read


def test_days() -> None:
    assert days_of("MO,WE") == days_of("Monday, Wednesday") == (0, 2)
    assert days_of("someday") is None


def test_phones_e_mail_and_web_addresses_become_contacts() -> None:
    draft = draft_of(
        services=service(email="help@example.org", url="www.example.org"),
        phones=[
            ["id", "service_id", "number", "extension", "type"],
            ["p1", "s1", "020 7946 0100 x12", "", "voice"],
            ["p2", "s1", "020 7946 0101", "", "fax"],
            ["p3", "s1", "020 7946 0102", "", "sms"],
        ],
    )
    assert draft.has_contacts
    assert rows(draft.contacts) == [
        {"channel": "phone", "value": "020 7946 0100", "extension": "12"},
        {"channel": "sms", "value": "020 7946 0102"},
        {"channel": "email", "value": "help@example.org"},
        {"channel": "website", "value": "https://www.example.org"},
    ]


def test_the_organization_answers_where_the_service_has_no_phone() -> None:
    draft = draft_of(
        phones=[["id", "organization_id", "number"], ["p1", "o1", "020 7946 0100"]],
        organizations=[["id", "name", "email"], ["o1", "Harbour Aid", "desk@example.org"]],
    )
    assert [row["value"] for row in rows(draft.contacts)] == ["020 7946 0100", "desk@example.org"]


def test_people_are_left_out_with_one_remark() -> None:
    contacts: Lines = [
        ["id", "service_id", "name", "title", "email"],
        ["c1", "s1", "Ann Persona", "Director", "ann@example.org"],
        ["c2", "s1", "", "Front desk", "desk@example.org"],
    ]
    phones: Lines = [["id", "contact_id", "number"], ["p1", "c1", "020 7946 0100"]]
    given = package(services=SERVICES, organizations=[["id"]], contacts=contacts, phones=phones)
    reading = reading_of(given)
    assert [row["value"] for row in rows(reading.drafts[0].contacts)] == ["desk@example.org"]
    assert counts(reading)["contacts.name.left_out"] == 1
    assert "Ann" not in str(reading.drafts) + str(reading.problems)


PLACE: Lines = [
    ["id", "location_type", "name", "latitude", "longitude"],
    ["l1", "physical", "North office", "51.5", "-0.1"],
]
ADDRESS: Lines = [
    ["id", "location_id", "address_1", "address_2", "city", "state_province", "postal_code"],
    ["a1", "l1", "1 Example Street", "Floor 2", "London", "LND ", "N1 1AA"],
]


def test_a_place_is_a_door_with_its_address() -> None:
    draft = draft_of(country="GB", service_at_location=JOIN, locations=PLACE, addresses=ADDRESS)
    assert draft.has_places
    assert rows(draft.places) == [{
        "place_name": "North office", "latitude": "51.5", "longitude": "-0.1",
        "street": "1 Example Street, Floor 2", "locality": "London", "region": "LND",
        "postcode": "N1 1AA", "country": "GB",
    }]  # fmt: skip
    assert draft.cells["areas"].value == "London"


def test_areas_are_those_named_before_the_town() -> None:
    areas: Lines = [["id", "service_id", "service_area"], ["r1", "s1", "All of the county"]]
    draft = draft_of(
        service_at_location=JOIN, locations=PLACE, addresses=ADDRESS, service_areas=areas
    )
    assert draft.cells["areas"].value == "All of the county"


def test_postal_addresses_are_no_doors() -> None:
    draft = draft_of(service_at_location=JOIN, locations=[["id"], ["l1"]], postal_addresses=ADDRESS)
    assert draft.places == []


def test_virtual_places_make_a_service_remote() -> None:
    places: Lines = [["id", "location_type"], ["l1", "virtual"]]
    draft = draft_of(service_at_location=JOIN, locations=places)
    assert draft.cells["location_disclosure"].value == "remote_only"
    assert draft.places == []


@pytest.mark.parametrize("flag", ["is_private", "address_private", "Exclude from website"])
def test_an_address_marked_private_is_dropped_with_its_coordinates(flag: str) -> None:
    marked = [[*ADDRESS[0], flag], [*ADDRESS[1], "Yes"]]
    given = package(
        services=SERVICES, organizations=[["id"], ["o1"]], service_at_location=JOIN,
        locations=PLACE, addresses=marked,
    )  # fmt: skip
    reading = reading_of(given)
    assert reading.drafts[0].places == []
    assert reading.drafts[0].cells["location_disclosure"].value == "contact_first"
    assert counts(reading)["rows.private.left_out"] == 1
    assert "Example Street" not in str(reading)


def test_a_phone_marked_private_is_dropped_and_an_unmarked_one_stays() -> None:
    phones: Lines = [
        ["id", "service_id", "number", "confidential"],
        ["p1", "s1", "020 7946 0100", "true"],
        ["p2", "s1", "020 7946 0101", "false"],
    ]
    assert [row["value"] for row in rows(draft_of(phones=phones).contacts)] == ["020 7946 0101"]


def test_types_are_suggested_with_a_remark_and_never_invented() -> None:
    given = package(services=SERVICES, organizations=[["id"], ["o1"]])
    assert "types" not in reading_of(given).drafts[0].cells
    legal = package(services=service(name="Legal aid"), organizations=[["id"], ["o1"]])
    reading = reading_of(legal)
    assert reading.drafts[0].cells["types"].value == "legal_advice"
    assert counts(reading)["services.types.guessed"] == 1


@pytest.mark.parametrize(
    ("found", "mended"),
    [("www.example.org", "https://www.example.org"), ("https:/www.example.org", "https://www.example.org"),
     ("http://example.org", "http://example.org")],
)  # fmt: skip
def test_a_web_address_gets_its_scheme(found: str, mended: str) -> None:
    assert with_scheme(found) == mended
