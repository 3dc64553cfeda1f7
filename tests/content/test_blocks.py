"""Part files: what the loader refuses, how a part travels, how an installation replaces one."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from suluh.content.blocks import (
    Block,
    BlocksError,
    PartShelf,
    part_from_json,
    part_to_json,
    read_part,
)

HEAD = """part = "rain"
order = 3
version = 1
icon = "umbrella"
source = "a test"
licence = "CC BY 4.0"
review = { en = "source", id = "machine-draft" }
title = { en = "When it rains", id = "Saat hujan" }
summary = { en = "What to do." }
"""
HEADING = '[[block]]\nkind = "heading"\ntext = { en = "Stay dry", id = "Tetap kering" }\n'
TEXT = '[[block]]\nkind = "text"\ntext.en = "It rains."\n'
STEPS = (
    '[[block]]\nkind = "steps"\n'
    '[[block.item]]\ntext.en = "Go in."\n'
    '[[block.item]]\ntext = { en = "Wait.", id = "Tunggu." }\n'
)
LIST = '[[block]]\nkind = "list"\n[[block.item]]\ntext.en = "A hat."\n'
WORDS = '[[block]]\nkind = "words"\n[[block.item]]\nterm.en = "Hail"\nmeaning.en = "Hard rain."\n'
NUMBERS = '[[block]]\nkind = "numbers"\n'
WHOLE = HEAD + HEADING + TEXT + STEPS + LIST + WORDS + NUMBERS


def _written(folder: Path, text: str = WHOLE, name: str = "rain") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_part_is_read_in_its_order(tmp_path: Path) -> None:
    part = read_part(_written(tmp_path))
    assert (part.code, part.order, part.version, part.icon) == ("rain", 3, 1, "umbrella")
    assert (part.source, part.licence) == ("a test", "CC BY 4.0")
    assert part.review == {"en": "source", "id": "machine-draft"}
    assert part.title == {"en": "When it rains", "id": "Saat hujan"}
    assert part.blocks == (
        Block("heading", (({"en": "Stay dry", "id": "Tetap kering"},),)),
        Block("text", (({"en": "It rains."},),)),
        Block("steps", (({"en": "Go in."},), ({"en": "Wait.", "id": "Tunggu."},))),
        Block("list", (({"en": "A hat."},),)),
        Block("words", (({"en": "Hail"}, {"en": "Hard rain."}),)),
        Block("numbers"),
    )


def test_all_texts_of_a_part_come_in_reading_order(tmp_path: Path) -> None:
    assert [texts["en"] for texts in read_part(_written(tmp_path)).texts] == [
        "When it rains", "What to do.", "Stay dry", "It rains.", "Go in.", "Wait.",
        "A hat.", "Hail", "Hard rain.",
    ]  # fmt: skip


def test_a_part_travels_as_json_and_comes_back_the_same(tmp_path: Path) -> None:
    part = read_part(_written(tmp_path))
    sent = json.dumps(part_to_json(part))
    assert part_from_json(json.loads(sent)) == part


def test_what_is_made_of_a_part_can_be_changed_without_changing_it(tmp_path: Path) -> None:
    part = read_part(_written(tmp_path))
    before = deepcopy(part)
    made = part_to_json(part)
    made["title"]["en"] = "Sun"
    made["block"][2]["item"][0]["text"]["en"] = "Go out."
    assert part == before


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('part = "rain"\n', "", "the part lacks part"),
        ('licence = "CC BY 4.0"\n', "", "the part lacks licence"),
        ('order = 3\nversion = 1\nicon = "umbrella"\n', "", "lacks icon, order, version"),
        ("order = 3", 'order = 3\ncolour = "grey"', "does not know colour"),
        ("order = 3", 'order = "3"', "order is not a number from 1"),
        ("order = 3", "order = true", "order is not a number from 1"),
        ("version = 1", "version = 0", "version is not a number from 1"),
        ('icon = "umbrella"', 'icon = ""', "icon is not a text"),
        ('source = "a test"', "source = 7", "source is not a text"),
        ('part = "rain"', 'part = "Rain/1"', "part is not a code"),
        ('part = "rain"', 'part = "snow"', "calls itself snow"),
        ('title = { en = "When it rains", ', "title = { ", "title has no English"),
        ('title = { en = "When it rains", id = "Saat hujan" }', 'title = "Rain"', "title has no"),
        ('summary = { en = "What to do." }', "summary = {}", "summary has no language"),
        ('id = "Saat hujan"', 'idd = "Saat hujan"', "title: does not know the language idd"),
        ('id = "Saat hujan"', 'id = " "', "title: id is empty"),
        ('id = "Saat hujan"', "id = 4", "title: id is empty, or not a text"),
        (', id = "machine-draft"', "", "review does not say who looked at id"),
        ('en = "source"', 'en = ""', "review: en is empty"),
        ('kind = "text"\n', "", "block 2 has no kind"),
        ('kind = "text"', 'kind = "picture"', "block 2: does not know the kind picture"),
        ('kind = "text"', 'kind = ["text"]', "block 2 has no kind"),
        ('text.en = "It rains."\n', "", r"block 2 \(text\) lacks text"),
        ('text.en = "It rains."\n', 'text.id = "Hujan."\n', r"block 2 \(text\): text has no Eng"),
        ('text.en = "It rains."', 'text.en = "It rains."\nsize = 2', "does not know size"),
        ('[[block.item]]\ntext.en = "A hat."\n', "", r"block 4 \(list\) lacks item"),
        ('[[block.item]]\ntext.en = "A hat."\n', "item = []\n", r"block 4 \(list\) has no item"),
        ('[[block.item]]\ntext.en = "A hat."\n', 'item = ["A hat."]\n', "item 1 is not a table"),
        ('[[block.item]]\ntext.en = "A hat."\n', 'text.en = "A hat."\n', "lacks item"),
        ('text.en = "Go in."', 'text.id = "Masuk."', r"block 3 \(steps\), item 1: text has no En"),
        ('meaning.en = "Hard rain."\n', "", r"block 5 \(words\), item 1 lacks meaning"),
        ('meaning.en = "Hard rain."', 'text.en = "Hard rain."', "item 1 lacks meaning"),
        ('kind = "numbers"', 'kind = "numbers"\ntext.en = "1"', "does not know text"),
        (HEADING + TEXT + STEPS + LIST + WORDS + NUMBERS, "block = []", "there is no block"),
        (HEADING, "[block]\n", "rain.toml"),
        ('order = 3', "order =", "rain.toml"),
    ],
)  # fmt: skip
def test_a_file_that_breaks_the_shape_is_refused_with_its_reason(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert WHOLE.count(old) == 1
    with pytest.raises(BlocksError, match=reason) as refusal:
        read_part(_written(tmp_path, WHOLE.replace(old, new)))
    assert str(refusal.value).startswith("rain.toml: ")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path)
    path.write_bytes(WHOLE.replace("It rains.", "Il neige à Orléans.").encode("latin-1"))
    with pytest.raises(BlocksError, match=r"rain\.toml"):
        read_part(path)


def test_a_part_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(BlocksError, match=r"snow\.toml: there is no such part"):
        read_part(tmp_path / "snow.toml")


@pytest.mark.parametrize(
    "change",
    [{"block": [{"kind": "video"}]}, {"block": "none"}, {"title": None}, {"note": "x"}],
)
def test_json_is_checked_like_a_file(tmp_path: Path, change: dict[str, Any]) -> None:
    sent = part_to_json(read_part(_written(tmp_path)))
    with pytest.raises(BlocksError):
        part_from_json(sent | change)


def test_json_that_holds_no_part_is_refused() -> None:
    nothing: Any = ["rain"]
    with pytest.raises(BlocksError, match="the part is not a table"):
        part_from_json(nothing)


def _named(code: str, order: int) -> str:
    return WHOLE.replace('"rain"', f'"{code}"').replace("order = 3", f"order = {order}")


def test_parts_come_by_their_number_then_by_their_code(tmp_path: Path) -> None:
    for code, order in (("ash", 3), ("rain", 1), ("wind", 2), ("fog", 2)):
        _written(tmp_path, _named(code, order), code)
    assert [part.code for part in PartShelf(tmp_path)] == ["rain", "fog", "wind", "ash"]


def test_the_installations_own_file_replaces_the_one_that_ships(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    _written(shipped)
    _written(shipped, _named("wind", 4), "wind")
    _written(own, WHOLE.replace("Stay dry", "Sing"))
    first, second = PartShelf(shipped, own)
    assert (first.blocks[0].texts[0]["en"], second.blocks[0].texts[0]["en"]) == ("Sing", "Stay dry")


def test_an_installation_may_add_a_part(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    _written(shipped)
    _written(own, _named("fog", 1), "fog")
    assert [part.code for part in PartShelf(shipped, own)] == ["fog", "rain"]


def test_an_installation_without_its_own_folder_uses_what_ships(tmp_path: Path) -> None:
    _written(tmp_path)
    assert [part.code for part in PartShelf(tmp_path, tmp_path / "absent")] == ["rain"]


def test_a_broken_file_of_the_installation_is_named_not_passed_over(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    _written(shipped)
    _written(own, HEAD)
    with pytest.raises(BlocksError, match=r"rain\.toml: the part lacks block"):
        list(PartShelf(shipped, own))
