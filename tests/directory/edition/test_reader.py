"""Reading an edition: what it answers, and how it refuses a file that is none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from suluh.directory.edition import schema
from suluh.directory.edition.finding import Wanted
from suluh.directory.edition.reader import (
    Edition,
    EditionDamaged,
    EditionMissing,
    EditionTooNew,
    EditionTooOld,
    open_edition,
)
from tests.door.sample import BY_KEY, service, write_sample


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_sample(tmp_path / "edition.sqlite3")


@pytest.fixture
def edition(path: Path) -> Edition:
    return open_edition(path)


def _keys(edition: Edition, query: str) -> list[str]:
    by_code = {each.code: key for key, each in BY_KEY.items()}
    return [by_code[each.code] for each in edition.find(Wanted(words=query)).services]


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(EditionMissing):
        open_edition(tmp_path / "edition.sqlite3")


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\0" * 500])
def test_a_file_that_is_no_edition_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "edition.sqlite3"
    path.write_bytes(content)
    with pytest.raises(EditionDamaged):
        open_edition(path)


def test_a_database_of_another_kind_is_damaged(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.sqlite3")) as database:
        database.execute("CREATE TABLE meta (key, value)")
    with pytest.raises(EditionDamaged):
        open_edition(tmp_path / "other.sqlite3")


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_file_cut_short_is_damaged(path: Path, kept: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(EditionDamaged):
        open_edition(path)


def test_an_edition_without_its_words_about_itself_is_damaged(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("DELETE FROM meta WHERE key = 'languages'")
    with pytest.raises(EditionDamaged):
        open_edition(path)


def test_a_file_from_a_newer_program_is_too_new(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(EditionTooNew):
        open_edition(path)


def test_a_file_from_an_older_program_is_too_old(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"PRAGMA user_version = {schema.VERSION - 1}")
    with pytest.raises(EditionTooOld):
        open_edition(path)


def test_nothing_can_be_written_through_a_reader(edition: Edition) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        edition._database.execute("DELETE FROM service")


def test_another_installation_has_other_codes(edition: Edition, tmp_path: Path) -> None:
    other = open_edition(write_sample(tmp_path / "edition.sqlite3", salt="of another"))
    for ours, theirs in ((edition.types(), other.types()), (edition.areas(), other.areas())):
        assert {group.code for group in ours}.isdisjoint({group.code for group in theirs})
        assert [group.term.code for group in ours] == [group.term.code for group in theirs]


def test_kinds_of_help_are_counted_in_the_vocabularys_order(edition: Edition) -> None:
    counts = {group.term.code: group.services for group in edition.types()}
    assert list(counts)[:3] == ["hotline", "shelter_emergency", "medical"]
    assert (counts["shelter_emergency"], counts["medical"]) == (2, 2)
    assert "consular" not in counts


def test_a_service_for_the_whole_country_is_listed_in_every_district(edition: Edition) -> None:
    found = edition.find(Wanted(area_code="lake-harrow"))
    codes = [each.code for each in found.services]
    # Its own first, then those of the province, then those of the country.
    assert codes[0] == BY_KEY["bare"].code
    assert {BY_KEY["hotline"].code, BY_KEY["workers-hall"].code} == set(codes[1:])
    assert BY_KEY["lamp-house"].code not in codes


def test_a_country_lists_what_its_districts_have(edition: Edition) -> None:
    assert edition.find(Wanted(area_code="oselia")).total == len(BY_KEY)


def test_one_kind_in_one_place(edition: Edition) -> None:
    found = edition.find(Wanted(type_code="medical", area_code="lake-harrow"))
    assert [each.code for each in found.services] == [BY_KEY["bare"].code]
    counted = {group.term.code: group.services for group in edition.areas(type_code="medical")}
    assert counted == {"oselia": 2, "tamsin": 2, "port-tamsin": 1, "lake-harrow": 1}
    assert {group.term.code for group in edition.types(area_code="lake-harrow")} == {
        "hotline", "medical", "migrant_labour", "compensation",
    }  # fmt: skip


def test_an_area_no_vocabulary_knows_is_listed_as_it_was_written(tmp_path: Path) -> None:
    path = write_sample(
        tmp_path / "edition.sqlite3",
        service("x", name={"en": "X"}, areas=["Miami-Dade"]),
    )
    (area,) = open_edition(path).areas()
    assert area.term.label("en") == "Miami-Dade"


def test_a_list_is_read_in_parts(edition: Edition) -> None:
    first, second = (edition.find(Wanted(), start=start, limit=7) for start in (0, 7))
    assert (first.total, len(first.services), len(second.services)) == (12, 7, 5)
    assert not {each.code for each in first.services} & {each.code for each in second.services}


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("tu van phap luat", "lawyers"),
        ("法律", "chinese"),
        ("援", "chinese"),
        ("គ្លីនិក", "only-khmer"),
        ("ចង្កៀង", "lamp-house"),
        ("مجموعة المساعدة", "arabic"),
        ("بيت مصباح", "lamp-house"),
        ("RUMAH LAMPU", "lamp-house"),
        ("harbor lamp", ""),
        ("harbour lamp", "lamp-house"),
        ("lawyer", "lawyers"),
        ("unpaid wages", "workers-hall"),
    ],
)
def test_search_finds_in_every_script_and_by_the_words_of_codes(
    edition: Edition, query: str, key: str
) -> None:
    assert _keys(edition, query)[:1] == ([key] if key else [])


def test_a_name_outranks_a_mention(edition: Edition) -> None:
    assert _keys(edition, "papers")[0] == "noted"


@pytest.mark.parametrize("query", ['"', "* ^ *", "zebra:", "(", "-", "\x00", "'; DROP"])
def test_no_query_is_an_error(edition: Edition, query: str) -> None:
    assert edition.find(Wanted(words=query)).total == 0


def test_search_says_how_many_there_are_beyond_the_limit(edition: Edition) -> None:
    found = edition.find(Wanted(words="men"), limit=2)
    assert found.total > len(found.services) == 2


def test_an_unknown_code_is_no_service(edition: Edition) -> None:
    assert edition.service("zzzzzzzz") is None
