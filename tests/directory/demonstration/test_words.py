"""The words of the demonstration: complete, short, kind, and in the script of their language."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest

from suluh.content.vocabularies import read_vocabulary
from suluh.directory.demonstration import load
from suluh.directory.domain import addresses
from suluh.directory.domain.fields import BY_KEY, Kind

MAIN = ("name", "organization", "what_you_get", "steps")
LONGEST_SENTENCE = 15  # words, in English (design/visual.md, Writing)
LONGEST_NAME = 60  # characters (directory specification, section 2.1)
NEVER_IN_A_NAME = (
    "trafficking",
    "victim",
    "rescue",
    "perdagangan",
    "korban",
    "ជួញដូរ",
    "اتجار",
    "ضحي",
)
SCRIPTS = {"en": "LATIN", "id": "LATIN", "km": "KHMER", "ar": "ARABIC"}


def _texts() -> Iterator[tuple[str, str, str, str]]:
    """(service id, field, language, text) of every text."""
    for service in load.services():
        for key, texts in service.items():
            if key in BY_KEY and BY_KEY[key].kind is Kind.TEXTS:
                for language, text in texts.items():
                    yield service["service_id"], key, language, text


@pytest.mark.parametrize("field", MAIN)
def test_the_main_texts_stand_in_four_languages(field: str) -> None:
    for service in load.services():
        found = {language for language, text in service[field].items() if text.strip()}
        assert found == set(load.LANGUAGES), (service["service_id"], field)


def test_other_texts_stand_at_least_in_english_and_indonesian() -> None:
    for service in load.services():
        for key, texts in service.items():
            if key in BY_KEY and BY_KEY[key].kind is Kind.TEXTS:
                assert {"en", "id"} <= texts.keys(), (service["service_id"], key)


def test_english_sentences_are_short() -> None:
    for service_id, key, language, text in _texts():
        if language == "en":
            for sentence in re.split(r"(?<=[.?:])\s+", text):
                assert len(sentence.split()) <= LONGEST_SENTENCE, (service_id, key, sentence)


def test_names_are_short_and_neutral() -> None:
    for service_id, key, _, text in _texts():
        if key == "name":
            assert len(text) <= LONGEST_NAME, service_id
            assert not [word for word in NEVER_IN_A_NAME if word in text.casefold()], service_id


def test_nobody_shouts() -> None:
    assert not [service_id for service_id, _, _, text in _texts() if "!" in text]


def test_every_text_is_written_in_the_script_of_its_language() -> None:
    for service_id, key, language, text in _texts():
        letters = [char for char in text if char.isalpha()]
        own = sum(unicodedata.name(char).startswith(SCRIPTS[language]) for char in letters)
        assert own / len(letters) > 0.7, (service_id, key, language)


def test_texts_are_unicode_as_it_should_be() -> None:
    for service_id, key, language, text in _texts():
        assert text == unicodedata.normalize("NFC", text), (service_id, key, language)
        assert "  " not in text, (service_id, key, language)
        assert text == text.strip(), (service_id, key, language)


def test_a_hidden_place_is_not_given_away_in_words() -> None:
    for service in load.services():
        if service["location_disclosure"] != "public_address":
            for key, texts in service.items():
                if key in BY_KEY and BY_KEY[key].kind is Kind.TEXTS:
                    for text in texts.values():
                        assert addresses.mask(text) == (text, 0), (service["service_id"], key)


def test_machine_drafts_say_so() -> None:
    files = [load.areas_file(), *load.FOLDER.glob("services/*.toml")]
    for path in [*files, load.FOLDER / "organizations.toml"]:
        review = tomllib.loads(path.read_text(encoding="utf-8"))["review"]
        assert review == {
            "en": "source", "id": "machine-draft", "km": "machine-draft", "ar": "machine-draft",
        }, path.name  # fmt: skip


def test_areas_are_named_in_four_languages_and_lie_in_one_another() -> None:
    areas = read_vocabulary(load.areas_file())
    for term in areas:
        assert set(term.labels) == set(load.LANGUAGES)
        assert term.code == "oselia" or term.extra["parent"] in areas


def test_a_note_that_ends_has_an_end() -> None:
    for service in load.services():
        if "public_note_expires" in service:
            assert date.fromisoformat(service["public_note_expires"]) > date.fromisoformat(
                service["verified_on"]
            )
