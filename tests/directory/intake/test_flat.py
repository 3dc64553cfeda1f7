"""Tables that follow no standard: found, understood, and nothing left out in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from suluh.directory.domain.problems import Spot
from suluh.directory.intake.mapping import Colour, Column, Mapping, suggest
from suluh.directory.intake.reading import Options, read
from suluh.directory.intake.sandbox import open_file
from suluh.directory.intake.tables import Contents
from tests.directory.intake import messy
from tests.directory.intake.samples import (
    Line,
    counts,
    only,
    reading_of,
    shared,
    sheet,
    table,
    values,
)  # fmt: skip


def read_with(contents: Contents, mapping: Mapping) -> list[dict[str, object]]:
    reading = read(contents, name="list.xlsx", options=Options(mapping=mapping))
    return [values(draft) for draft in reading.drafts]


@pytest.fixture
def messy_file(tmp_path: Path) -> Contents:
    return open_file(messy.write(tmp_path / "layanan.xlsx"))


def test_a_messy_workbook_gives_each_service_once(messy_file: Contents) -> None:
    reading = reading_of(messy_file, language="id")
    assert reading.source_format == "flat"
    assert [draft.cells["name.id"].value for draft in reading.drafts] == [
        "Bantuan hukum", "Konseling", "Klinik", "Pelatihan kerja", "Makanan",
    ]  # fmt: skip
    assert (reading.services, reading.organizations) == (messy.SERVICES, 2)


def test_merged_cells_speak_for_every_line_they_cover(messy_file: Contents) -> None:
    drafts = reading_of(messy_file, language="id").drafts
    assert drafts[1].cells["organization.id"].value == "Yayasan Contoh"


def test_two_phones_in_a_cell_are_two(messy_file: Contents) -> None:
    drafts = reading_of(messy_file, language="id").drafts
    assert [draft.cells["phone"].value for draft in drafts] == [
        "020 7946 0100;020 7946 0101", "020 7946 0102;020 7946 0103", "2079460104",
        "020 7946 0105;020 7946 0106", "020 7946 0107",
    ]  # fmt: skip
    assert drafts[1].cells["email"].value == "b@example.org;c@example.org"


def test_ticks_become_ages_and_languages(messy_file: Contents) -> None:
    drafts = reading_of(messy_file, language="id").drafts
    first, second = values(drafts[0]), values(drafts[1])
    assert (first["minimum_age"], first["maximum_age"], first["languages_staff"]) == (
        6,
        17,
        "en;id",
    )
    assert (second["minimum_age"], second["maximum_age"]) == (14, 17)
    assert "minimum_age" not in drafts[2].cells


def test_dates_and_hours_go_on_as_found(messy_file: Contents) -> None:
    drafts = reading_of(messy_file, language="id").drafts
    assert drafts[0].cells["verified_on"].value == "12/03/2569"
    assert drafts[2].cells["verified_on"].value == date(2026, 3, 12)
    assert drafts[0].cells["hours"].value == "Sen-Jum 08:00-16:00"


def test_a_cell_knows_its_place_in_the_workbook(messy_file: Contents) -> None:
    draft = reading_of(messy_file, language="id").drafts[2]
    assert draft.cells["phone"].spot == Spot("layanan.xlsx", "Layanan 2569", "C8", 8)
    assert draft.spot.line == 8


def test_notes_other_sheets_and_colours_are_named(messy_file: Contents) -> None:
    reading = reading_of(messy_file, language="id")
    notes = [each.found for each in reading.problems if each.rule == "table.row.left_aside"]
    assert notes == ["Kuning: gratis", "Diperbarui oleh kantor dinas"]
    assert only(reading, "table.sheet.left_aside").found == "Singkatan"
    colours = {each.found for each in reading.problems if each.rule == "table.colour.unmapped"}
    assert colours == {messy.YELLOW, messy.GREEN}
    assert counts(reading)["table.mapping.suggested"] == 1


def test_a_colour_means_what_the_mapping_says(messy_file: Contents) -> None:
    suggested = suggest(messy_file, "id")
    mapping = Mapping(suggested.columns, (Colour(messy.YELLOW, "cost", "free"),), language="id")
    found = read_with(messy_file, mapping)
    assert [row["cost"] for row in found] == ["free", "", "free", "gratis", ""]


def test_reading_twice_gives_the_same_keys(messy_file: Contents) -> None:
    first = [draft.key for draft in reading_of(messy_file).drafts]
    assert first == [draft.key for draft in reading_of(messy_file).drafts]
    assert len(set(first)) == messy.SERVICES


HEADERS: Line = ["Service name", "Organization", "Phone"]
CLINIC: Line = ["Clinic", "Harbour Aid", "020 7946 0100"]


def test_lines_that_say_the_same_get_numbered_keys() -> None:
    keys = [draft.key for draft in reading_of(sheet(HEADERS, CLINIC, CLINIC, CLINIC)).drafts]
    assert keys[1:] == [f"{keys[0]}-2", f"{keys[0]}-3"]


def test_case_and_signs_do_not_change_a_key() -> None:
    other: Line = ["CLINIC ", "harbour aid", "020-7946-0100"]
    one, two = (reading_of(sheet(HEADERS, line)).drafts[0].key for line in (CLINIC, other))
    assert one == two


def test_an_id_of_the_file_is_kept() -> None:
    found = reading_of(sheet(["ID", *HEADERS], ["S-7", *CLINIC]))
    assert found.drafts[0].key == "S-7"


def test_columns_that_are_not_read_are_named_once_each() -> None:
    contents = sheet([*HEADERS, "Shoe size", "Empty"], [*CLINIC, "42", None], [*CLINIC, "43", None])
    found = only(reading_of(contents), "table.column.unmapped")
    assert (found.found, found.facts["count"]) == ("Shoe size", "2")
    assert found.spot.cell == "D1"


def test_a_column_of_the_mapping_that_is_not_there_is_named() -> None:
    mapping = Mapping((Column("Service name", "name"), Column("Fax", "phone")))
    reading = read(sheet(HEADERS, CLINIC), name="list.xlsx", options=Options(mapping=mapping))
    assert only(reading, "table.column.missing").found == "Fax"
    assert "table.mapping.suggested" not in counts(reading)


@pytest.mark.parametrize(
    ("header", "gone", "kept"),
    [
        ("Address is private", "street", "phone"),
        ("Phone private", "phone", "street"),
        ("Confidential", "street", "name.en"),
    ],
)
def test_what_a_row_marks_private_is_not_kept(header: str, gone: str, kept: str) -> None:
    headers = [*HEADERS, "Address", header]
    contents = sheet(
        headers, [*CLINIC, "1 Example Street", "yes"], [*CLINIC, "2 Example Street", "no"]
    )
    reading = reading_of(contents)
    marked, unmarked = reading.drafts
    assert gone not in marked.cells
    assert kept in marked.cells
    assert not unmarked.cells["street"].blank
    assert only(reading, "table.private.left_out").key == marked.key


def test_an_address_marked_private_leaves_the_place_closed() -> None:
    contents = sheet([*HEADERS, "Address", "Private"], [*CLINIC, "1 Example Street", "x"])
    draft = reading_of(contents).drafts[0]
    assert draft.cells["location_disclosure"].value == "contact_first"


def test_an_address_in_a_note_is_masked() -> None:
    contents = sheet(HEADERS, CLINIC, ["Our office is at 19 Mill Street", None, None])
    assert "Mill" not in only(reading_of(contents), "table.row.left_aside").found


def test_types_in_own_words_are_suggested_and_codes_are_kept() -> None:
    contents = sheet(["Name", "Service type"], ["A", "Legal aid"], ["B", "medical"])
    first, second = reading_of(contents).drafts
    assert first.cells["types"].value == "legal_advice"
    assert second.cells["types"].value == "medical"


def test_the_town_is_the_area_where_none_is_named() -> None:
    contents = sheet(["Name", "City"], ["Clinic", "London"])
    assert reading_of(contents).drafts[0].cells["areas"].value == "London"


def test_a_formula_is_left_for_the_check_to_see() -> None:
    contents = sheet(HEADERS, ['=HYPERLINK("https://example.org")', "Harbour Aid", "020 7946 0100"])
    assert str(reading_of(contents).drafts[0].cells["name.en"].value).startswith("=HYPERLINK")


def test_a_file_without_a_table_says_so() -> None:
    reading = reading_of(Contents("csv", [table("empty.csv", ["just", 3])]))
    assert reading.drafts == []
    assert counts(reading) == {"table.rows.none": 1}


@pytest.mark.miami
def test_san_francisco_reads_by_a_suggested_mapping() -> None:
    file = shared("sf-dcyf-2013", "dcyf_cms_05312013.csv")
    reading = read(open_file(file), name=file.name, options=Options(country="US"))
    filled = [
        {key for key, cell in draft.cells.items() if not cell.blank} for draft in reading.drafts
    ]
    assert len(filled) == len({draft.key for draft in reading.drafts}) == 609
    assert all({"name.en", "organization.en"} <= keys for keys in filled)
    assert not any("serves" in keys for keys in filled)
    wanted = ("phone", "street", "languages_staff", "minimum_age")
    assert [sum(key in keys for keys in filled) for key in wanted] == [593, 597, 594, 592]
    first = values(reading.drafts[0])
    assert (first["minimum_age"], first["maximum_age"], first["languages_staff"]) == (
        6,
        17,
        "en;es",
    )
