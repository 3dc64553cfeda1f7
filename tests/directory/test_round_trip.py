"""Importing what was exported changes nothing, whatever the services hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suluh.directory.domain.checking import check
from suluh.directory.domain.fields import ADDRESS_KEYS, SERVICE_FIELDS, Field, Kind
from suluh.directory.domain.merging import merge
from suluh.directory.domain.problems import Spot
from suluh.directory.domain.records import Record, Value
from suluh.directory.domain.understanding import plain_text
from suluh.directory.intake import open_xlsx
from suluh.directory.intake.suluh_workbook import read_suluh
from suluh.directory.vocabularies import shelf
from suluh.directory.workbook.export import write_export
from tests.directory.domain.drafts import context

LANGUAGES = ("en", "km", "ar")
_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf")), max_size=40)
_TEXT = _WORDS.map(plain_text).filter(lambda text: not text.startswith("=") and "\\n" not in text)
_TEXTS = st.dictionaries(st.sampled_from(LANGUAGES), _TEXT.filter(bool), max_size=3)


def _codes(described: Field) -> st.SearchStrategy[Value]:
    codes = list(shelf()[described.vocabulary].terms)
    return st.sets(st.sampled_from(codes), max_size=3).map(
        lambda some: [code for code in codes if code in some]
    )


_BY_KIND: dict[Kind, Callable[[Field], st.SearchStrategy[Value]]] = {
    Kind.TEXT: lambda _field: _TEXT,
    Kind.TEXTS: lambda _field: _TEXTS,
    Kind.CODE: lambda each: st.sampled_from(["", *shelf()[each.vocabulary].terms]),
    Kind.CODES: _codes,
    Kind.NUMBER: lambda _field: st.one_of(st.none(), st.integers(0, 120)),
    Kind.DATE: lambda _field: st.one_of(
        st.none(), st.dates(min_value=date(1971, 1, 1), max_value=date(2026, 1, 1)).map(str)
    ),
    Kind.HOURS: lambda _field: st.sampled_from(["", "24/7", "Mo-Fr 08:00-17:00", "ask first"]),
    Kind.LANGUAGES: lambda _field: st.lists(st.sampled_from(["en", "km", "lo", "ht"]), unique=True),
    Kind.AREAS: lambda _field: st.lists(st.sampled_from(["Port Tamsin", "កំពង់"]), unique=True),
}


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A stored service, as an import leaves it."""
    values = {each.key: draw(_BY_KIND[each.kind](each)) for each in SERVICE_FIELDS}
    values |= {
        "name": {"en": draw(_TEXT.filter(bool))},
        "types": ["legal_advice"],
        "serves": ["men"],
    }
    values |= {"areas": ["Port Tamsin"], "verified_on": "2026-11-01", "minimum_age": None}
    values["location_disclosure"] = "public_address"  # or a text might be masked, rightly
    hsds_id = str(draw(st.uuids()))
    contacts = [
        {
            "channel": "phone",
            "value": "+442079460123",
            "extension": draw(st.sampled_from(["", "12"])),
        },
        {"channel": "telegram", "value": "@lamp", "answers_as": draw(_TEXT), "free_to_call": "yes"},
    ]
    place = {
        "street": "12 Quay Street",
        "locality": draw(_TEXT),
        "latitude": 1.5,
        "longitude": -0.25,
    }
    organization = {"id": str(draw(st.uuids())), "name": {"en": "Tamsin Desk"}}
    incoming = Record(
        hsds_id, hsds_id, Spot(), "", values, organization, contacts, [place], ["*"], ["*"]
    )
    return merge(None, incoming).record


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records(), min_size=1, max_size=3, unique_by=lambda record: record.hsds_id))
def test_importing_an_export_changes_nothing(stored: list[Record]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "services.xlsx"
        write_export(path, services=stored, languages=LANGUAGES, areas=shelf()["areas"])
        reading = read_suluh(open_xlsx.read(path), "suluh-workbook")
    found = check(reading, context()).checked.records
    assert [record.hsds_id for record in found] == [record.hsds_id for record in stored]
    for before, row in zip(stored, found, strict=True):
        assert merge(before, row).changes == []


def test_addresses_leave_with_the_disclosure_in_a_round_trip(tmp_path: Path) -> None:
    values = {"name": {"en": "House"}, "location_disclosure": "contact_first"}
    place = dict.fromkeys(ADDRESS_KEYS, "x") | {
        "locality": "Port Tamsin",
        "latitude": 1.5,
        "longitude": 1.5,
    }
    record = merge(None, Record("a", "a", Spot(), "", values, {}, [], [place], ["*"], ["*"])).record
    write_export(tmp_path / "out.xlsx", services=[record], languages=["en"], areas=shelf()["areas"])
    cells = {
        cell
        for table in open_xlsx.read(tmp_path / "out.xlsx").tables
        for _, row in table.rows
        for cell in row
    }
    assert "Port Tamsin" in cells
    assert "x" not in cells
