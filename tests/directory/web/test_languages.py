"""The page of languages: what it shows, its buttons, and what it refuses."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.test import Client

from suluh.access.models import Agency
from suluh.directory import queries
from suluh.directory.domain.languages import DirectoryLanguage
from tests.cast import Cast
from tests.conftest import Enter

PAGE = "/directory/languages/"


@pytest.fixture
def ilya(cast: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The editor of a directory in English, Indonesian and Khmer, on the first of July."""
    cast.port_tamsin.languages = ["en", "id", "km"]
    cast.port_tamsin.save()
    monkeypatch.setattr(Agency, "today", lambda _agency: date(2026, 7, 1))
    return enter(cast.ilya)


def khmer(cast: Cast) -> DirectoryLanguage:
    return queries.published_languages(cast.actor(cast.ilya))[2]


def read(client: Client, address: str = PAGE) -> str:
    return unescape(client.get(address).content.decode())


def act(client: Client, verb: str, code: str = "km", **sent: str) -> tuple[int, str]:
    """The status and the page that follows."""
    answer = client.post(f"{PAGE}{code}/{verb}/", sent)
    page = read(client) if answer.status_code == 302 else unescape(answer.content.decode())
    return answer.status_code, page


def test_each_language_is_named_with_its_state(ilya: Client) -> None:
    page = read(ilya)
    assert 'lang="km" dir="ltr">ខ្មែរ</strong>' in page
    assert "Khmer" in page
    assert page.count("Draft by machine, nobody has read it") == 2  # Indonesian and Khmer
    assert "Show Khmer" in page
    assert "Hide Indonesian" in page
    assert "Hide English" not in page
    assert "Always shown" in page
    assert "Thai" not in page


def test_it_says_what_a_draft_is_and_who_should_read_it(ilya: Client) -> None:
    page = read(ilya)
    assert "Shown: the next edition offers this language to readers." in page
    assert "Have a person read a draft before you show it." in page
    assert "Someone who speaks the language and knows this work." in page
    assert "Draft: a machine wrote" in page


def test_a_button_shows_and_the_next_one_hides(cast: Cast, ilya: Client) -> None:
    status, page = act(ilya, "show")
    assert status == 302
    assert "The next edition shows Khmer." in page
    assert "Hide Khmer" in page
    assert khmer(cast).shown
    status, page = act(ilya, "hide")
    assert "The next edition leaves out Khmer." in page
    assert not khmer(cast).shown


def test_a_review_is_written_down_and_taken_back(cast: Cast, ilya: Client) -> None:
    status, page = act(ilya, "review", reviewer="Dewi Roe")
    assert status == 302
    assert "Reviewed by Dewi Roe on 2026-07-01" in page
    assert page.count("Draft by machine") == 1  # Indonesian
    assert "The name is published." in page
    assert 'value="Dewi Roe"' in page
    _status, page = act(ilya, "review", reviewer="")
    assert "names nobody as reader of Khmer" in page
    assert "Draft by machine" in page
    assert khmer(cast).reviewed_on is None


def test_what_is_no_name_is_shown_beside_its_field(cast: Cast, ilya: Client) -> None:
    status, page = act(ilya, "review", reviewer="--")
    assert status == 400
    assert "<details open>" in page
    assert page.count("<details open>") == 1
    assert "Write the name of the person who read it" in page
    assert 'value="--"' in page
    assert khmer(cast).reviewed_by == ""


@pytest.mark.parametrize(
    ("verb", "code", "sentence"),
    [
        ("hide", "en", "English stays on"),
        ("show", "th", "“th” is not a language of this directory"),
        ("show", "xx", "“xx” is not a language of this directory"),
        ("review", "xx", "“xx” is not a language of this directory"),
    ],
)
def test_what_cannot_be_done_is_said_on_top(
    ilya: Client, verb: str, code: str, sentence: str
) -> None:
    status, page = act(ilya, verb, code, reviewer="Dewi Roe")
    assert status == 400
    assert 'class="form-error" role="alert"' in page
    assert sentence in page


@pytest.mark.parametrize("persona", ["sari", "omar"])
def test_others_neither_see_nor_change_it(
    cast: Cast, ilya: Client, enter: Enter, persona: str
) -> None:
    client = enter(cast.account(persona))
    assert client.get(PAGE).status_code == 403
    assert act(client, "show")[0] == act(client, "review", reviewer="Dewi Roe")[0] == 403
    assert khmer(cast) == DirectoryLanguage("km", shown=False)


def test_the_page_is_at_the_side_for_those_who_make_editions(
    cast: Cast, ilya: Client, enter: Enter
) -> None:
    assert f'href="{PAGE}"' in read(ilya, "/")
    assert f'href="{PAGE}"' not in read(enter(cast.sari), "/")
