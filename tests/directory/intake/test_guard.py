"""The guard's own promises that no single hostile file shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlsxwriter

from suluh.directory.intake import guard, guard_sheet, limits, open_xlsx
from suluh.directory.intake.guard import Kind
from suluh.directory.intake.tables import Refused
from suluh.directory.rules import rules
from tests.directory.intake import hostile

_INTAKE = Path(guard.__file__).parent


def test_every_refusal_has_words_and_no_words_are_left_over() -> None:
    sources = [path.read_text("utf-8") for path in _INTAKE.glob("*.py")]
    named = {rule for text in sources for rule in re.findall(r'"(file\.[a-z_]+\.[a-z_]+)"', text)}
    described = {rule for rule in rules() if rule.startswith("file.")}
    assert named == described


@pytest.mark.asvs("5.2.2")
def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    book = hostile.workbook(tmp_path / "book.xlsx").rename(tmp_path / "book.csv")
    table = tmp_path / "table.xlsx"
    table.write_bytes(b"id,name\n1,Legal aid\n")
    document = tmp_path / "document"
    document.write_bytes(b'\xef\xbb\xbf\n{"services": []}')
    kinds = [guard.inspect(path) for path in (book, table, document, tmp_path)]
    assert kinds == [Kind.XLSX, Kind.CSV, Kind.JSON, Kind.FOLDER]


@pytest.mark.asvs("5.2.1")
def test_a_file_above_the_limit_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "FILE_BYTES", 5 * limits.MEGABYTE)
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(5 * limits.MEGABYTE + 1)
    with pytest.raises(Refused) as caught:
        guard.inspect(path)
    assert (caught.value.rule, caught.value.facts) == ("file.size.large", {"megabytes": "5"})


@pytest.mark.parametrize("build", hostile.LABORIOUS)
def test_formulas_that_take_long_to_work_out_are_refused(
    build: hostile.Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard_sheet, "FORMULAS", 2_500)
    monkeypatch.setattr(guard_sheet, "FORMULA_TEXT", 100_000)
    with pytest.raises(Refused) as caught:
        open_xlsx.read(build(tmp_path))
    assert caught.value.rule == "file.table.formulas"


@pytest.mark.parametrize("limit", ["CELLS", "TEXT"])
def test_cells_and_their_text_are_counted_over_all_sheets(
    limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for _ in range(2):
            book.add_worksheet().write_column("A1", ["ten chars."] * 10)
    assert len(open_xlsx.read(path).tables) == 2
    monkeypatch.setattr(guard_sheet, limit, {"CELLS": 15, "TEXT": 150}[limit])
    with pytest.raises(Refused) as caught:
        open_xlsx.read(path)
    assert caught.value.rule == f"file.table.{limit.lower()}"


@pytest.mark.asvs("5.3.3")
@pytest.mark.parametrize("name", ["/etc/services.csv", "..\\services.csv", "C:\\services.csv"])
def test_names_that_point_outside_are_refused_on_every_system(name: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        guard.inspect(hostile.package(tmp_path / "s.zip", {name: b"id\n"}))
    assert caught.value.rule == "file.zip.path"


def test_a_picture_in_a_workbook_may_have_a_document_type(tmp_path: Path) -> None:
    drawing = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>'
    path = hostile.workbook(tmp_path / "logo.xlsx", parts={"xl/media/image1.svg": drawing})
    assert guard.inspect(path) == Kind.XLSX


@pytest.mark.asvs("1.5.1")
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml", "docProps/custom.xml"])
def test_no_other_part_may_define_entities(part: str, tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
    with pytest.raises(Refused) as caught:
        guard.inspect(hostile.workbook(tmp_path / "bomb.xlsx", parts={part: bomb}))
    assert caught.value.rule == "file.xml.entities"


@pytest.mark.asvs("1.5.1")
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_entities_are_found_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'.encode(encoding)
    with pytest.raises(Refused) as caught:
        guard.inspect(hostile.workbook(tmp_path / "b.xlsx", parts={"xl/styles.xml": bomb}))
    assert caught.value.rule == "file.xml.entities"
