"""`suluh directory languages`: listing, showing, hiding, and who has read what."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from suluh.access.models import Agency
from suluh.config.command import main
from suluh.directory.models import PublishedLanguage
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("home")
DONE, USAGE = 0, 2
Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(cast: Cast, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the verb for an office in English and Khmer; gives the status and the JSON."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "suluh.config.settings.testing")
    monkeypatch.setattr(Agency, "today", lambda _agency: date(2026, 7, 1))
    cast.port_tamsin.languages = ["en", "km"]
    cast.port_tamsin.save()

    def run(*words: str, as_json: bool = True) -> tuple[int, Any]:
        asked = ["directory", "languages", "--agency", cast.port_tamsin.slug, *words]
        status = main([*asked, "--json"] if as_json else asked)
        said = capfd.readouterr().out
        return status, json.loads(said) if as_json else said

    return run


def test_without_options_it_lists(run: Run) -> None:
    status, said = run()
    assert status == DONE
    assert said == {
        "languages": [
            {"code": "en", "shown": True, "draft": False, "reviewed_by": "", "reviewed_on": None},
            {"code": "km", "shown": False, "draft": True, "reviewed_by": "", "reviewed_on": None},
        ]
    }


def test_it_shows_reviews_and_hides(run: Run) -> None:
    _status, said = run("--show", "km", "--reviewed", "km", "--by", "Dewi Roe")
    assert said["languages"][1] == {
        "code": "km",
        "shown": True,
        "draft": False,
        "reviewed_by": "Dewi Roe",
        "reviewed_on": "2026-07-01",
    }
    _status, said = run("--hide", "km", "--reviewed", "km", "--by", "")
    assert said["languages"][1]["shown"] is False
    assert said["languages"][1]["draft"] is True


def test_in_words_it_says_what_comes_next(run: Run) -> None:
    _status, listed = run(as_json=False)
    assert "km  Khmer: hidden; draft by machine, nobody has read it" in listed
    assert "edition create" not in listed
    _status, changed = run("--show", "km", as_json=False)
    assert "km  Khmer: shown; draft by machine" in changed
    assert "suluh directory edition create" in changed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--show", "xx"], "“xx” is not a language of this directory"),
        (["--show", "th"], "“th” is not a language of this directory"),
        (["--hide", "en"], "English stays on"),
        (["--show", "km", "--hide", "xx"], "“xx”"),
        (["--show", "km", "--reviewed", "km"], "--by"),
        (["--by", "Dewi Roe"], "--reviewed"),
        (["--reviewed", "km", "--by", "1"], "Write the name"),
    ],
)
def test_what_cannot_be_used_changes_nothing(
    cast: Cast, run: Run, words: list[str], sentence: str
) -> None:
    status, said = run(*words)
    assert status == USAGE
    assert sentence in said["error"]
    assert not PublishedLanguage.objects.visible_to(cast.actor(cast.ilya)).exists()
