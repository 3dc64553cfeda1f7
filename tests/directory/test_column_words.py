"""Every column and every fixed word of the workbook speaks the four languages."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from suluh.content.vocabularies import Shelf
from suluh.directory.column_words import FOLDER, UnknownWords, column, read_words, text
from suluh.directory.domain.fields import ADDRESS_KEYS, ALL_FIELDS, BY_KEY, Field, Kind, Sheet
from suluh.directory.domain.hours import parse_hours
from suluh.directory.vocabularies import SHIPPED

LANGUAGES = ("en", "id", "km", "ar")
PROTECTED_HOUSE = {
    "en": "protected house",
    "id": "rumah aman",
    "km": "ផ្ទះសុវត្ថិភាព",
    "ar": "محمي",
}
FIXED_WORDS = sorted(key for key in read_words(FOLDER) if "." in key)
SHEET_KEYS = [key for key in FIXED_WORDS if key.startswith("sheet.")]
CODED = [field for field in ALL_FIELDS if field.kind in {Kind.CODE, Kind.CODES}]


def _key(field: Field) -> str:
    return field.key


@pytest.mark.parametrize("field", ALL_FIELDS, ids=_key)
def test_every_field_has_words_in_four_languages(field: Field) -> None:
    words = column(field.key)
    assert all(words.label.get(language) for language in LANGUAGES)
    assert all(words.help.get(language) for language in LANGUAGES)
    assert words.example


def test_no_words_are_kept_for_a_column_that_does_not_exist() -> None:
    assert {key for key in read_words(FOLDER) if "." not in key} == BY_KEY.keys()


def test_a_header_in_any_language_names_one_column_only() -> None:
    """A workbook comes back in any language, and its headers say which column is which."""
    headers = Counter(
        header
        for field in ALL_FIELDS
        for header in {label.casefold() for label in column(field.key).label.values()}
    )
    assert [header for header, times in headers.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_header_is_short(language: str) -> None:
    assert max(len(column(field.key).label[language]) for field in ALL_FIELDS) <= 36


@pytest.mark.parametrize("field", CODED, ids=_key)
def test_the_example_of_a_coded_column_is_made_of_its_codes(field: Field) -> None:
    codes = column(field.key).example.split("; ")
    assert all(code in Shelf(SHIPPED)[field.vocabulary] for code in codes)
    assert field.kind is Kind.CODES or len(codes) == 1


@pytest.mark.parametrize("key", ["known_risks", "location_disclosure", "locality", *ADDRESS_KEYS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_of_a_place_speaks_of_protected_houses(key: str, language: str) -> None:
    assert PROTECTED_HOUSE[language] in column(key).help[language].casefold()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hours_shown_as_an_example_are_understood(language: str) -> None:
    quoted = re.findall(r'"([^"]+)"', column("hours").help[language])
    assert all(parse_hours(hours) for hours in [*quoted, text("text.hours_example", language)])


@pytest.mark.parametrize("key", FIXED_WORDS)
def test_the_workbook_keeps_its_placeholders_in_every_language(key: str) -> None:
    words = read_words(FOLDER)[key]["label"]
    places = {language: sorted(re.findall(r"{\w+}", words[language])) for language in LANGUAGES}
    assert all(found == places["en"] for found in places.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_have_names_that_excel_takes(language: str) -> None:
    names = [text(key, language) for key in SHEET_KEYS]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_every_sheet_of_the_long_form_has_a_name() -> None:
    assert {f"sheet.{sheet.value}" for sheet in Sheet} <= set(SHEET_KEYS)


def test_words_fall_back_to_english() -> None:
    assert text("sheet.services", "vi") == "Services"


def test_a_key_without_words_is_named() -> None:
    with pytest.raises(UnknownWords, match="no words for colour_of_the_door"):
        column("colour_of_the_door")
    with pytest.raises(UnknownWords, match=r"no words for text\.nothing"):
        text("text.nothing", "en")


def test_words_said_twice_are_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text('[street]\nlabel.en = "Street"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"two\.toml: street stands twice"):
        read_words(tmp_path)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "place.toml").write_text("[street\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"place\.toml"):
        read_words(tmp_path)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_file_says_who_reviewed_each_language(path: Path) -> None:
    review = tomllib.loads(path.read_text(encoding="utf-8"))["review"]
    assert review.keys() == set(LANGUAGES)
    assert all(review.values())
