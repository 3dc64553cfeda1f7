"""What holds for every page of the door, in each of its languages."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver

from suluh.config.catalogues import ROOMS, extracted, read_catalogue
from suluh.door import urls
from tests.door.conftest import Publish
from tests.door.reading import LANGUAGES, page_of
from tests.door.sample import BY_KEY, SERVICES, service

MOST = 14_336  # bytes of a page, compressed: one round trip on a slow line
TITLES = {"en": "Services near you", "id": "Layanan di dekat Anda"}
NOT_ALOUD = re.compile(r"trafficking|victim|rescue|korban|perdagangan orang", re.IGNORECASE)


def _every_address(client: Client) -> list[str]:
    """Each page of the door, found by following its own links from the start page."""
    seen, waiting = [], [f"/{language}/" for language in LANGUAGES]
    while waiting:
        url = waiting.pop()
        seen.append(url)
        page = client.get(url).content.decode()
        links = re.findall(r'href="(/[^"#]*)"', page)
        waiting += [link for link in dict.fromkeys(links) if link not in {*seen, *waiting}]
    return seen


def _get(client: Client, url: str) -> tuple[HttpResponseBase, str]:
    response = client.get(url)
    return response, response.content.decode()


def test_the_walk_reaches_every_kind_of_page(door: Client) -> None:
    names = {get_resolver().resolve(url).url_name for url in _every_address(door)}
    posted_or_parts = {"start", "search", "elsewhere", "kind-part", "area-part", "both-part"}
    wanted = {str(pattern.name) for pattern in urls.urlpatterns} - posted_or_parts - {"print-part"}
    assert wanted == names


def test_every_page_is_light_neutral_and_keeps_nothing(door: Client) -> None:
    for url in _every_address(door):
        response, page = _get(door, url)
        language = url.split("/")[1]
        assert response.status_code == 200, url
        assert len(gzip.compress(page.encode())) <= MOST, url
        assert f"<title>{TITLES[language]}</title>" in page, url
        assert f'<html lang="{language}" dir="ltr">' in page, url
        assert page.count("<h1>") == 1, url
        assert not response.cookies, url
        assert response.headers["Cache-Control"] == "no-store", url
        assert response.headers["Referrer-Policy"] == "no-referrer", url
        assert "unsafe" not in response.headers["Content-Security-Policy"], url
        assert not NOT_ALOUD.search(page), url


def test_a_page_asks_for_nothing_but_its_small_script(door: Client) -> None:
    for url in _every_address(door):
        _response, page = _get(door, url)
        assert re.findall(r'\bsrc="([^"]+)"', page) == ["/static/suluh/door.js"], url
        assert re.findall(r'<link [^>]*href="([^"]+)"', page) == ["data:,"], url
        assert " style=" not in page, url
        assert "@import" not in page, url
        assert "url(" not in page, url


def test_every_page_says_that_it_is_a_draft_until_it_is_not(door: Client, publish: Publish) -> None:
    addresses = _every_address(door)
    assert all("raft" in page_of(door, url) or "Draf" in page_of(door, url) for url in addresses)
    publish(draft=False)
    said = [page_of(door, url) for url in addresses]
    assert [words for words in said if "nchecked" in words or "Draf" in words] == []


def test_the_way_out_comes_first_and_needs_no_script(door: Client) -> None:
    for url in _every_address(door):
        _response, page = _get(door, url)
        first = re.search(r"<a [^>]*>", page)
        assert first
        assert 'rel="noreferrer"' in first[0], url
        assert "data-leave" in first[0], url
        assert 'href="https://' in first[0], url


def test_addresses_are_codes_not_words(door: Client) -> None:
    for url in _every_address(door):
        assert re.fullmatch(
            r"/(en|id)/([kpfh]|[nas]/[0-9b-z]{8}|(b/[0-9b-z]{8}|print)/[0-9b-z]{8})?", url
        ), url


def test_a_long_list_comes_in_light_parts(door: Client, publish: Publish) -> None:
    words = {"en": " ".join(f"Word{number} of help" for number in range(12))}
    publish(
        *(
            service(
                f"house {number}",
                name={"en": f"House number {number}"},
                types=["medical"],
                areas=["port-tamsin"],
                serves=["women", "girls"],
                what_you_get=words,
                cost="paid",
                tells_police="always",
                phone_kept="yes",
                hours="Mo-Fr 08:00-17:00",
                verified_on="2026-11-12",
                contacts=[{"channel": "phone", "value": f"+44207946{number:04d}"}],
            )
            for number in range(130)
        )
    )
    addresses = _every_address(door)
    kinds = {get_resolver().resolve(url).url_name for url in addresses}
    assert {"kind-part", "area-part", "both-part", "print-part"} <= kinds
    for url in addresses:
        response, page = _get(door, url)
        assert response.status_code == 200, url
        assert len(gzip.compress(page.encode())) <= MOST, url


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_leaves_a_word_untranslated(door: Client, language: str) -> None:
    wanted = {str(m.id): m for m in extracted(ROOMS / "door") if m.id}
    path = ROOMS / "door" / "locale" / language / "LC_MESSAGES" / "django.po"
    found = {str(m.id): m for m in read_catalogue(path) if m.id}
    assert wanted.keys() == found.keys()
    if language != "en":  # English is the language of the source
        empty = [key for key, message in found.items() if not message.string or message.fuzzy]
        assert empty == []


def test_the_real_settings_start_and_answer(publish: Publish) -> None:
    publish()
    program = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "page = Client().get('/id/', headers={'host': 'localhost'})\n"
        "print(page.status_code, 'Apa yang Anda perlukan?' in page.content.decode())"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "suluh.config.settings.public"}
    outcome = _run(program, environment)
    assert outcome.stdout.split() == ["200", "True"], outcome.stderr


def _run(program: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - a program of ours
        [sys.executable, "-W", "error", "-c", program],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        text=True,
    )


def test_the_sample_is_shown_whole(door: Client) -> None:
    addresses = _every_address(door)
    assert {f"/en/s/{each.code}" for each in SERVICES} <= set(addresses)
    assert len(BY_KEY) == len(SERVICES)
