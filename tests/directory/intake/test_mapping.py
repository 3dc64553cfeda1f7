from __future__ import annotations

from pathlib import Path

import pytest

from suluh.directory.intake.header_words import ages_in, match
from suluh.directory.intake.mapping import Colour, Column, Mapping, dump, load, loads, suggest
from suluh.directory.intake.sandbox import open_file
from tests.directory.intake import messy
from tests.directory.intake.samples import Line, sheet


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Service name", "name"), ("Site Phone", "phone"), ("E-mail", "email"),
        ("Nama layanan", "name"), ("No. Telepon", "phone"), ("Alamat", "street"),
        ("លេខទូរស័ព្ទ", "phone"), ("អាសយដ្ឋាន", "street"), ("ឈ្មោះសេវា", "name"),
        ("اسم الخدمة", "name"), ("رقم الهاتف", "phone"), ("البريد الإلكتروني", "email"),
        ("Nombre del servicio", "name"), ("Teléfono", "phone"), ("Dirección", "street"),
        ("Contact / Phone", "phone"), ("Nama (Inggris)", "name.en"), ("Name / English", "name.en"),
        ("Name (km)", "name.km"),
    ],
)  # fmt: skip
def test_headers_are_known_in_five_languages(header: str, field: str) -> None:
    found = match(header)
    assert found is not None
    assert found.field == field


def test_a_header_nobody_taught_us_is_not_guessed() -> None:
    assert match("Shoe size") is None


@pytest.mark.parametrize(
    ("text", "ages"),
    [("6-13", (6, 13)), ("'14 – 17", (14, 17)), ("60+", (60, None)), ("2026", None), ("x", None)],
)
def test_ages(text: str, ages: tuple[int, int | None] | None) -> None:
    assert ages_in(text) == ages


def suggested(*lines: Line) -> dict[str, tuple[str, str]]:
    """Header -> (field, value), of columns that are read."""
    mapping = suggest(sheet(*lines), "en")
    return {each.header: (each.field, each.value) for each in mapping.columns if each.field}


def test_columns_are_known_by_what_they_hold() -> None:
    headers: Line = ["Service name", "Write to", "Look at", "Ring", "Nothing"]
    line: Line = ["Clinic", "a@example.org", "www.example.org", "+44 20 7946 0100", "some words"]
    assert suggested(headers, line) == {
        "Service name": ("name", ""),
        "Write to": ("email", ""),
        "Look at": ("website", ""),
        "Ring": ("phone", ""),
    }


def test_a_date_of_something_is_never_taken_for_the_last_check() -> None:
    mapping = suggest(sheet(["Service name", "Founded"], ["Clinic", "2001-05-01"]), "en")
    column = mapping.column("founded")
    assert column is not None
    assert (column.field, column.guess) == ("", "verified_on")


def test_ticks_are_read_by_their_headers() -> None:
    headers: Line = ["Service name", "0-5", "Spanish", "Women", "Sign language", "Parking"]
    assert suggested(headers, ["Clinic", "x", "X", "✓", "x", "x"]) == {
        "Service name": ("name", ""),
        "0-5": ("ages", "0-5"),
        "Spanish": ("languages_staff", "es"),
        "Women": ("serves", "women"),
        "Sign language": ("accessibility", "sign_language"),
    }


def test_of_two_columns_for_one_field_the_surer_is_read() -> None:
    headers: Line = ["Service name", "Lead agency address", "Site address", "Phone", "Mobile phone"]
    line: Line = [
        "Clinic",
        "2 Example Street",
        "1 Example Street",
        "020 7946 0100",
        "020 7946 0101",
    ]
    found = suggested(headers, line)
    assert "Lead agency address" not in found
    assert found["Site address"] == ("street", "")
    assert found["Phone"] == found["Mobile phone"] == ("phone", "")


def test_the_sheet_and_the_lines_of_headers_are_found(tmp_path: Path) -> None:
    from_disk = messy.write(tmp_path / "layanan.xlsx")
    mapping = suggest(open_file(from_disk), "id")
    assert (mapping.sheet, mapping.header_lines) == ("Layanan 2569", (3, 4))
    assert mapping.column("Kontak / Telepon") == Column("Kontak / Telepon", "phone", "", 0.9)
    assert mapping.remarks[messy.YELLOW] == "2 cells; a note says: Kuning: gratis"


def test_group_headers_of_a_csv_file_reach_to_the_next() -> None:
    groups: Line = ["Service", "", "Contact", ""]
    found = suggested(
        groups, ["Name", "Type", "Phone", "Email"], ["Clinic", "medical", "", "a@example.org"]
    )
    assert set(found) == {"Service / Name", "Service / Type", "Contact / Phone", "Contact / Email"}


def test_a_mapping_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    written = Mapping(
        columns=(
            Column('A "quoted"\nheader \\ here', "name.id"),
            Column("x", "ages", "6-13"),
            Column("ថ្ងៃ"),
        ),
        colours=(Colour("FFFF00", "cost", "free"),),
        sheet="2026",
        header_lines=(3, 4),
        language="id",
    )
    path = tmp_path / "mapping.toml"
    path.write_text(dump(written), encoding="utf-8")
    assert load(path) == written


def test_every_suggestion_explains_itself() -> None:
    text = dump(suggest(sheet(["Service name", "Founded"], ["Clinic", "2001-05-01"]), "en"))
    assert 'field = "name"  # sure: confidence 0.95' in text
    assert 'field = ""  # not read; perhaps verified_on' in text
    assert loads(text).column("Service name") is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("column = [", "not written as TOML"),
        ("version = 9\n[[column]]\nheader = 'a'", "version 1"),
        ("sheet = 'x'", "names no column"),
        ("colour = 1\n[[column]]\nheader = 'a'", "colour"),
        ("[[column]]\nfield = 'name'", "Column 1: its header is missing"),
        ("[[column]]\nheader = 'a'\nfield = 'shoe_size'", "no field called shoe_size"),
        ("[[column]]\nheader = 'a'\nfield = 'phone.en'", "no field called phone.en"),
        ("[[column]]\nheader = 'a'\nfeild = 'name'", "feild"),
        ("[[column]]\nheader = 3", "quotation marks"),
        ("header_lines = 3\n[[column]]\nheader = 'a'", "such as [3, 4]"),
        (
            "[[column]]\nheader = 'a'\n[colours]\nyellow = {field='cost', value='free'}",
            "six digits",
        ),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"mine\.toml") as refused:
        load(path)
    assert words in str(refused.value)


def test_a_mapping_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be opened"):
        load(tmp_path / "none.toml")
