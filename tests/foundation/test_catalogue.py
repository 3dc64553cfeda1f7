"""Every sentence of the workspace is in the Indonesian catalogue, with the same placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SULUH = Path(__file__).parents[2] / "suluh"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}


def sentences(path: Path) -> Iterator[str]:
    """What the file marks for translation; of a plural, the singular."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        source = templatize(source)
    for _line, message, _comments, _context in extract(
        "python", BytesIO(source.encode()), keywords=KEYWORDS
    ):
        yield message[0] if isinstance(message, tuple) else message


def marked() -> set[str]:
    # The public door speaks every language of the directory and has a catalogue of its own.
    files = [*SULUH.rglob("*.html"), *SULUH.rglob("*.py")]
    rooms = [path for path in files if "door" not in path.relative_to(SULUH).parts]
    return {sentence for path in rooms for sentence in sentences(path)}


@pytest.fixture(scope="module")
def indonesian() -> Catalog:
    with (SULUH / "locale/id/LC_MESSAGES/django.po").open("rb") as stream:
        return read_po(stream, locale="id")


def test_there_are_sentences_to_translate() -> None:
    assert {"Sign in", "Check a workbook"} <= marked()


def test_every_sentence_is_translated(indonesian: Catalog) -> None:
    def translated(sentence: str) -> bool:
        message = indonesian.get(sentence)
        return bool(message and not message.fuzzy and message.string and all(message.string))

    assert sorted(sentence for sentence in marked() if not translated(sentence)) == []


def test_no_translation_is_left_over(indonesian: Catalog) -> None:
    known = {m.id[0] if isinstance(m.id, tuple) else m.id for m in indonesian if m.id}
    assert known - marked() == set()


def placeholders(texts: object) -> set[tuple[str, ...]]:
    """The placeholders of each form: one text, or the forms of a plural."""
    forms = texts if isinstance(texts, list | tuple) else (texts,)
    return {tuple(sorted(PLACEHOLDER.findall(str(form)))) for form in forms}


def test_a_translation_keeps_its_placeholders(indonesian: Catalog) -> None:
    for message in indonesian:
        if message.id:
            assert placeholders(message.string) <= placeholders(message.id)
