"""The words by which foreign files are understood: languages, types, private flags, plain text."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from suluh.directory.intake.cell_text import plain, text
from suluh.directory.intake.keys import Unique
from suluh.directory.intake.language_words import known_code, languages_in
from suluh.directory.intake.private_flags import ADDRESS, CONTACT, parts_flagged
from suluh.directory.intake.type_words import guess
from suluh.directory.vocabularies import shelf


@pytest.mark.parametrize(
    ("found", "codes"),
    [
        ("Creole", ("ht",)),
        ("English and Spanish", ("en", "es")),
        ("Portugese, French", ("pt", "fr")),
        ("Spanish (limited)", ("es",)),
        ("Filipino (Tagalog)", ("fil",)),
        ("Bahasa Indonesia", ("id",)),
        ("ខ្មែរ", ("km",)),
        ("Others upon request", ()),
    ],
)
def test_language_names(found: str, codes: tuple[str, ...]) -> None:
    assert languages_in(found).codes == codes


def test_language_codes() -> None:
    assert [known_code(code) for code in ("eng", "EN", "en-GB", "ur")] == ["en", "en", "en", "ur"]
    assert known_code("klingonish") == known_code("") == ""


def test_words_of_the_name_weigh_most_and_three_types_are_enough() -> None:
    told = "Legal aid\nWe also give food, and a clinic, and a job placement, and tutoring."
    assert guess(told)[0] == "legal_advice"
    assert len(guess(told)) == 3


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("Konseling dan bantuan hukum", ["psychological", "legal_advice"]),
        ("Asistencia legal", ["legal_advice"]),
        ("Clinical trials", []),  # `clinic` counts as a whole word only
        ("Lawyers for all", ["legal_advice"]),
    ],
)
def test_types_are_suggested_in_three_languages(name: str, types: list[str]) -> None:
    assert sorted(guess(name)) == sorted(types)


def test_every_suggested_type_is_in_the_vocabulary() -> None:
    words = ("shelter", "hotline", "ombudsman", "embassy", "asylum", "mentor", "ged", "debt")
    assert {code for word in words for code in guess(word)} <= shelf()["service_types"].terms.keys()


@pytest.mark.parametrize(
    ("column", "parts"),
    [
        ("address_private", {ADDRESS}),
        ("Physical address is private", {ADDRESS}),
        ("is_confidential", {ADDRESS, CONTACT}),
        ("Exclude from website", {ADDRESS, CONTACT}),
        ("private_phone", {CONTACT}),
        ("private_room", set()),
        ("description", set()),
    ],
)
def test_private_flags_are_known_by_their_names(column: str, parts: set[str]) -> None:
    assert parts_flagged(column) == parts


@pytest.mark.parametrize(
    ("cell", "words"),
    [(None, ""), (136.0, "136"), (1.5, "1.5"), (True, "true"), (" a ", "a"),
     (datetime(2026, 3, 1), "2026-03-01"), (date(2026, 3, 1), "2026-03-01"), (time(9), "09:00:00")],
)  # fmt: skip
def test_cells_as_text(cell: object, words: str) -> None:
    assert text(cell) == words


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ("a < b & c > d", "a < b & c > d"),
        ("<script>alert(1)</script>Call", "Call"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ("# Heading\n__strong__ snake_case", "Heading\nstrong snake_case"),
        ("###MON###", "###MON###"),
    ],
)
def test_markup_is_taken_off_and_nothing_else(found: str, words: str) -> None:
    assert plain(found) == words


def test_a_key_is_never_given_twice() -> None:
    unique = Unique()
    assert [unique(key) for key in ("a", "a-2", "a", "a")] == ["a", "a-2", "a-3", "a-4"]
