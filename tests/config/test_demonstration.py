"""`suluh demo` builds a whole office, once, and keeps its hands off a real one."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth import authenticate

from suluh.config.demonstration import building
from suluh.config.demonstration.cast import PLAYERS
from suluh.config.installation import DEMONSTRATION_KEY, Kind, kind_of, mark_as
from suluh.directory.demonstration.load import LANGUAGES
from suluh.directory.edition.reader import open_edition
from suluh.directory.vocabularies import shelf
from suluh.foundation.home import suluh_home
from suluh.foundation.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder with a key, and vocabularies read anew: the demonstration brings its areas."""
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))
    monkeypatch.setattr(building, "prepare", lambda: None)
    suluh_home().create()
    (suluh_home().keys / "secret-key").write_text("k" * 64)
    shelf.cache_clear()
    yield
    shelf.cache_clear()


def _demo(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert building.run(argparse.Namespace(json=True, no_serve=True, port=8000)) == 0
    said: dict[str, object] = json.loads(capsys.readouterr().out)
    return said


def test_it_builds_an_office_with_services_and_an_edition(
    capsys: pytest.CaptureFixture[str],
) -> None:
    built = _demo(capsys)
    assert set(built) == {"home", "agency", "accounts", "services", "workbooks", "edition"}
    assert int(str(built["services"])) >= 60
    assert Path(str(built["edition"])).is_file()
    assert kind_of(suluh_home()) is Kind.DEMONSTRATION
    assert (suluh_home().keys / "secret-key").read_text().startswith(DEMONSTRATION_KEY)
    edition = open_edition(Path(str(built["edition"])))
    assert edition.meta.languages == LANGUAGES
    assert edition.meta.reviewed == {}
    for player in PLAYERS:
        assert authenticate(email=player.email, password=player.password) is not None


def test_what_is_there_is_not_built_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _demo(capsys)
    monkeypatch.delattr(building, "_build")
    assert _demo(capsys) == first


def test_it_keeps_its_hands_off_a_real_installation() -> None:
    mark_as(suluh_home(), Kind.REAL)
    with pytest.raises(Refusal, match="real installation"):
        building.run(argparse.Namespace(json=False, no_serve=True, port=8000))
    assert (suluh_home().keys / "secret-key").read_text() == "k" * 64


def test_an_interrupted_build_leaves_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_args: object, **_names: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(building, "create_draft_edition", stumble)
        with pytest.raises(KeyboardInterrupt):
            _demo(capsys)
    assert kind_of(suluh_home()) is None
    assert _demo(capsys)["services"]
