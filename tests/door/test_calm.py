"""When something is missing, old or broken: a calm page, and never the input again."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.test import Client

from suluh.directory.edition import schema
from tests.door.conftest import Publish
from tests.door.reading import page_of, spoken
from tests.door.sample import BY_KEY


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("", "en"), ("id", "id"), ("id-ID,id;q=0.9,en;q=0.5", "id"), ("km,id;q=0.5", "km"),
        ("fr", "en"), (";;q=x,,", "en"),
    ],
)  # fmt: skip
def test_the_start_leads_to_the_language_the_browser_asks_for(
    door: Client, accepts: str, language: str
) -> None:
    response = door.get("/", headers={"accept-language": accepts})
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in html
    assert f'href="/{"id" if language == "en" else "en"}/"' in html
    assert "Accept-Language" in response.headers["Vary"]
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.parametrize("url", ["/", "/en/", "/id/", "/en/n/k5h74fd2", "/en/f"])
def test_without_an_edition_the_door_is_calm(empty_door: Client, url: str) -> None:
    response = empty_door.get(url, follow=True)
    assert response.status_code == 503
    assert response.headers["Cache-Control"] == "no-store"
    words = spoken(response.content.decode())
    calm = ("The list cannot be shown right now", "Daftar tidak bisa ditampilkan sekarang")
    assert any(sentence in words for sentence in calm)
    assert "Leave this page" in words or "Tinggalkan halaman" in words


@pytest.mark.asvs("16.5.2")
def test_a_damaged_edition_is_calm_and_a_mended_one_is_shown(
    empty_door: Client, publish: Publish
) -> None:
    path = publish()
    whole = path.read_bytes()
    path.write_bytes(whole[:5000])
    assert empty_door.get("/en/").status_code == 503
    path.write_bytes(whole)
    assert empty_door.get("/en/").status_code == 200


OF_AN_OLDER_PROGRAM = schema.VERSION - 1


@pytest.mark.parametrize("harm", ["missing", "damaged", "older"])
@pytest.mark.parametrize("language", ["en", "km", "ar"])
def test_the_last_good_numbers_outlive_their_edition(
    empty_door: Client, publish: Publish, harm: str, language: str
) -> None:
    path = publish()
    if harm == "older":
        with closing(sqlite3.connect(path)) as database:
            database.execute(f"PRAGMA user_version = {OF_AN_OLDER_PROGRAM}")
    elif harm == "damaged":
        path.write_bytes(b"nothing")
    else:
        path.unlink()
    response = empty_door.get(f"/{language}/")
    assert response.status_code == 503
    assert 'href="tel:+442079460100"' in response.content.decode()


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"name": 1}]', '{"a": 1}', "null"])
def test_numbers_that_cannot_be_read_are_no_second_fault(
    empty_door: Client, publish: Publish, content: str
) -> None:
    path = publish()
    path.unlink()
    path.with_name("urgent.json").write_text(content)
    assert empty_door.get("/en/").status_code == 503


def test_a_new_edition_is_shown_without_a_restart(door: Client, publish: Publish) -> None:
    assert "12" in page_of(door, "/en/p")
    path = publish(BY_KEY["bare"])
    assert "Lake Harrow Clinic" in page_of(door, f"/en/s/{BY_KEY['bare'].code}")
    assert door.get(f"/en/s/{BY_KEY['hotline'].code}").status_code == 404
    os.utime(path, ns=(1, 1))
    assert door.get("/en/").status_code == 200


def test_an_edition_that_was_taken_away_is_shown_no_more(door: Client, publish: Publish) -> None:
    path: Path = publish()
    assert door.get("/en/").status_code == 200
    path.unlink()
    assert door.get("/en/").status_code == 503


@pytest.mark.parametrize(
    "url",
    [
        "/en/zz", "/fr/", "/en/s/zzzzzzzz", "/en/n/zzzzzzzz", "/en/a/zzzzzzzz",
        "/nothing/of/this",
        "/en/n/k5h74fd2/99", "/en/n/k5h74fd2/0", "/en/print/zzzzzzzz", "/zh/", "/en",
        "/en/s/%3Cscript%3E", "/en/b/k5h74fd2/zzzzzzzz", "/en/s/../../etc", "/favicon.ico",
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_leads_back(door: Client, url: str) -> None:
    response = door.get(url)
    words = spoken(response.content.decode())
    assert response.status_code == 404
    assert "This page is not here" in words
    assert "Go to the start page" in words
    assert "script" not in words


def test_a_lost_page_speaks_the_language_of_its_address(door: Client) -> None:
    assert "Halaman ini tidak ada" in spoken(door.get("/id/zz").content.decode())


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_can_only_be_read(door: Client, method: str) -> None:
    assert getattr(door, method)("/en/").status_code == 405


def test_a_page_can_be_asked_for_without_its_body(door: Client) -> None:
    assert door.head("/en/").status_code == 200


def test_safety_tells_the_truth(door: Client) -> None:
    english, indonesian = page_of(door, "/en/h"), page_of(door, "/id/h")
    assert "The pages you saw are still in the phone’s history." in english
    assert "Nothing on this page can stop a person or an app that watches your phone." in english
    assert "It may still show on the bill." in english
    assert "tetap ada di riwayat ponsel" in indonesian


def test_a_host_that_is_not_ours_gets_no_page(door: Client) -> None:
    response = door.get("/en/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert b"evil" not in response.content


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE service SET record = '{'", "UPDATE service SET record = '[]'", "DROP TABLE tally",
        "UPDATE meta SET value = 'null' WHERE key = 'made_at'",
        "UPDATE meta SET value = '5' WHERE key = 'place'",
        "UPDATE meta SET value = 'null' WHERE key = 'reviewed'",
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["/km/", "/km/s/CODE"])
def test_whatever_is_wrong_with_an_edition_the_numbers_stay(
    empty_door: Client, publish: Publish, harm: str, page: str
) -> None:
    with closing(sqlite3.connect(publish())) as database, database:
        database.execute(harm)
    empty_door.raise_request_exception = False
    response = empty_door.get(page.replace("CODE", BY_KEY["hotline"].code))
    html = response.content.decode()
    assert response.status_code in (200, 500, 503)
    assert 'href="tel:+442079460100"' in html
    assert "data-leave" in html


def test_a_file_that_cannot_be_read_is_looked_at_once(
    empty_door: Client, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish().write_bytes(b"nothing")
    assert empty_door.get("/en/").status_code == 503
    monkeypatch.setattr("suluh.door.current.open_edition", None)  # to call it again would break
    assert empty_door.get("/en/").status_code == 503
