"""Turning languages on and off, writing down who has read them, and what an edition then holds."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from suluh.access.actor import Actor
from suluh.access.models import Agency
from suluh.access.policy import Refused
from suluh.directory import queries
from suluh.directory.domain.languages import DirectoryLanguage
from suluh.directory.edition.contents import EditionMeta
from suluh.directory.edition.reader import open_edition
from suluh.directory.models import Edition, PublishedLanguage
from suluh.directory.operations.editions import create_draft_edition
from suluh.directory.operations.languages import review_language, set_language
from suluh.foundation.home import suluh_home
from suluh.foundation.refusal import Refusal
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def ilya(cast: Cast) -> Actor:
    """The editor of a directory in English, Indonesian, Khmer and Arabic."""
    cast.port_tamsin.languages = ["en", "id", "km", "ar"]
    cast.port_tamsin.save()
    return cast.actor(cast.ilya)


@pytest.fixture
def on_the_first_of_july(monkeypatch: pytest.MonkeyPatch) -> date:
    day = date(2026, 7, 1)
    monkeypatch.setattr(Agency, "today", lambda _agency: day)
    return day


def shown(actor: Actor) -> list[str]:
    return [each.code for each in queries.published_languages(actor) if each.shown]


def test_nothing_but_what_is_complete_is_shown_at_first(ilya: Actor) -> None:
    assert shown(ilya) == ["en", "id"]


def test_a_language_is_turned_on_and_off(ilya: Actor) -> None:
    assert set_language(ilya, code="ar", shown=True) == DirectoryLanguage("ar", shown=True)
    assert shown(ilya) == ["en", "id", "ar"]
    set_language(ilya, code="ar", shown=False)
    set_language(ilya, code="id", shown=False)
    assert shown(ilya) == ["en"]


def test_another_agency_does_not_notice(cast: Cast, ilya: Actor) -> None:
    cast.lake_harrow.languages = ["en", "km"]
    cast.lake_harrow.save()
    set_language(ilya, code="km", shown=True)
    assert shown(cast.actor(cast.noor)) == ["en"]


def test_english_stays_on(ilya: Actor) -> None:
    with pytest.raises(Refusal, match="English stays on"):
        set_language(ilya, code="en", shown=False)
    assert "en" in shown(ilya)
    assert set_language(ilya, code="en", shown=True).shown


@pytest.mark.parametrize("code", ["xx", "th", "", "EN"])
def test_a_language_the_directory_does_not_have_is_refused_by_name(ilya: Actor, code: str) -> None:
    """Thai is known to the program and was not chosen by this agency."""
    with pytest.raises(Refusal, match=f"“{code}” is not .* one of these: en, id, km, ar"):
        set_language(ilya, code=code, shown=True)
    with pytest.raises(Refusal, match="is not a language of this directory"):
        review_language(ilya, code=code, reviewer="Dewi Roe")
    assert not PublishedLanguage.objects.visible_to(ilya).exists()


def test_a_review_has_a_name_and_the_day_of_the_office(
    ilya: Actor, on_the_first_of_july: date
) -> None:
    reviewed = review_language(ilya, code="km", reviewer="  Dewi\n Roe ")
    assert reviewed == DirectoryLanguage("km", False, "Dewi Roe", on_the_first_of_july)
    assert not reviewed.draft


def test_an_empty_name_takes_the_review_back(ilya: Actor) -> None:
    set_language(ilya, code="km", shown=True)
    review_language(ilya, code="km", reviewer="Dewi Roe")
    assert review_language(ilya, code="km", reviewer=" ") == DirectoryLanguage("km", shown=True)


@pytest.mark.parametrize("reviewer", ["-", "x" * 151])
def test_what_cannot_be_a_name_is_refused_and_changes_nothing(ilya: Actor, reviewer: str) -> None:
    review_language(ilya, code="km", reviewer="Dewi Roe")
    with pytest.raises(Refusal, match="Write the name"):
        review_language(ilya, code="km", reviewer=reviewer)
    khmer = queries.published_languages(ilya)[2]
    assert khmer.reviewed_by == "Dewi Roe"


def test_reviewing_indonesian_does_not_hide_it(ilya: Actor) -> None:
    assert review_language(ilya, code="id", reviewer="Dewi Roe").shown


@pytest.mark.parametrize("persona", ["sari", "omar"])
def test_only_who_makes_editions_decides(cast: Cast, ilya: Actor, persona: str) -> None:
    actor = cast.actor(getattr(cast, persona))
    with pytest.raises(Refused):
        set_language(actor, code="km", shown=True)
    with pytest.raises(Refused):
        review_language(actor, code="km", reviewer="Dewi Roe")
    assert not PublishedLanguage.objects.visible_to(ilya).exists()


def _published(name: str, actor: Actor) -> tuple[Edition, EditionMeta]:
    edition = create_draft_edition(actor, name=name)
    return edition, open_edition(suluh_home().edition).meta


def test_an_edition_holds_shown_languages_and_who_has_read_them(ilya: Actor) -> None:
    set_language(ilya, code="km", shown=True)
    review_language(ilya, code="km", reviewer="Dewi Roe")
    review_language(ilya, code="ar", reviewer="Noor Ashe")
    edition, meta = _published("2026-1", ilya)
    assert edition.languages == ["en", "id", "km"]
    assert meta.languages == ("en", "id", "km")
    assert dict(meta.reviewed) == {"km": "Dewi Roe"}


def test_hiding_a_language_changes_the_next_edition_only(ilya: Actor) -> None:
    set_language(ilya, code="km", shown=True)
    first, _meta = _published("2026-1", ilya)
    set_language(ilya, code="km", shown=False)
    first.refresh_from_db()
    assert first.languages == ["en", "id", "km"]
    _second, meta = _published("2026-2", ilya)
    assert meta.languages == ("en", "id")
    assert dict(meta.reviewed) == {}


def test_an_upgrade_turns_on_what_is_on_the_public_door_and_nothing_else(
    cast: Cast, ilya: Actor
) -> None:
    """The rows of the newest edition decide; an office without an edition gets none."""
    migration = import_module("suluh.directory.migrations.0003_languages")
    for name, languages in (("2026-1", ["en", "ar"]), ("2026-2", ["en", "id", "km"])):
        Edition.objects.create(agency=cast.port_tamsin, name=name, languages=languages)
    cast.lake_harrow.languages = ["en", "km"]
    cast.lake_harrow.save()
    node = ("directory", "0003_languages")
    migration.keep_what_readers_use(MigrationLoader(connection).project_state(node).apps, None)
    assert shown(ilya) == ["en", "id", "km"]
    assert shown(cast.actor(cast.noor)) == ["en"]
    assert PublishedLanguage.objects.visible_to(ilya).get().code == "km"
