"""Which languages readers see, and which of them are labelled drafts."""

from __future__ import annotations

from datetime import date

import pytest

from suluh.directory.domain.languages import (
    LONGEST_NAME,
    SHOWN,
    DirectoryLanguage,
    directory_languages,
    is_name,
    reviewers,
    shown_by_default,
    shown_codes,
    tidy_name,
)
from suluh.kernel.languages import LANGUAGES


def decided(**shown: bool) -> dict[str, DirectoryLanguage]:
    return {code: DirectoryLanguage(code, choice) for code, choice in shown.items()}


def test_only_what_is_complete_is_shown_by_itself() -> None:
    assert [code for code in LANGUAGES if shown_by_default(code)] == list(SHOWN) == ["en", "id"]


@pytest.mark.parametrize(
    ("own", "choices", "shown"),
    [
        (["en", "id"], {}, ("en", "id")),
        (["km", "id", "en"], {}, ("id", "en")),
        (["km", "en", "th"], {"km": True}, ("km", "en")),
        (["en", "km"], {"km": False}, ("en",)),
        (["en", "id"], {"id": False}, ("en",)),
        (["en", "id"], {"en": False}, ("en", "id")),
        (["en"], {"km": True}, ("en",)),
        (["km"], {}, ("en",)),
        (["km"], {"km": True}, ("km",)),
        (["en", "km", "en"], {"km": True}, ("en", "km")),
        ([], {}, ("en",)),
    ],
)
def test_an_edition_has_the_own_languages_that_are_on(
    own: list[str], choices: dict[str, bool], shown: tuple[str, ...]
) -> None:
    assert shown_codes(directory_languages(own, decided(**choices))) == shown


@pytest.mark.parametrize(
    ("code", "reviewer", "draft"),
    [("en", "", False), ("id", "", True), ("id", "Dewi Roe", False),
     ("km", "", True), ("km", "Dewi Roe", False), ("ar", "", True)],
)  # fmt: skip
def test_a_draft_stops_being_one_when_somebody_puts_their_name_to_it(
    code: str, reviewer: str, draft: bool
) -> None:
    assert DirectoryLanguage(code, shown=True, reviewed_by=reviewer).draft is draft


def test_a_review_does_not_turn_a_language_on() -> None:
    read = DirectoryLanguage("km", False, "Dewi Roe", date(2026, 7, 1))
    (_english, khmer) = directory_languages(["en", "km"], {"km": read})
    assert khmer == read
    assert reviewers([khmer]) == {}


def test_reviewers_are_named_for_what_readers_see() -> None:
    languages = [
        DirectoryLanguage("en", shown=True),
        DirectoryLanguage("km", shown=True, reviewed_by="Dewi Roe"),
        DirectoryLanguage("th", shown=False, reviewed_by="Noor Ashe"),
    ]
    assert reviewers(languages) == {"km": "Dewi Roe"}


@pytest.mark.parametrize(
    ("text", "good"),
    [("Dewi Roe", True), ("សុខា", True), ("أمل", True), ("x" * LONGEST_NAME, True),
     ("", False), ("-", False), ("2026", False), ("x" * (LONGEST_NAME + 1), False)],
)  # fmt: skip
def test_a_name_has_letters_and_an_end(text: str, good: bool) -> None:
    assert is_name(text) is good


def test_a_name_stands_on_one_line() -> None:
    assert tidy_name("  Dewi\n\tRoe ") == "Dewi Roe"
