"""The empty workbook: two calm sheets, in the team's language, that never say no while typing."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from suluh.directory.domain.fields import REQUIRED_KEYS, short_form
from suluh.directory.vocabularies import shelf
from suluh.directory.workbook.layout import FIRST_LINE, HEADER_LINE, KEY_LINE
from suluh.directory.workbook.template import new_ids, write_template
from tests.directory.workbook.samples import columns, contents_of


@pytest.fixture
def short(tmp_path: Path) -> Workbook:
    path = tmp_path / "form.xlsx"
    write_template(path, languages=["en", "km"])
    return load_workbook(path)


def _headers(sheet: Worksheet) -> dict[str, str]:
    return {key: str(sheet.cell(HEADER_LINE, at).value) for key, at in columns(sheet).items()}


def test_the_short_form_has_two_visible_sheets(short: Workbook) -> None:
    assert [(sheet.title, sheet.sheet_state) for sheet in short.worksheets] == [
        ("Services", "visible"),
        ("Lists", "visible"),
    ]


def test_every_field_of_the_short_form_has_a_column_and_texts_one_for_each_language(
    short: Workbook,
) -> None:
    keys = columns(short.worksheets[0])
    assert {key.partition(".")[0] for key in keys} == {field.key for field in short_form()}
    assert {"name.en", "name.km"} <= keys.keys()
    assert _headers(short.worksheets[0])["name.km"] == "Service name (ខ្មែរ)"


def test_the_keys_are_hidden_and_the_headers_stay_in_sight(short: Workbook) -> None:
    services = short.worksheets[0]
    assert services.row_dimensions[KEY_LINE].hidden
    assert not services.row_dimensions[HEADER_LINE].hidden
    assert services.freeze_panes == "D4"


def test_the_six_needed_things_are_marked_with_a_sign_and_a_line(short: Workbook) -> None:
    services = short.worksheets[0]
    marked = {key for key, header in _headers(services).items() if "●" in header}
    assert {key.partition(".")[0] for key in marked} == set(REQUIRED_KEYS)
    assert "name.km" not in marked
    lines = {
        key for key, at in columns(services).items()
        if services.cell(HEADER_LINE, at).border.bottom.style == "thick"
    }  # fmt: skip
    assert lines == marked


def test_every_header_is_explained_in_a_comment_with_an_example(short: Workbook) -> None:
    services = short.worksheets[0]
    comments = {
        key: services.cell(HEADER_LINE, at).comment for key, at in columns(services).items()
    }
    assert all(comments.values())
    types = comments["types"]
    assert types is not None
    assert "put ; between" in types.text
    assert "Example: Safe place now; Doctor and hospital" in types.text
    assert types.author == "Suluh"


def test_a_drop_down_asks_but_never_refuses_and_offers_labels(short: Workbook) -> None:
    services = short.worksheets[0]
    validations = services.data_validations.dataValidation
    assert {each.errorStyle for each in validations} == {"warning"}
    of_types = next(each for each in validations if each.formula1 == "list_service_types")
    assert next(iter(of_types.sqref.ranges)).min_row == FIRST_LINE
    [(sheet, cells)] = short.defined_names["list_service_types"].destinations
    offered = [row[0].value for row in short[sheet][cells]]
    assert offered == [term.label("en") for term in shelf()["service_types"]]


def test_phones_are_text_and_dates_are_iso(short: Workbook) -> None:
    services = short.worksheets[0]
    at = columns(services)
    formats = {
        key: services.column_dimensions[get_column_letter(at[key])].number_format
        for key in ("phone", "verified_on")
    }
    assert formats == {"phone": "@", "verified_on": "yyyy-mm-dd"}


def test_each_row_has_an_id_that_no_other_workbook_has(short: Workbook) -> None:
    ids = [short.worksheets[0].cell(line, 1).value for line in range(FIRST_LINE, FIRST_LINE + 500)]
    assert len(set(ids)) == 500
    prefix = str(ids[0]).partition("-")[0]
    assert ids[0] == f"{prefix}-001"
    assert {new_ids(1)[0] for _ in range(50)} != {new_ids(1)[0]}


def test_the_workbook_knows_its_version_and_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_template(path, languages=["en", "id"], long=True, rows=3)
    assert contents_of(path).properties == {
        "suluh_template": "1",
        "suluh_form": "long",
        "suluh_languages": "en,id",
    }
    properties = load_workbook(path).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.title == "Services"


@pytest.mark.parametrize("language", ["en", "km", "ar"])
@pytest.mark.parametrize("long", [False, True])
def test_it_opens_in_every_direction_of_writing(tmp_path: Path, language: str, long: bool) -> None:
    path = tmp_path / "form.xlsx"
    write_template(path, languages=[language, "en"], long=long, rows=5)
    book = load_workbook(path)
    assert {bool(sheet.sheet_view.rightToLeft) for sheet in book} == {language == "ar"}
    assert len(contents_of(path).tables) == (9 if long else 2)
    assert len({sheet.title for sheet in book}) == len(book.sheetnames)


def test_the_long_form_has_its_nine_sheets_with_ids_first(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_template(path, languages=["en", "km"], long=True, rows=5)
    book = load_workbook(path)
    assert book.sheetnames == [
        "Read me", "Organizations", "Services", "Contacts", "Places", "Texts", "Verification",
        "Lists", "Checks",
    ]  # fmt: skip
    for name in ("Services", "Contacts", "Places", "Texts", "Verification"):
        assert book[name].cell(KEY_LINE, 1).value == "service_id"
    assert "name.km" not in columns(book["Services"])
    assert "phone" not in columns(book["Services"])


def test_the_checks_count_with_formulas(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_template(path, languages=["en"], long=True, rows=5)
    formulas = [str(row[1].value) for row in load_workbook(path)["Checks"].iter_rows(min_row=2)]
    assert len(formulas) == 8
    assert all(formula.startswith("=") for formula in formulas)
    assert formulas[0].startswith("=SUMPRODUCT(--((LEN(Services!$C$4:$C$8)")


def test_the_lists_show_every_chosen_language(short: Workbook) -> None:
    shown = {str(cell.value) for row in short.worksheets[1].iter_rows() for cell in row}
    yes = shelf()["yes_no_ask"]["yes"]
    assert "Yes" in shown
    assert yes.labels.get("km", "Yes") in shown
    assert "area.code" in shown


def test_a_template_without_a_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="language"):
        write_template(tmp_path / "form.xlsx", languages=[])
