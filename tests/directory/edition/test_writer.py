"""Writing an edition: by allow-list, whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from suluh.directory.domain.fields import ADDRESS_KEYS, ALL_FIELDS
from suluh.directory.edition import schema
from suluh.directory.edition.allow_list import SERVICE_KEYS, NotPublic, permitted
from suluh.directory.edition.finding import Wanted
from suluh.directory.edition.reader import open_edition
from suluh.directory.edition.writer import write_edition
from suluh.kernel.sensitivity import Sensitivity
from tests.door.sample import BY_KEY, SERVICES, meta, service, with_values, write_sample

NOT_PUBLIC = [field.key for field in ALL_FIELDS if field.visibility is not Sensitivity.PUBLIC]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "edition.sqlite3"


def test_there_are_restricted_fields_to_refuse() -> None:
    assert {"known_risks", "provider_contact", "consent_by", "funded_until"} <= set(NOT_PUBLIC)
    assert SERVICE_KEYS.isdisjoint(NOT_PUBLIC)


@pytest.mark.asvs("14.2.4")
@pytest.mark.parametrize("key", NOT_PUBLIC)
def test_a_restricted_field_is_refused_even_when_it_is_empty(path: Path, key: str) -> None:
    with pytest.raises(NotPublic, match=key):
        write_sample(path, with_values("lamp-house", **{key: ""}))
    assert not path.exists()


@pytest.mark.parametrize("part", ["organization", "contacts", "places"])
def test_an_unknown_key_is_refused_wherever_it_stands(part: str) -> None:
    row = {"secret": "4 Ropewalk"}
    changed: dict[str, Any] = {part: row if part == "organization" else (row,)}
    offered = replace(BY_KEY["lamp-house"], **changed)
    with pytest.raises(NotPublic, match="secret") as refusal:
        permitted(offered)
    assert "Ropewalk" not in str(refusal.value)


@pytest.mark.parametrize("key", ADDRESS_KEYS)
@pytest.mark.parametrize("disclosure", ["contact_first", "district_only", "remote_only", ""])
def test_no_address_without_a_public_door(path: Path, key: str, disclosure: str) -> None:
    offered = service(
        "house", types=["housing_long"], location_disclosure=disclosure, places=[{key: 51.5}]
    )
    with pytest.raises(NotPublic, match=key):
        write_sample(path, offered)
    assert not path.exists()


def test_the_address_of_a_public_door_is_kept(path: Path) -> None:
    found = open_edition(write_sample(path)).service(BY_KEY["workers-hall"].code)
    assert found == BY_KEY["workers-hall"]


def test_what_is_read_is_what_was_written(path: Path) -> None:
    edition = open_edition(write_sample(path))
    assert edition.find(Wanted()).services == SERVICES
    assert edition.meta == meta()


def test_an_empty_value_is_not_known_and_takes_no_room() -> None:
    empty: dict[str, Any] = {
        "cost": "",
        "minimum_age": None,
        "documents": [],
        "steps": {},
        "boys_up_to_age": 0,
    }
    assert permitted(service("x", **empty, places=[{"street": ""}])).values == {"boys_up_to_age": 0}
    assert permitted(service("x", places=[{"street": ""}])).places == ()


def test_a_refusal_leaves_the_edition_in_force_alone(path: Path) -> None:
    before = write_sample(path).read_bytes()
    with pytest.raises(NotPublic):
        write_sample(path, with_values("hotline"), with_values("bare", known_risks="a guard"))
    assert path.read_bytes() == before
    assert {each.name for each in path.parent.iterdir()} == {path.name, "urgent.json"}


def test_two_services_cannot_share_a_code(path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        write_sample(path, BY_KEY["bare"], BY_KEY["bare"])
    assert not path.exists()


def test_a_reader_keeps_its_file_while_a_new_one_takes_its_place(path: Path) -> None:
    old = open_edition(write_sample(path, BY_KEY["bare"]))
    write_sample(path)
    assert old.find(Wanted()).total == 1
    assert open_edition(path).find(Wanted()).total == len(SERVICES)


def test_the_search_index_holds_no_copy_of_the_words(path: Path) -> None:
    with closing(sqlite3.connect(write_sample(path))) as database:
        assert database.execute("SELECT name, words FROM search").fetchall() == [
            (None, None) for _ in SERVICES
        ]
        assert database.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)


def test_an_edition_without_services_can_be_made(path: Path) -> None:
    write_edition(path, meta(), [])
    edition = open_edition(path)
    assert (edition.types(), edition.areas(), edition.find(Wanted(words="help")).total) == (
        (),
        (),
        0,
    )
