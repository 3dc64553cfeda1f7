"""The vocabularies that ship: complete in four languages, and safe to read over a shoulder."""

from __future__ import annotations

from collections import Counter

import pytest

from suluh.content.vocabularies import Shelf, Vocabulary
from suluh.directory.domain.fields import ALL_FIELDS
from suluh.directory.vocabularies import SHIPPED

LANGUAGES = ("en", "id", "km", "ar")
SHELF = Shelf(SHIPPED)
NAMES = SHELF.names()

# Read over a shoulder, these words would betray the reader (visual.md, principle 1).
BETRAYING = (
    "victim", "traffick", "rescue",
    "korban", "perdagangan orang",
    "ជនរងគ្រោះ", "ជួញដូរ",
    "ضحية", "ضحايا", "اتجار",
)  # fmt: skip


@pytest.fixture(params=NAMES)
def vocabulary(request: pytest.FixtureRequest) -> Vocabulary:
    return SHELF[str(request.param)]


def test_every_term_has_a_label_in_four_languages(vocabulary: Vocabulary) -> None:
    lacking = [
        (term.code, language)
        for term in vocabulary
        for language in LANGUAGES
        if not term.labels.get(language)
    ]
    assert lacking == []


def test_every_definition_stands_in_four_languages() -> None:
    for term in SHELF["service_types"]:
        assert all(term.extra["definition"].get(language) for language in LANGUAGES)


def test_every_file_says_who_reviewed_each_language(vocabulary: Vocabulary) -> None:
    held = {"en"} | {language for term in vocabulary for language in term.labels}
    assert vocabulary.review.keys() == held
    assert all(vocabulary.review.values())


def test_a_label_leads_back_to_one_code(vocabulary: Vocabulary) -> None:
    """Teams write labels, and the import reads them in whichever language they come."""
    owners = Counter(
        label for term in vocabulary for label in {word.casefold() for word in term.labels.values()}
    )
    assert [label for label, times in owners.items() if times > 1] == []


def test_no_label_holds_the_sign_that_separates_choices(vocabulary: Vocabulary) -> None:
    assert [term.code for term in vocabulary if ";" in "".join(term.labels.values())] == []


def test_no_label_betrays_its_reader(vocabulary: Vocabulary) -> None:
    words = " ".join(label.casefold() for term in vocabulary for label in term.labels.values())
    assert [word for word in BETRAYING if word in words] == []


def test_every_vocabulary_that_a_field_names_ships() -> None:
    assert {field.vocabulary for field in ALL_FIELDS if field.vocabulary} <= set(NAMES)


def test_the_shelter_types_are_marked() -> None:
    """The rules of safe houses hang on this mark."""
    assert SHELF["service_types"].codes_where("shelter") == {"shelter_emergency", "housing_long"}
