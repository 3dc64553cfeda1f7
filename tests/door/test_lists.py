"""Home, lists, the list for paper, and search."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.door.conftest import Publish
from tests.door.reading import page_of, spoken, words_and_links
from tests.door.sample import BY_KEY, service, with_values


def _area(door: Client, label: str, language: str = "en") -> str:
    listed = words_and_links(door, f"/{language}/p")
    return next(url for words, url in listed if words.startswith(label))


def _kind(door: Client, label: str, language: str = "en") -> str:
    listed = words_and_links(door, f"/{language}/k")
    return next(url for words, url in listed if words.startswith(label))


def _search(door: Client, words: str, language: str = "en") -> str:
    response = door.post(f"/{language}/f", {"words": words}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("language", "question", "tile"),
    [("en", "What do you need?", "Safe place now"), ("id", "Apa yang Anda perlukan?", "Tempat")],
)
def test_home_asks_what_one_needs(door: Client, language: str, question: str, tile: str) -> None:
    page = page_of(door, f"/{language}/")
    assert question in page
    assert page.index(question) < page.index(tile)


def test_home_offers_eight_kinds_and_no_empty_one(door: Client, publish: Publish) -> None:
    html = door.get("/en/").content.decode()
    tiles = re.findall(r'class="tiles">(.*?)</ul>', html, re.DOTALL)[0]
    assert tiles.count("<li>") == 8
    assert "Your embassy" not in spoken(html)
    publish(BY_KEY["bare"])
    html = door.get("/en/").content.decode()
    assert html.count('class="plate"') == 1
    assert "All kinds of help" not in spoken(html)


def test_a_kind_of_help_lists_its_services(door: Client) -> None:
    page = page_of(door, _kind(door, "Safe place now"))
    assert "2 services" in page
    assert "Harbour Lamp House" in page
    assert "Saint Orla Night Room" in page
    assert "Tamsin Workers" not in page


def test_a_card_says_what_to_ask_first(door: Client) -> None:
    page = page_of(door, _kind(door, "Safe place now"))
    asked = "Ask first They always tell the police. They ask for a police statement or court."
    assert asked in page
    assert "Ask first They keep your phone. Waiting time: Up to 2 days." in page


def test_a_kind_can_be_narrowed_to_a_place_and_back(door: Client) -> None:
    kind = _kind(door, "Doctor and hospital")
    narrower = next(url for words, url in words_and_links(door, kind) if "Lake Harrow" in words)
    page = page_of(door, narrower)
    assert "1 service" in page
    assert "Lake Harrow Clinic" in page
    assert ("In all places", kind) in words_and_links(door, narrower)


def test_a_place_has_its_own_services_before_those_of_the_country(door: Client) -> None:
    page = page_of(door, _area(door, "Lake Harrow"))
    assert page.index("Lake Harrow Clinic") < page.index("Oselia Help Line")


def test_the_list_for_paper_is_neutral_and_dated(door: Client) -> None:
    url = next(
        url
        for words, url in words_and_links(door, _area(door, "Port Tamsin"))
        if "for paper" in words
    )
    html = door.get(url).content.decode()
    page = spoken(html)
    assert "<title>Services near you</title>" in html
    assert "Phone +44 20 7946 0142" in page
    assert "Checked on 12 November 2026" in page
    assert "Edition demo, 20 November 2026." in page
    assert page.count("Saint Orla Night Room") == 1  # of two kinds, but once on paper
    assert "They tell you where when you call" in page


def test_the_strip_names_a_line_that_answers_at_any_hour(door: Client, publish: Publish) -> None:
    assert "Urgent help, any hour +44 20 7946 0100 Free call" in page_of(door, "/en/h")
    publish(with_values("hotline", hours="Mo-Fr 08:00-17:00"))
    page = page_of(door, "/en/h")
    assert "Urgent help +44 20 7946 0100" in page
    assert "any hour" not in page
    publish(BY_KEY["bare"])
    assert "Urgent help" not in page_of(door, "/en/h")


@pytest.mark.asvs("14.2.1")
def test_search_is_posted_and_stands_in_no_address(door: Client) -> None:
    form = door.get("/en/f").content.decode()
    assert '<form method="post" action="/en/f"' in form
    assert 'autocomplete="off"' in form
    response = door.post("/en/f", {"words": "night room"})
    assert response.status_code == 303
    assert response.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r"/en/q/[\w-]{60,}", response.headers["Location"])
    html = door.get(response.headers["Location"]).content.decode()
    assert "Saint Orla Night Room" in html
    assert "night" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', html))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("tu van", "Free Law Desk"),
        ("ចង្កៀងកំពង់ផែ", "Harbour Lamp House"),
        ("المساعده", "Talk Group"),
        ("法律", "Harbour Interpreters"),
        ("KAMAR malam", "Saint Orla Night Room"),
    ],
)
def test_search_finds_in_any_script(door: Client, words: str, name: str) -> None:
    page = spoken(_search(door, words))
    assert "What was found" in page
    assert name in page


def test_search_that_finds_nothing_blames_nobody(door: Client) -> None:
    page = spoken(_search(door, "zebra"))
    assert "Nothing here fits all you said" in page
    assert "It is not your fault." in page
    assert "By phone now" in page
    assert "bukan salah Anda" in spoken(_search(door, "zebra", "id"))


@pytest.mark.parametrize("words", ["", "  ", '"', "a" * 5000, "<script>alert(1)</script>", "\x00"])
def test_no_words_are_an_error(door: Client, words: str) -> None:
    html = _search(door, words)
    assert "<script>alert" not in html


@pytest.mark.parametrize("part", ["0", "-1", "99", "x", "9" * 50])
def test_a_part_that_does_not_exist_is_calm(door: Client, part: str) -> None:
    found = door.post("/en/f", {"words": "men"}).headers["Location"]
    response = door.get(f"{found}/{part}")
    assert response.status_code == 404
    assert "Go to the start page" in spoken(response.content.decode())


def test_more_than_200_are_said_as_such(door: Client, publish: Publish) -> None:
    house: dict[str, Any] = {"types": ["medical"], "areas": ["tamsin"], "serves": ["men"]}
    publish(*(service(f"h{n}", name={"en": f"House {n}"}, **house) for n in range(201)))
    found = door.post("/en/f", {"words": "house"}).headers["Location"]
    page = page_of(door, found)
    assert "More than 200 services. Only the first 200 are shown." in page
    assert "Part 1 of 17" in page
    assert "Part 17 of 17" in page_of(door, f"{found}/17")
    assert door.get(f"{found}/18").status_code == 404
