"""A service's page: nothing hidden, nothing promised, unknown said as unknown."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from suluh.directory.domain.fields import BY_KEY as FIELDS
from tests.door.conftest import Publish
from tests.door.reading import address, page_of
from tests.door.sample import service, with_values

QUESTIONS = (
    "Are police told?",
    "Is the immigration office told?",
    "Must I speak in court?",
    "What does it cost?",
    "Is my phone kept?",
    "Can I go out?",
    "Can I stop?",
)
NOT_KNOWN = "We could not find out. Ask before you go."


def _html(client: Client, key: str, language: str = "en") -> str:
    return client.get(address(key, client, language)).content.decode()


def test_the_page_answers_in_the_order_in_which_a_reader_asks(door: Client) -> None:
    page = page_of(door, address("lamp-house", door))
    headings = (
        "Harbour Lamp House", "Port Tamsin. They tell you where when you call.", "Open now",
        "What you get", "Who can use it", "Men, 18 and over", "How to get it",
        "Call or send a message.", "Show or say this",
        "What it costs", QUESTIONS[3], "Who will be told", *QUESTIONS[:2],
        "What it asks of you", QUESTIONS[2], *QUESTIONS[4:],
        "How to reach them", "+44 20 7946 0142", "Call", "Opening hours", "Every day 06:00–22:00",
        "Checked on 12 November 2026. By phone. Check again after 10 February 2027.",
        "Urgent help, any hour +44 20 7946 0100 Free call",
    )  # fmt: skip
    place = page.index("Safe place now")
    for words in headings:
        place = page.index(words, place)


@pytest.mark.parametrize("key", ["bare", "only-khmer"])
def test_what_nobody_knows_is_said_seven_times_and_never_as_no(door: Client, key: str) -> None:
    page = page_of(door, address(key, door))
    labels = page[page.index("What it costs") : page.index("How to reach them")]
    for question in QUESTIONS:
        assert f"{question} {NOT_KNOWN}" in labels
    assert not re.search(r"\bNo\b|\bNothing\b", labels)


def test_what_nobody_knows_is_said_in_indonesian(door: Client) -> None:
    page = page_of(door, address("bare", door, "id"))
    assert page.count("Kami belum tahu. Tanyakan dulu sebelum datang.") >= 7


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("disclosure", ["contact_first", "district_only", "remote_only", ""])
def test_no_address_is_shown_where_there_is_no_public_door(
    door: Client, publish: Publish, disclosure: str, language: str
) -> None:
    house = service(
        "night-room",
        name={"en": "Night Room"},
        types=["shelter_emergency"],
        areas=["port-tamsin"],
        location_disclosure=disclosure,
        places=[{"locality": "Port Tamsin", "region": "Tamsin"}],
    )
    publish(house)
    page = door.get(f"/{language}/s/{house.code}").content.decode()
    assert "<address" not in page
    assert "map-pin" not in page


def test_contact_first_says_who_tells_the_way(door: Client) -> None:
    assert "They tell you where when you call" in page_of(door, address("lamp-house", door))
    assert "<address" not in _html(door, "lamp-house")


def test_a_public_door_is_told_with_its_landmark(door: Client) -> None:
    page = page_of(door, address("workers-hall", door))
    assert "Workers’ Hall, 4 Ropewalk, PT1 2AB, Port Tamsin" in page
    assert "Beside the fish market" in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"tells_police": "never_without_consent"}, "No. Only if you say yes."),
        ({"tells_police": "always"}, "They always tell the police."),
        ({"tells_police": "is_authority"}, "They are the police."),
        (
            {"tells_police": "never_without_consent", "mandatory_reporting": ["under_18"]},
            "They must report: If you are under 18. Otherwise only if you say yes.",
        ),
        ({"mandatory_reporting": ["always"]}, "Are police told? They must report: Always."),
        ({"mandatory_reporting": ["none"]}, f"Are police told? {NOT_KNOWN}"),
        ({"cooperation_condition": "required"}, "They ask for a police statement or court."),
        ({"cost": "free"}, "What does it cost? Nothing."),
        ({"cost": "barter"}, "What does it cost? barter"),
        ({"going_out_limited": "no"}, "Can I go out? Yes, when you want."),
        ({"stopping_limited": "yes"}, "Can I stop? Stopping is limited."),
    ],
)
def test_an_honest_label_says_what_is_known(
    door: Client, publish: Publish, values: dict[str, object], said: str
) -> None:
    publish(with_values("bare", **values))
    assert said in page_of(door, address("bare", door))


def test_a_duty_to_report_is_never_shown_as_a_plain_no(door: Client, publish: Publish) -> None:
    duty = {"tells_police": "never_without_consent", "mandatory_reporting": ["danger_to_life"]}
    publish(with_values("bare", **duty))
    told = _html(door, "bare").partition("Who will be told")[2]
    first = re.search(r'<ul class="labels card"><li class="(\w+)"', told)
    assert first
    assert first[1] == "ask"


def test_every_number_is_kept_from_left_to_right(door: Client) -> None:
    for key in ("lamp-house", "hotline", "noted"):
        page = _html(door, key)
        shown = re.findall(r"(.{16})\+44 20 7946 \d{4}", page)
        assert shown
        assert all(before.endswith('<bdi dir="ltr">') for before in shown)


def test_a_number_near_the_title_leads_down_and_does_not_dial(door: Client) -> None:
    page = _html(door, "lamp-house")
    assert page.index('href="#reach"') < page.index('href="tel:+442079460142"')


def test_ways_of_contact_say_what_they_cost_and_leave_behind(door: Client) -> None:
    hotline = page_of(door, address("hotline", door))
    assert "Free to call" in hotline
    assert "The call does not show on a phone bill" in hotline
    assert "Do not leave a voice message" in hotline
    assert "The call may show on a phone bill" in page_of(door, address("bare", door))
    page = _html(door, "noted")
    assert 'href="tel:+442079460180;ext=12"' in page
    assert 'href="https://wa.me/442079460143"' in _html(door, "lamp-house")
    assert 'href="mailto:hall@example.org"' in _html(door, "workers-hall")


@pytest.mark.asvs("1.2.1")
def test_text_that_looks_like_markup_stays_text(door: Client) -> None:
    page = _html(door, "hostile")
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; &#x27;quoted&#x27;" in page
    assert 'href="javascript:' not in page


def test_a_missing_text_falls_back_visibly(door: Client) -> None:
    assert '<span lang="km" dir="ltr">គ្លីនិកកំពង់ផែ</span>' in _html(door, "only-khmer")
    assert '<span lang="en" dir="ltr">Lake Harrow Clinic</span>' in _html(door, "bare", "id")
    assert '<span lang="en"' not in _html(door, "bare", "en")


def test_a_stale_entry_says_so(door: Client) -> None:
    page = page_of(door, address("stale", door))
    assert "Closed for a while" in page
    assert "Not checked since 3 May 2024. Call before you go." in page
    assert "Open now" not in page


def test_a_note_is_shown_until_it_expires(door: Client, publish: Publish) -> None:
    assert "Moves in spring." in page_of(door, address("noted", door))
    publish(with_values("noted", public_note_expires="2026-11-19"))
    assert "Moves in spring." not in page_of(door, address("noted", door))


def test_hours_that_are_not_understood_are_shown_as_they_were_written(door: Client) -> None:
    page = page_of(door, address("lawyers", door))
    assert "Opening hours by appointment only" in page
    assert "Closed now" not in page


def test_open_now_is_said_in_words(door: Client) -> None:
    assert "Open now until 22:00" in page_of(door, address("lamp-house", door))
    assert "Closed now opens Friday 20:00" in page_of(door, address("night-room", door))
    assert "Sekarang buka siang dan malam" in page_of(door, address("hotline", door, "id"))


def test_restricted_fields_have_no_word_on_any_page(door: Client) -> None:
    page = _html(door, "lamp-house")
    assert FIELDS["known_risks"].key not in page
    assert "provider" not in page.casefold()


def test_the_sentence_to_say_is_in_the_language_of_those_who_work_there(
    door: Client, publish: Publish
) -> None:
    said = {"en": "I need a bed.", "id": "Saya perlu tempat tidur."}
    publish(with_values("bare", first_words=said, languages_staff=["km", "id"]))
    page = page_of(door, address("bare", door))
    assert "Show or say this Saya perlu tempat tidur. I need a bed." in page
    assert "They speak: Khmer, Indonesian" in page


def test_all_that_is_known_of_who_can_use_it_is_said(door: Client, publish: Publish) -> None:
    publish(
        with_values(
            "bare",
            minimum_age=15,
            maximum_age=24,
            nationality_status=["nationals", "foreign_with_papers"],
            identification_needed="formal_required",
            still_in_situation="no",
            comes_with=["alone", "children"],
            boys_up_to_age=1,
            unaccompanied_children="ask",
            guardian_consent="by_law",
            accepts_groups=["lgbti"],
            excludes_groups=["hiv"],
            residence_required=["port-tamsin"],
            exploitation_forms=["fishing"],
        )
    )
    page = page_of(door, address("bare", door))
    for words in (
        "15 to 24 years", "Citizens, Foreigners with papers",
        "Official status: Only with an official decision",
            "Only after you have left your work or home",
        "Alone, With children", "Boys up to 1 year", "Under 18 and alone? Ask first.",
        "By law a parent or guardian has to agree", "Also for: LGBTI people",
        "Not for: People with HIV", "You must live in: Port Tamsin",
        "For people who lived through: Fishing",
    ):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-30T10:00:00+00:00", "Open now until 22:00"),
        ("2026-11-30T23:00:00+00:00", "Closed now opens Tuesday 06:00. Harbour Day. Ask first."),
        ("2026-12-01T10:00:00+00:00", "Holiday today Harbour Day. Ask first."),
    ],
)
def test_a_holiday_is_said_as_one(door: Client, moment: str, said: str) -> None:
    with time_machine.travel(moment, tick=False):
        assert said in page_of(door, address("lamp-house", door))
        assert "Open now day and night" in page_of(door, address("hotline", door))


def test_holidays_that_nobody_looked_up_are_not_claimed(door: Client) -> None:
    page = page_of(door, address("lamp-house", door))
    assert "On holidays ask first. 1 December 2026: Harbour Day" in page
    with time_machine.travel("2027-03-01T10:00:00+00:00", tick=False):
        assert "Holidays may differ." in page_of(door, address("lamp-house", door))
