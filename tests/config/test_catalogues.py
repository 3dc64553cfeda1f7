"""Message catalogues are made and compiled without gettext tools."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from hatch_build import compile_messages
from suluh.config import catalogues

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Open now"
msgstr "Buka sekarang"

#, fuzzy
msgid "Call before you go"
msgstr "Sebuah tebakan"

msgid "Nobody asks for this"
msgstr "Tidak ada"
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A room of a project, with one template, one module and an Indonesian catalogue."""
    room = tmp_path / "suluh" / "room"
    (room / "templates").mkdir(parents=True)
    (room / "templates" / "page.html").write_text(
        '{% load i18n %}{% translate "Open now" %}'
        "{% blocktranslate count n=n %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"
    )
    (room / "page.py").write_text('title = _("Call before you go")\n')
    path = room / "locale" / "id" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO)
    return path


def test_words_of_code_and_templates_are_collected(catalogue: Path, tmp_path: Path) -> None:
    ((path, wanted),) = catalogues.catalogues(tmp_path / "suluh")
    assert path == catalogue
    assert not catalogues.is_current(path, wanted)
    catalogues.update(path, wanted)
    assert catalogues.is_current(path, wanted)
    ids = {message.id for message in catalogues.read_catalogue(path) if message.id}
    assert ids == {"Open now", "Call before you go", ("%(n)s row", "%(n)s rows")}
    assert "Buka sekarang" in path.read_text()


def test_a_room_with_its_own_catalogue_keeps_its_words(catalogue: Path, tmp_path: Path) -> None:
    house = tmp_path / "suluh"
    (house / "locale").mkdir()
    (house / "page.py").write_text('title = _("Welcome")\n')
    assert {message.id for message in catalogues.extracted(house) if message.id} == {"Welcome"}


def test_a_compiled_catalogue_is_read_by_gettext(catalogue: Path, tmp_path: Path) -> None:
    (compiled,) = compile_messages(tmp_path)
    with compiled.open("rb") as stream:
        translations = gettext.GNUTranslations(stream)
    assert translations.gettext("Open now") == "Buka sekarang"


def test_a_guess_nobody_has_read_is_not_shown(catalogue: Path, tmp_path: Path) -> None:
    (compiled,) = compile_messages(tmp_path)
    with compiled.open("rb") as stream:
        translations = gettext.GNUTranslations(stream)
    assert translations.gettext("Call before you go") == "Call before you go"


def test_no_word_of_two_rooms_is_said_two_ways() -> None:
    """A test, a demonstration and a preview load every catalogue: the last one read would win."""
    said: dict[tuple[str, object], tuple[object, str]] = {}
    for path in (Path(__file__).parents[2] / "suluh").rglob("django.po"):
        language = path.parts[-3]
        for message in catalogues.read_catalogue(path):
            if message.id and message.context is None and not message.fuzzy:
                words, room = said.setdefault((language, message.id), (message.string, str(path)))
                assert words == message.string, f"{message.id!r} in {path} and {room}"
    assert said
