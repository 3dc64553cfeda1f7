"""The whole directory as a workbook: readable, harmless, and the same when it comes back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from suluh.directory.domain.checking import check
from suluh.directory.domain.records import Record, Value
from suluh.directory.intake.suluh_workbook import read_areas, read_suluh
from suluh.directory.vocabularies import shelf
from suluh.directory.workbook.export import SPARE, write_export
from suluh.directory.workbook.layout import FIRST_LINE
from tests.directory.workbook.samples import (
    columns,
    contents_of,
    context,
    record,
    some_areas,
)  # fmt: skip

LONG_NIGHT = {"en": "Night line", "km": "ខ្សែទូរស័ព្ទ", "ar": "خط الليل"}


def _rich() -> Record:
    found = record(
        "6b1f0d52-0f0e-4a4f-9c1e-0d2a5f3c7e11",
        name=LONG_NIGHT,
        types=["hotline", "medical"],
        serves=["women", "girls"],
        areas=["LH", "LH-1", "NS", "Somewhere else"],
        minimum_age=16,
        languages_staff=["en", "km"],
        steps={"en": "Call.\nSay that you need help.", "km": "ទូរស័ព្ទ"},
        verified_on="2026-11-01",
        public_note_expires="2026-12-31",
        hours="Mo-Fr 08:00-17:00",
        location_disclosure="public_address",
        tells_police="never_without_consent",
        cost="free",
        internal_note="+1 is not a sum, @home is no mention",
    )
    found.organization = {
        "id": "0b2d5a7e-3b57-4f55-8c5b-0f6d8f9a1c22",
        "name": {"en": "Lake Harrow Aid", "km": "ជំនួយ"},
        "organization_type": "ngo",
        "organization_description": {"en": "Helps."},
        "organization_website": "https://example.org",
    }
    found.contacts = [
        {"channel": "phone", "value": "+442079460101", "extension": "07", "free_to_call": "yes",
         "works_from_abroad": "", "safe_to_leave_message": "no", "appears_on_bill": "",
         "answers_as": "Good morning"},
        {"channel": "email", "value": "help@example.org", "extension": "", "free_to_call": "",
         "works_from_abroad": "", "safe_to_leave_message": "", "appears_on_bill": "",
         "answers_as": ""},
    ]  # fmt: skip
    found.places = [
        {"place_name": "", "street": "4 Market Street", "locality": "Lake Harrow", "region": "",
         "postcode": "01234", "country": "GB", "latitude": 1.234567, "longitude": 103.4567,
         "landmark": ""},
    ]  # fmt: skip
    return found


def _said(values: dict[str, Value]) -> dict[str, Value]:
    """Without blank numbers and dates, and without languages whose column says nothing."""
    return {
        key: {code: text for code, text in value.items() if text}
        if isinstance(value, dict)
        else value
        for key, value in values.items()
        if value is not None
    }


def _back(path: Path) -> list[Record]:
    return check(read_suluh(contents_of(path), "export"), context()).checked.records


@pytest.mark.parametrize("languages", [["en", "km"], ["km", "en"], ["ar"]])
def test_an_export_read_back_has_the_same_values(tmp_path: Path, languages: list[str]) -> None:
    path = tmp_path / "export.xlsx"
    before = _rich()
    write_export(path, services=[before], languages=languages, areas=some_areas())
    [after] = _back(path)
    assert _said(after.values) == _said(before.values)
    assert _said(after.organization) == before.organization
    assert after.contacts == before.contacts
    assert after.places == before.places
    assert (after.hsds_id, after.errors) == (before.hsds_id, 0)


@pytest.mark.asvs("1.2.10")
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    texts = ["=1+1", "+44", "-x", "@SUM(A1)", '=HYPERLINK("https://example.org")']
    services = [
        record(f"k-{number}", name={"en": text}, capacity_note={"en": text})
        for number, text in enumerate(texts)
    ]
    write_export(path, services=services, languages=["en"], areas=some_areas())
    cells = [cell for row in load_workbook(path)["Services"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert [each.values["name"]["en"] for each in _back(path)] == texts


def _labels(*codes: str) -> str:
    return "; ".join(shelf()["serves"].label(code, "en") for code in codes)


def test_codes_are_written_as_words_unless_the_word_means_two_things(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    write_export(path, services=[_rich()], languages=["en"], areas=some_areas())
    services = load_workbook(path)["Services"]
    at = columns(services)
    assert services.cell(FIRST_LINE, at["serves"]).value == _labels("women", "girls")
    assert services.cell(FIRST_LINE, at["areas"]).value == "LH; LH-1; North Shore; Somewhere else"


def test_dates_are_dates_and_each_organization_stands_once(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    first, second = _rich(), _rich()
    second.key = second.hsds_id = "6b1f0d52-0f0e-4a4f-9c1e-0d2a5f3c7e12"
    write_export(path, services=[first, second], languages=["en"], areas=some_areas())
    book = load_workbook(path)
    verified = columns(book["Verification"])["verified_on"]
    assert book["Verification"].cell(FIRST_LINE, verified).value == datetime(2026, 11, 1)
    names = columns(book["Organizations"])["organization.en"]
    listed = [
        book["Organizations"].cell(line, names).value for line in (FIRST_LINE, FIRST_LINE + 1)
    ]
    assert listed == ["Lake Harrow Aid", None]


def test_new_services_find_rows_with_fresh_ids_below(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    write_export(path, services=[_rich()], languages=["en"], areas=some_areas())
    services = load_workbook(path)["Services"]
    ids = [services.cell(line, 1).value for line in range(FIRST_LINE + 1, FIRST_LINE + 1 + SPARE)]
    assert len({each for each in ids if each}) == SPARE
    assert len(_back(path)) == 1


def test_the_areas_in_force_go_with_the_export(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    write_export(path, services=[], languages=["en", "km"], areas=some_areas())
    assert read_areas(contents_of(path))[:2] == [
        {"code": "LH", "label": {"en": "Lake Harrow", "km": "បឹងហារ៉ូ"}, "parent": ""},
        {"code": "LH-1", "label": {"en": "Lake Harrow"}, "parent": "LH"},
    ]


def test_an_export_without_a_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="language"):
        write_export(tmp_path / "x.xlsx", services=[], languages=[], areas=some_areas())
