"""What comes out of a workbook that is sound."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from suluh.directory.intake.sandbox import open_file
from suluh.directory.intake.tables import Table
from tests.directory.intake import hostile


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table]:
    """The tables of a workbook as a careful and a less careful person may have made it."""
    path = (
        tmp_path_factory.mktemp("books") / "directory.xls"
    )  # named wrongly, and all the same an .xlsx
    with xlsxwriter.Workbook(str(path)) as book:
        _values(book, book.add_worksheet("services"))
        _oddities(book, book.add_worksheet("messy"))
        book.add_worksheet("lists").very_hidden()
        book.add_chartsheet("picture").set_chart(_chart(book))
        book.set_custom_property("suluh_template", "2026-1")
    contents = open_file(path)
    assert contents.kind == "xlsx"
    assert contents.properties == {"suluh_template": "2026-1"}
    assert {table.file for table in contents.tables} == {"directory.xls"}
    return {table.sheet: table for table in contents.tables}


def _values(book: Any, sheet: Any) -> None:
    formats = {code: book.add_format({"num_format": code}) for code in ("d/m/yyyy", "[h]:mm")}
    sheet.write_row("B3", ["បន្ទប់", 5, 5.5, True])
    sheet.write_datetime("F3", datetime.datetime(2026, 1, 31), formats["d/m/yyyy"])
    sheet.write_datetime("G3", datetime.timedelta(hours=9, minutes=30), formats["[h]:mm"])
    sheet.write_datetime("H3", datetime.timedelta(hours=30), formats["[h]:mm"])
    sheet.write_formula("B6", "=SUM(D3:D5)", None, 5.5)
    sheet.write_formula("I7", "=1/0", None, "#DIV/0!")
    sheet.write_string("B8", "=not a formula but text")


def _oddities(book: Any, sheet: Any) -> None:
    yellow = book.add_format({"bg_color": "#FFFF00"})
    white = book.add_format({"bg_color": "#FFFFFF"})
    sheet.write("A1", "closed", yellow)
    sheet.write("B1", "open", white)
    sheet.write_blank("C1", None, yellow)
    sheet.merge_range("A2:A4", "North")
    sheet.write("B4", "phone")
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.set_row(70, None, None, {"hidden": True})
    sheet.merge_range("D1:M90", "")


def _chart(book: Any) -> Any:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=services!$D$3:$D$5"})
    return chart


def test_values_keep_their_kind_and_place(opened: dict[str, Table]) -> None:
    rows = dict(opened["services"].rows)
    date = datetime.date(2026, 1, 31)
    time = datetime.time(9, 30)
    assert rows[3] == [None, "បន្ទប់", 5, 5.5, True, date, time, "1 day, 6:00:00", None]
    assert [type(cell) for cell in rows[3][2:4]] == [int, float]


def test_a_formula_is_its_text_even_where_no_result_was_stored(opened: dict[str, Table]) -> None:
    rows = dict(opened["services"].rows)
    assert rows[6][1] == "=SUM(D3:D5)"
    assert rows[7][8] == "=1/0"
    assert rows[8][1] == "=not a formula but text"


def test_empty_lines_are_left_out_and_lines_keep_their_number(opened: dict[str, Table]) -> None:
    assert [line for line, _ in opened["services"].rows] == [3, 6, 7, 8]


def test_hidden_sheets_are_read_and_charts_are_none(opened: dict[str, Table]) -> None:
    assert list(opened) == ["services", "messy", "lists"]
    assert opened["lists"].rows == []


def test_colours_of_filled_cells_are_told(opened: dict[str, Table]) -> None:
    assert opened["messy"].fills == {"A1": "FFFF00"}


def test_merged_ranges_end_where_the_table_ends(opened: dict[str, Table]) -> None:
    assert opened["messy"].merged == ["A2:A4"]


def test_hidden_rows_are_told_where_they_hold_something(opened: dict[str, Table]) -> None:
    assert opened["messy"].hidden_rows == [2]


def test_a_shared_formula_reads_as_it_does_in_each_cell(tmp_path: Path) -> None:
    rows = [hostile.shared_formula(1, 'A1*$C$1&amp;"A1"'), hostile.shared_formula(2)]
    (table,) = open_file(hostile.workbook(tmp_path / "shared.xlsx", rows)).tables
    assert [cells[1] for _, cells in table.rows] == ['=A1*$C$1&"A1"', '=A2*$C$1&"A1"']


@pytest.mark.parametrize("formula", ["A1", '"open', "Sheet1!A1:"])
def test_a_shared_formula_that_makes_no_sense_elsewhere_stays_as_it_is(
    formula: str, tmp_path: Path
) -> None:
    rows = [hostile.shared_formula(2, formula), hostile.shared_formula(1)]
    (table,) = open_file(hostile.workbook(tmp_path / "shared.xlsx", rows)).tables
    assert {cells[1] for _, cells in table.rows} == {f"={formula}"}


def test_cells_that_do_not_say_where_they_are_stand_in_order(tmp_path: Path) -> None:
    rows = ["<row><c><v>1</v></c><c/><c><f>A1</f></c></row>", "<row><c><v>2</v></c></row>"]
    (table,) = open_file(hostile.workbook(tmp_path / "terse.xlsx", rows)).tables
    assert table.rows == [(1, [1, None, "=A1"]), (2, [2, None, None])]


def test_theme_colours_are_told_as_they_look(tmp_path: Path) -> None:
    parts = {"xl/styles.xml": _STYLES, "xl/theme/theme1.xml": _THEME}
    rows = ['<row r="1">' + "".join(_styled(f"{c}1", n) for n, c in enumerate("ABCD")) + "</row>"]
    path = hostile.workbook(tmp_path / "theme.xlsx", rows, parts=parts)
    (table,) = open_file(path).tables
    assert table.fills == {"B1": "4472C4", "C1": "B4C7E7", "D1": "FF0000"}


def _styled(reference: str, style: int) -> str:
    return f'<c r="{reference}" s="{style}"><v>1</v></c>'


_COLOURS = ("000000", "FFFFFF", "44546A", "E7E6E6", "4472C4", "ED7D31", "A5A5A5", "FFC000")
_THEME = f"""<theme><themeElements><clrScheme>{
    "".join(f'<c{n}><srgbClr val="{colour}"/></c{n}>' for n, colour in enumerate(_COLOURS))
}</clrScheme></themeElements></theme>"""


def _fill(colour: str) -> str:
    return f'<fill><patternFill patternType="solid"><fgColor {colour}/></patternFill></fill>'


_STYLES = f"""<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fills>
<fill><patternFill patternType="none"/></fill>{_fill('theme="4"')}
{_fill('theme="4" tint="0.6"')}{_fill('indexed="10"')}</fills><cellXfs>
{"".join(f'<xf fillId="{n}"/>' for n in range(4))}</cellXfs></styleSheet>"""
