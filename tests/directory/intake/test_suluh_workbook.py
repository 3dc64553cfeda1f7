"""A Suluh workbook comes back: however the team moved, renamed and added things."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from suluh.directory.domain.problems import Problem, Severity
from suluh.directory.intake.suluh_workbook import (
    is_suluh,
    read_areas,
    read_suluh,
    without_report_sheets,
)  # fmt: skip
from suluh.directory.intake.tables import Contents, Table
from suluh.directory.rules import explain
from suluh.directory.workbook.layout import FIRST_LINE, HEADER_LINE, KEY_LINE
from suluh.directory.workbook.template import write_template
from tests.directory.workbook.samples import (
    GOOD_ROW,
    columns,
    contents_of,
    fill,
    template_with,
)  # fmt: skip


def _rules(problems: list[Problem]) -> list[str]:
    for each in problems:
        explain(each, "id")  # every rule has words, and they have all their facts
    return [each.rule for each in problems]


def test_a_filled_short_form_is_read_with_the_place_of_every_cell(tmp_path: Path) -> None:
    path = template_with(tmp_path / "form.xlsx", {0: [GOOD_ROW, {}, GOOD_ROW]})
    contents = contents_of(path)
    reading = read_suluh(contents, "lake")
    assert is_suluh(contents)
    assert (reading.source_format, reading.source, reading.language) == ("suluh", "lake", "en")
    assert (reading.services, reading.organizations, reading.problems) == (2, 1, [])
    first, second = reading.drafts
    assert first.strict
    assert not first.has_contacts
    assert not first.has_places
    assert first.key.endswith("-01") or first.key.endswith("-001")
    assert first.cells["name.en"].value == "Day centre by the lake"
    assert first.cells["name.en"].spot.cell == f"C{FIRST_LINE}"
    assert (second.spot.sheet, second.spot.line) == ("Services", FIRST_LINE + 2)
    assert first.cells["name.km"].blank


def test_rows_with_only_an_id_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_template(path, languages=["en"], rows=20)
    assert read_suluh(contents_of(path), "lake").drafts == []


def test_moved_columns_renamed_sheets_and_columns_of_their_own_are_fine(tmp_path: Path) -> None:
    path = template_with(tmp_path / "form.xlsx", {0: [GOOD_ROW]})
    book = load_workbook(path)
    services = book.worksheets[0]
    services.title = "Our list 2026"
    services.insert_cols(3)
    services.cell(HEADER_LINE, 3, "Who visits")
    services.cell(FIRST_LINE, 3, "Team north")
    services.insert_rows(1)
    services["A1"] = "Draft of the lake team"
    book.move_sheet(services, 1)
    book.save(path)
    reading = read_suluh(contents_of(path), "lake")
    [draft] = reading.drafts
    assert draft.cells["name.en"].value == "Day centre by the lake"
    assert draft.cells["name.en"].spot.cell == f"D{FIRST_LINE + 1}"
    assert _rules(reading.problems) == ["services.column.extra"]
    assert reading.problems[0].found == "Who visits"


@pytest.mark.parametrize("languages", [("en", "km"), ("km", "en"), ("ar", "en")])
def test_without_the_hidden_row_the_headers_of_any_language_are_enough(
    tmp_path: Path, languages: tuple[str, str]
) -> None:
    path = template_with(tmp_path / "form.xlsx", {0: [GOOD_ROW]}, languages=languages)
    book = load_workbook(path)
    whole = set(columns(book.worksheets[0]))
    book.worksheets[0].delete_rows(KEY_LINE)
    book.save(path)
    contents = contents_of(path)
    contents.properties.clear()
    assert is_suluh(contents)
    [draft] = read_suluh(contents, "lake").drafts
    assert set(draft.cells) == whole
    assert draft.cells["name.en"].value == "Day centre by the lake"


def test_a_workbook_saved_as_csv_is_still_ours() -> None:
    rows: list[tuple[int, list[object]]] = [
        (2, ["service_id", "name.en", "types", ""]),
        (3, ["Service ID", "Service name (English)", "Kind", ""]),
        (4, ["a-1", "Night line", "hotline", ""]),
    ]
    contents = Contents("csv", [Table("form.csv", "", rows)])
    assert is_suluh(contents)
    [draft] = read_suluh(contents, "lake").drafts
    assert (draft.key, draft.cells["types"].value) == ("a-1", "hotline")


def test_headers_deleted_with_the_keys_kept_lose_no_row() -> None:
    rows: list[tuple[int, list[object]]] = [
        (1, ["service_id", "name.en", "types"]),
        (2, ["a-1", "Night line", "hotline"]),
    ]
    [draft] = read_suluh(Contents("csv", [Table("form.csv", "", rows)]), "lake").drafts
    assert draft.key == "a-1"


def test_a_foreign_list_with_everyday_headers_is_not_ours() -> None:
    rows: list[tuple[int, list[object]]] = [(1, ["Name", "Phone", "E-mail", "Website", "Street"])]
    assert not is_suluh(Contents("csv", [Table("list.csv", "", rows)]))


def test_a_missing_and_a_second_id_are_errors_on_their_rows(tmp_path: Path) -> None:
    rows = [
        GOOD_ROW | {"service_id": "a-1"},
        GOOD_ROW | {"service_id": None},
        GOOD_ROW | {"service_id": "a-1"},
    ]
    path = template_with(tmp_path / "form.xlsx", {0: rows})
    reading = read_suluh(contents_of(path), "lake")
    found = [(each.rule, each.spot.cell, each.severity) for each in reading.problems]
    assert found == [
        ("services.service_id.missing", f"A{FIRST_LINE + 1}", Severity.ERROR),
        ("services.service_id.duplicate", f"A{FIRST_LINE + 2}", Severity.ERROR),
    ]
    assert _rules(reading.problems)
    assert [draft.key for draft in reading.drafts] == ["a-1", "", "a-1"]


def test_an_id_that_a_spreadsheet_made_a_number_keeps_its_digits(tmp_path: Path) -> None:
    path = template_with(tmp_path / "form.xlsx", {0: [GOOD_ROW | {"service_id": 12}]})
    assert read_suluh(contents_of(path), "lake").drafts[0].key == "12"


def test_merged_cells_speak_for_every_row_they_cover(tmp_path: Path) -> None:
    rows = [GOOD_ROW, GOOD_ROW | {"organization.en": None}]
    path = template_with(tmp_path / "form.xlsx", {0: rows})
    book = load_workbook(path)
    at = columns(book.worksheets[0])["organization.en"]
    book.worksheets[0].merge_cells(None, FIRST_LINE, at, FIRST_LINE + 1, at)
    book.save(path)
    second = read_suluh(contents_of(path), "lake").drafts[1]
    assert second.cells["organization.en"].value == "Lake Harrow Aid"


def _long(tmp_path: Path) -> Path:
    """Sheets by place: 1 organizations, 2 services, 3 contacts, 4 places, 5 texts, 6 checks."""
    path = tmp_path / "long.xlsx"
    write_template(path, languages=["en", "km"], long=True, rows=5)
    service = {"service_id": "a-1", "name.en": "Night line", "types": "hotline",
               "organization_id": "o-1"}  # fmt: skip
    own = {"service_id": "a-1"}
    book = load_workbook(path)
    fill(book.worksheets[1], [{"organization_id": "o-1", "organization.en": "Lake Harrow Aid",
                               "organization.km": "ជំនួយ", "organization_type": "ngo"}])  # fmt: skip
    fill(book.worksheets[2], [service])
    fill(book.worksheets[3], [own | {"channel": "phone", "value": "+44 20 7946 0101"},
                              {"service_id": "b-9", "channel": "sms", "value": "1"}])  # fmt: skip
    fill(book.worksheets[4], [own | {"street": "4 Market Street"}])
    fill(book.worksheets[5], [
        own | {"field": "Service name", "language": "km", "text": "ខ្សែទូរស័ព្ទ"},
        own | {"field": "steps", "language": "Khmer", "text": "ទូរស័ព្ទ"},
        own | {"field": "Colour", "language": "km", "text": "x"},
        own | {"field": "steps", "language": "Klingon", "text": "x"},
        own | {"field": "name", "language": "en", "text": "Other name"},
    ])  # fmt: skip
    fill(book.worksheets[6], [own | {"verified_on": "2026-11-01"}, own | {"verified_on": "2025"}])
    book.save(path)
    return path


def test_the_long_form_is_put_together_from_its_sheets(tmp_path: Path) -> None:
    reading = read_suluh(contents_of(_long(tmp_path)), "lake")
    [draft] = reading.drafts
    values = {key: cell.value for key, cell in draft.cells.items() if not cell.blank}
    assert values["organization.km"] == "ជំនួយ"
    assert values["organization_type"] == "ngo"
    assert values["name.km"] == "ខ្សែទូរស័ព្ទ"
    assert values["steps.km"] == "ទូរស័ព្ទ"
    assert values["name.en"] == "Night line"
    assert values["verified_on"] == "2026-11-01"
    assert [row["value"].value for row in draft.contacts] == ["+44 20 7946 0101"]
    assert [row["street"].value for row in draft.places] == ["4 Market Street"]
    assert draft.has_contacts
    assert draft.has_places
    assert (reading.organizations, reading.services, reading.locations) == (1, 1, 1)


def test_rows_that_belong_to_nothing_are_named_one_by_one(tmp_path: Path) -> None:
    reading = read_suluh(contents_of(_long(tmp_path)), "lake")
    assert _rules(reading.problems) == [
        "contacts.service_id.unknown",
        "verification.service_id.duplicate",
        "texts.field.unknown",
        "texts.language.unknown",
        "texts.text.duplicate",
    ]


def test_a_newer_template_is_not_read_by_halves(tmp_path: Path) -> None:
    contents = contents_of(template_with(tmp_path / "form.xlsx", {0: [GOOD_ROW]}))
    contents.properties["suluh_template"] = "2"
    reading = read_suluh(contents, "lake")
    assert reading.drafts == []
    assert _rules(reading.problems) == ["workbook.template.newer"]


def test_a_workbook_of_ours_without_services_says_so(tmp_path: Path) -> None:
    path = template_with(tmp_path / "form.xlsx", {0: [GOOD_ROW]})
    contents = contents_of(path)
    contents.tables = contents.tables[1:]
    assert _rules(read_suluh(contents, "lake").problems) == ["workbook.services.absent"]


def test_the_areas_that_a_team_wrote_are_read_back(tmp_path: Path) -> None:
    areas = [
        {"area.code": "LH", "area.label.en": "Lake Harrow", "area.label.km": "បឹងហារ៉ូ"},
        {"area.label.en": "North Shore", "area.parent": "LH"},
    ]
    path = template_with(tmp_path / "form.xlsx", {1: areas})
    assert read_areas(contents_of(path)) == [
        {"code": "LH", "label": {"en": "Lake Harrow", "km": "បឹងហារ៉ូ"}, "parent": ""},
        {"code": "North Shore", "label": {"en": "North Shore"}, "parent": "LH"},
    ]


def test_sheets_of_an_earlier_report_are_no_data() -> None:
    tables = [Table("a.xlsx", "Problems"), Table("a.xlsx", "Data")]
    contents = Contents("xlsx", tables, properties={"suluh_report_sheets": "Problems/suluh_marks"})
    assert [table.sheet for table in without_report_sheets(contents).tables] == ["Data"]


def test_a_workbook_without_any_sign_of_ours_is_not_suluh(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["agency", "tel"])
    book.save(tmp_path / "other.xlsx")
    assert not is_suluh(contents_of(tmp_path / "other.xlsx"))
