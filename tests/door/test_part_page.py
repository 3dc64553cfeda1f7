"""The page of an editorial part: every kind of block, languages that lack a text, its weight."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from suluh.content.blocks import Block, Part, PartShelf, Texts
from suluh.directory.vocabularies import SHIPPED
from suluh.door.current import current_edition
from suluh.door.part_page import tell_part
from suluh.door.visit import Visit
from suluh.kernel.languages import LANGUAGES
from tests.door.reading import spoken

PARTS = tuple(PartShelf(SHIPPED.parent / "parts"))
RAIN = Part(
    code="rain", order=1, version=1, icon="umbrella", source="a test", licence="CC BY 4.0",
    review={"en": "source", "id": "machine-draft"},
    title={"en": "When it rains", "id": "Saat hujan"},
    summary={"en": "What to do."},
    blocks=(
        Block("text", (({"en": "It <rains>.", "id": "Hujan."},),)),
        Block("heading", (({"en": "Stay dry", "id": "Tetap kering"},),)),
        Block("steps", (({"en": "Go in.", "id": "Masuk."},), ({"en": "Wait.", "id": "Tunggu."},))),
        Block("list", (({"en": "A hat."},),)),
        Block("words", (({"en": "Hail"}, {"en": "Hard rain."}),)),
        Block("numbers"),
    ),
)  # fmt: skip

MOST = 14_336  # bytes of a page, compressed: one round trip on a slow line
Show = Callable[..., str]


def _visit(language: str) -> Visit:
    request = RequestFactory().get(f"/{language}/x")
    return Visit(request, LANGUAGES[language], current_edition(), datetime.now(UTC))


@pytest.fixture
def show(door: Client) -> Show:
    """The page of a part, with the sample's urgent number unless other numbers are given."""

    def show(part: Part, language: str = "en", numbers: list[Any] | None = None) -> str:
        visit = _visit(language)
        if numbers is None:
            numbers = visit.numbers()
        with translation.override(language):
            told = tell_part(visit, part)
            return visit.render("door/part.html", told=told, numbers=numbers).content.decode()

    return show


def _main(page: str) -> str:
    return page.split("<main>")[1].split("</main>")[0]


def test_a_heading_begins_a_section(door: Client) -> None:
    told = tell_part(_visit("en"), RAIN)
    assert told.title == "When it rains"
    assert [section.heading for section in told.sections] == ["", "Stay dry"]
    assert [[block.kind for block in section.blocks] for section in told.sections] == [
        ["text"],
        ["steps", "list", "words", "numbers"],
    ]


def test_a_part_that_begins_with_a_heading_has_no_empty_section(door: Client) -> None:
    told = tell_part(_visit("en"), replace(RAIN, blocks=RAIN.blocks[1:]))
    assert [section.heading for section in told.sections] == ["Stay dry"]


def test_every_kind_of_block_is_shown_in_its_own_markup(show: Show) -> None:
    page = show(RAIN)
    for markup in (
        "<h1>When it rains</h1>", "<p>It &lt;rains&gt;.</p>", "<h2>Stay dry</h2>",
        '<ol class="steps card"><li>Go in.</li><li>Wait.</li></ol>',
        '<ul class="card stack"><li>A hat.</li></ul>',
        "<dt><b>Hail</b></dt><dd>Hard rain.</dd>",
    ):  # fmt: skip
        assert markup in page
    assert page.count("<h1>") == 1


def test_a_text_that_is_missing_is_shown_in_another_language_and_marked(show: Show) -> None:
    page = show(RAIN, "id")
    assert "<h1>Saat hujan</h1>" in page
    assert '<li><span lang="en" dir="ltr">A hat.</span></li>' in page


def test_the_numbers_stand_where_the_part_wants_them(show: Show) -> None:
    without = replace(RAIN, blocks=RAIN.blocks[:-1])
    assert _main(show(RAIN)).count('class="urgent"') == 1 + _main(show(without)).count(
        'class="urgent"'
    )


def test_without_numbers_the_page_says_so_and_leads_on(show: Show) -> None:
    page = show(RAIN, numbers=[])
    assert "This list has no number for urgent help yet." in spoken(page)
    assert 'href="/en/k"' in page


def _like_burmese(texts: Texts) -> Texts:
    """A stand-in for a translation: three bytes a letter, and half as many letters again."""
    return {
        "my": "".join(
            chr(0x1000 + ord(letter) % 42) + chr(0x102B + ord(letter) % 20) * (place % 2)
            for place, letter in enumerate(texts["en"])
        )
    }


def _all_like_burmese(part: Part) -> Part:
    blocks = tuple(
        Block(block.kind, tuple(tuple(map(_like_burmese, line)) for line in block.lines))
        for block in part.blocks
    )
    return replace(part, title=_like_burmese(part.title), blocks=blocks)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.code)
def test_a_part_that_ships_is_light_in_every_script(show: Show, part: Part) -> None:
    for language in part.review:
        assert len(gzip.compress(show(part, language).encode())) <= MOST
    assert len(gzip.compress(show(_all_like_burmese(part), "my").encode())) <= MOST


def test_a_part_that_ships_speaks_only_the_readers_language(show: Show) -> None:
    for part in PARTS:
        assert '<span lang="en"' not in _main(show(part, "id"))
