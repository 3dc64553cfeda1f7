"""Rows that wait come back as a small workbook, under the same ids, with the reasons."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from suluh.directory.domain.problems import Problem, Spot
from suluh.directory.domain.records import Cell, Draft
from suluh.directory.intake.suluh_workbook import read_suluh
from suluh.directory.rules import problem
from suluh.directory.workbook.layout import FIRST_LINE
from suluh.directory.workbook.quarantine import write_quarantine
from tests.directory.workbook.samples import columns, contents_of


def _cell(value: object, name: str) -> Cell:
    return Cell(value, Spot("list.csv", "", name, int(name[1:])))


def _draft(key: str = "a-1") -> Draft:
    cells = {
        "service_id": _cell(key, "A7"),
        "name.en": _cell("=Night line", "B7"),
        "name.th": _cell("สายด่วน", "C7"),
        "types": _cell("hotlin", "D7"),
        "cost_note.en": _cell("Ask", "E7"),
        "phone": _cell("+44 20 7946 0101", "F7"),
    }
    return Draft(key, Spot("list.csv", "", "", 7), cells)


def _problem(key: str = "a-1") -> Problem:
    spot = Spot("list.csv", "", "D7", 7)
    return problem("services.code.unknown", spot, key=key, found="hotlin", value="hotlin",
                   column="types")  # fmt: skip


def _first(sheet: Worksheet) -> dict[str, object]:
    return {key: sheet.cell(FIRST_LINE, at).value for key, at in columns(sheet).items()}


def test_a_row_keeps_its_id_and_every_value_it_had(tmp_path: Path) -> None:
    path = tmp_path / "waiting.xlsx"
    write_quarantine(path, drafts=[_draft()], problems=[_problem()], languages=["en"])
    [draft] = read_suluh(contents_of(path), "lake").drafts
    assert draft.key == "a-1"
    kept = {key: cell.value for key, cell in draft.cells.items() if not cell.blank}
    assert kept == {key: cell.value for key, cell in _draft().cells.items()}


def test_the_reason_stands_beside_the_row_and_on_the_cell(tmp_path: Path) -> None:
    path = tmp_path / "waiting.xlsx"
    write_quarantine(path, drafts=[_draft()], problems=[_problem()], languages=["en"])
    sheet = load_workbook(path).worksheets[0]
    assert "hotlin" in str(_first(sheet)["why"])
    bad = sheet.cell(FIRST_LINE, columns(sheet)["types"])
    assert bad.comment is not None
    assert "list" in bad.comment.text
    assert (bad.fill.fgColor.rgb, bad.border.left.style) == ("FFFBE9E2", "thick")
    good = sheet.cell(FIRST_LINE, columns(sheet)["phone"])
    assert good.comment is None


def test_the_reasons_are_never_read_as_data(tmp_path: Path) -> None:
    path = tmp_path / "waiting.xlsx"
    write_quarantine(path, drafts=[_draft()], problems=[_problem()], languages=["km"])
    reading = read_suluh(contents_of(path), "lake")
    assert reading.problems == []
    assert "why" not in reading.drafts[0].cells


def test_contacts_and_places_have_sheets_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "waiting.xlsx"
    draft = _draft()
    draft.contacts = [{"channel": _cell("phone", "B2"), "value": _cell("12", "C2")}]
    draft.places = [{"locality": _cell("Lake Harrow", "B2")}]
    write_quarantine(path, drafts=[draft, _draft("b-2")], problems=[], languages=["en"])
    contents = contents_of(path)
    assert contents.properties["suluh_form"] == "long"
    first, second = read_suluh(contents, "lake").drafts
    assert [row["value"].value for row in first.contacts] == ["12"]
    assert [row["locality"].value for row in first.places] == ["Lake Harrow"]
    assert second.contacts == []


def test_a_row_without_an_id_is_explained_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "waiting.xlsx"
    missing = problem("services.service_id.missing", Spot("list.csv", "", "A7", 7))
    write_quarantine(path, drafts=[_draft(""), _draft()], problems=[missing], languages=["en"])
    sheet = load_workbook(path).worksheets[0]
    at = columns(sheet)
    assert sheet.cell(FIRST_LINE, at["service_id"]).value is None
    assert "no service id" in str(sheet.cell(FIRST_LINE, at["why"]).value)


def test_a_quarantine_without_a_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="language"):
        write_quarantine(tmp_path / "x.xlsx", drafts=[], problems=[], languages=[])
