"""What holds for every page of the door, in each of its languages."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver

from suluh.config.catalogues import ROOMS, extracted, read_catalogue
from suluh.door import urls
from suluh.kernel.languages import LANGUAGES as KNOWN
from tests.door.conftest import Publish, at_the_door
from tests.door.reading import LANGUAGES, spoken
from tests.door.sample import BY_KEY, SERVICES, service, write_sample

MOST = 14_336  # bytes of a page, compressed: one round trip on a slow line
NOT_ALOUD = re.compile(r"trafficking|victim|rescue|korban|perdagangan orang", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    url: str
    name: str
    response: HttpResponseBase
    html: str

    @property
    def language(self) -> str:
        return self.url.split("/")[1]


# What a form leads to: a few services, none, and all of them with every reason why not.
ASKED = (
    {"who": "man", "papers": "no_papers", "police": "no_police"},
    {"who": "child", "status": "not_wanted", "situation": "cannot_leave", "work": "work"},
    {"words": "zebra", "who": "woman"},
)


def _every_page(client: Client, languages: Iterable[str] = LANGUAGES) -> Iterator[Page]:
    """Each page of the door, found by following its own links and sending its forms."""
    begin = re.compile(rf"/({'|'.join(languages)})/")
    waiting = [url for language in languages for url in _beginnings(client, language)]
    seen: set[str] = set()
    sealed: Counter[tuple[str, str]] = Counter()
    while waiting:
        url = waiting.pop()
        kind = _name(url), url[:3]
        if url in seen or (kind[0] in SEALED and sealed[kind] >= ENOUGH):
            continue
        seen.add(url)
        sealed[kind] += 1
        response = client.get(url)
        html = response.content.decode()
        yield Page(url, kind[0], response, html)
        links = re.findall(r'href="(/[^"#]*)"', html)
        waiting += [link for link in dict.fromkeys(links) if begin.match(link)]


def _beginnings(client: Client, language: str) -> Iterator[str]:
    """What no link leads to."""
    yield from (f"/{language}/", f"/{language}/f")
    for answers in ASKED:
        yield client.post(f"/{language}/w", answers).headers["Location"]


SEALED = {"results", "results-part", "ask-again"}  # their addresses are new at every visit
ENOUGH = 8  # of each, in each language


def _name(url: str) -> str:
    return str(get_resolver().resolve(url).url_name)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """Every page in every language, visited once."""
    with pytest.MonkeyPatch.context() as patch, at_the_door() as client:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("SULUH_HOME", str(home))
        write_sample(home / "published" / "edition.sqlite3")
        return list(_every_page(client))


def test_the_walk_reaches_every_kind_of_page(pages: list[Page]) -> None:
    posted_or_parts = {"start", "elsewhere", "kind-part", "area-part", "both-part"}
    wanted = {str(pattern.name) for pattern in urls.urlpatterns} - posted_or_parts
    assert wanted - {"print-part", "results-part"} == {page.name for page in pages}


def test_every_page_is_light_neutral_and_keeps_nothing(pages: list[Page]) -> None:
    for page in pages:
        direction = KNOWN[page.language].direction
        assert page.response.status_code == 200, page.url
        assert len(gzip.compress(page.html.encode())) <= MOST, page.url
        assert f"<title>{_said(page.language, 'Services near you')}</title>" in page.html, page.url
        assert f'<html lang="{page.language}" dir="{direction}">' in page.html, page.url
        assert len(re.findall(r"<h1\b", page.html)) == 1, page.url
        assert not page.response.cookies, page.url
        assert page.response.headers["Cache-Control"] == "no-store", page.url
        assert page.response.headers["Referrer-Policy"] == "no-referrer", page.url
        assert "unsafe" not in page.response.headers["Content-Security-Policy"], page.url


def _said(language: str, message: str) -> str:
    return str(_catalogue(language)[message].string) or message


@cache
def _catalogue(language: str) -> Catalog:
    return read_catalogue(ROOMS / "door" / "locale" / language / "LC_MESSAGES" / "django.po")


def test_nothing_is_said_aloud_that_another_may_not_read(pages: list[Page]) -> None:
    """Who looks over a shoulder reads titles, headings and links first."""
    for page in pages:
        shown = re.findall(r"<(?:title|h1|h2|a|summary)\b.*?</", page.html, re.DOTALL)
        looked_at = page.html if page.name != "part" else " ".join(shown)
        assert not NOT_ALOUD.search(looked_at), page.url


def test_a_page_is_one_request(pages: list[Page]) -> None:
    for page in pages:
        assert re.findall(r'\bsrc="([^"]+)"', page.html) == [], page.url
        assert re.findall(r'<link [^>]*href="([^"]+)"', page.html) == ["data:,"], page.url
        assert " style=" not in page.html, page.url
        assert "@import" not in page.html, page.url
        assert "url(" not in page.html, page.url


@pytest.mark.asvs("3.4.3")
def test_only_our_own_style_and_script_may_run(pages: list[Page]) -> None:
    for page in pages:
        policy = page.response.headers["Content-Security-Policy"]
        for tag in ("style", "script"):
            (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page.html, re.DOTALL)
            digest = b64encode(sha256(text.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy, page.url


def test_every_page_says_that_it_is_a_draft(pages: list[Page]) -> None:
    for page in pages:
        words = spoken(page.html)
        assert _said(page.language, "Unchecked draft. Ask before you go.") in words, page.url
        unread = _said(page.language, "A machine translated these words. Nobody has read them yet.")
        assert (unread in words) == (page.language != "en"), page.url


def test_a_checked_edition_in_a_language_that_somebody_read_is_no_draft(
    door: Client, publish: Publish
) -> None:
    publish(draft=False, reviewed={"id": "Dewi"})
    for url in ("/en/", "/id/", "/id/w"):
        assert 'class="draft"' not in door.get(url).content.decode()
    assert 'class="draft"' in door.get("/km/").content.decode()


def test_the_way_out_comes_first_and_needs_no_script(pages: list[Page]) -> None:
    for page in pages:
        first = re.search(r"<a [^>]*>", page.html)
        assert first
        assert 'rel="noreferrer"' in first[0], page.url
        assert "data-leave" in first[0], page.url
        assert 'href="https://' in first[0], page.url


@pytest.mark.asvs("14.2.1")
def test_addresses_are_codes_not_words(pages: list[Page]) -> None:
    code = "[0-9b-z]{8}"
    sealed = r"[\w-]{60,}"
    plain = rf"[kpfhw]|([nasi]|w/n)/{code}|(b/{code}|print)/{code}|[wq]/{sealed}"
    for page in pages:
        assert re.fullmatch(rf"/[a-z]{{2}}/({plain})?", page.url), page.url


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
    pages = list(_every_page(door, ["en", "my"]))
    kinds = {page.name for page in pages}
    assert {"kind-part", "area-part", "both-part", "print-part", "results-part"} <= kinds
    for page in pages:
        assert page.response.status_code == 200, page.url
        assert len(gzip.compress(page.html.encode())) <= MOST, page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_leaves_a_word_untranslated(door: Client, language: str) -> None:
    wanted = {str(m.id): m for m in extracted(ROOMS / "door") if m.id}
    found = {str(m.id): m for m in _catalogue(language) if m.id}
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


def test_the_sample_is_shown_whole(pages: list[Page]) -> None:
    assert {f"/en/s/{each.code}" for each in SERVICES} <= {page.url for page in pages}
    assert len(BY_KEY) == len(SERVICES)
