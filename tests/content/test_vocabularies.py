"""Vocabulary files: what the loader refuses, and how an installation replaces a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from suluh.content.vocabularies import Shelf, VocabularyError, read_vocabulary

HEAD = 'vocabulary = "cost"\nversion = 1\nsource = "a test"\nlicence = "CC BY 4.0"\n'
FREE = '[[term]]\ncode = "free"\nlabel.en = "Free"\nlabel.id = "Gratis"\n'
PAID = '[[term]]\ncode = "paid"\nlabel.en = "You pay"\nasks_money = true\n'


def _written(folder: Path, text: str, name: str = "cost") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_in_its_order(tmp_path: Path) -> None:
    cost = read_vocabulary(_written(tmp_path, HEAD + PAID + FREE))
    assert [term.code for term in cost] == ["paid", "free"]
    assert (cost.name, cost.version, cost.licence) == ("cost", 1, "CC BY 4.0")
    assert "free" in cost
    assert "gift" not in cost


def test_a_label_is_given_in_the_language_else_in_english(tmp_path: Path) -> None:
    cost = read_vocabulary(_written(tmp_path, HEAD + FREE))
    assert (cost.label("free", "id"), cost.label("free", "km")) == ("Gratis", "Free")


def test_a_code_that_is_not_in_the_file_is_shown_as_written(tmp_path: Path) -> None:
    assert read_vocabulary(_written(tmp_path, HEAD + FREE)).label("barter", "en") == "barter"


def test_what_only_this_vocabulary_knows_is_kept(tmp_path: Path) -> None:
    cost = read_vocabulary(_written(tmp_path, HEAD + FREE + PAID))
    assert cost["paid"].extra == {"asks_money": True}
    assert cost.codes_where("asks_money") == {"paid"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD + FREE + FREE, "free stands twice"),
        (HEAD + '[[term]]\nlabel.en = "Free"\n', "a term has no code"),
        (HEAD + '[[term]]\ncode = ""\nlabel.en = "Free"\n', "a term has no code"),
        (HEAD + '[[term]]\ncode = "free"\n', "free has no English label"),
        (HEAD + '[[term]]\ncode = "free"\nlabel.id = "Gratis"\n', "free has no English label"),
        (HEAD + '[[term]]\ncode = "free"\nlabel = "Free"\n', "free has no English label"),
        (HEAD + 'colour = "green"\n' + FREE, "does not know colour"),
        (FREE, "lacks licence, source, version, vocabulary"),
        (HEAD, "lacks term"),
        (HEAD + "term = [", "cost.toml"),
    ],
)
def test_a_file_that_breaks_the_shape_is_refused_with_its_reason(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(VocabularyError, match=reason) as refusal:
        read_vocabulary(_written(tmp_path, text))
    assert str(refusal.value).startswith("cost.toml: ")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path, HEAD)
    path.write_bytes(HEAD.encode() + b'\n[[term]]\ncode = "free"\nlabel.en = "Fr\xe9e"\n')
    with pytest.raises(VocabularyError, match=r"cost\.toml"):
        read_vocabulary(path)


def test_a_vocabulary_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"weather\.toml: there is no such vocabulary"):
        Shelf(tmp_path)["weather"]


def test_the_installations_own_file_replaces_the_one_that_ships(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    _written(shipped, HEAD + FREE)
    _written(shipped, HEAD.replace("cost", "sharing") + FREE, "sharing")
    _written(own, HEAD + PAID)
    shelf = Shelf(shipped, own)
    assert [term.code for term in shelf["cost"]] == ["paid"]
    assert [term.code for term in shelf["sharing"]] == ["free"]


def test_an_installation_may_add_a_vocabulary(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    _written(shipped, HEAD + FREE)
    _written(own, HEAD.replace("cost", "areas") + FREE, "areas")
    assert Shelf(shipped, own).names() == ["areas", "cost"]


def test_an_installation_without_its_own_folder_uses_what_ships(tmp_path: Path) -> None:
    _written(tmp_path, HEAD + FREE)
    shelf = Shelf(tmp_path, tmp_path / "absent")
    assert shelf.names() == ["cost"]
    assert "free" in shelf["cost"]
