"""The report: the person's own workbook handed back, marked, and nothing of it lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from suluh.directory.domain.problems import Problem, Severity, Spot
from suluh.directory.intake.suluh_workbook import without_report_sheets
from suluh.directory.rules import problem
from suluh.directory.workbook.grouping import COMMENTS, COMMENTS_PER_RULE
from suluh.directory.workbook.report import write_report
from tests.directory.workbook.rich import write_rich, write_with_losses
from tests.directory.workbook.samples import GOOD_ROW, contents_of, template_with


def _unknown(cell: str, sheet: str = "Data", found: str = "mayb") -> Problem:
    spot = Spot("list.xlsx", sheet, cell, int("".join(filter(str.isdigit, cell))))
    return problem("services.code.unknown", spot, key="a-1", found=found, value=found,
                   column="open")  # fmt: skip


def _extra(cell: str) -> Problem:
    return problem("services.column.extra", Spot("list.xlsx", "Data", cell, 1), found="beds")


def _report(tmp_path: Path, problems: Sequence[Problem], **more: object) -> Workbook:
    original = write_rich(tmp_path / "list.xlsx")
    options = {"language": "en", "hide": {}} | more
    lost = write_report(original, tmp_path / "out.xlsx", problems=problems, **options)  # type: ignore[arg-type]
    assert lost == []
    return load_workbook(tmp_path / "out.xlsx")


def test_values_formulas_styles_drop_downs_comments_and_names_are_kept(tmp_path: Path) -> None:
    book = _report(tmp_path, [_unknown("C5")])
    data = book["Data"]
    assert data["B3"].value == "House 2"
    assert data["E2"].value == "=SUM(D2:D31)"
    assert (data["A1"].fill.fgColor.rgb, data["A1"].font.bold) == ("FFCCFFCC", True)
    [offered] = data.data_validations.dataValidation
    assert (offered.formula1, str(offered.sqref)) == ("Words!$A$1:$A$2", "C2:C31")
    assert data["B2"].comment is not None
    assert data["B2"].comment.text == "Ask Friday"
    assert [str(each) for each in data.merged_cells.ranges] == ["A33:C33"]
    assert [str(each.sqref) for each in data.conditional_formatting] == ["D2:D31"]
    assert data.freeze_panes == "A2"
    assert "beds" in book.defined_names


def test_an_error_has_a_tint_a_thick_border_and_an_explanation(tmp_path: Path) -> None:
    data = _report(tmp_path, [_unknown("C5"), _extra("D1")])["Data"]
    error, warning = data["C5"], data["D1"]
    assert (error.fill.fgColor.rgb, error.border.left.style) == ("00FBE9E2", "thick")
    assert (warning.fill.fgColor.rgb, warning.border.left.style) == ("00FFF3D3", "thin")
    assert error.comment is not None
    for words in ("A word that is not on the list", "mayb", "Choose from the list."):
        assert words in error.comment.text


def test_a_comment_that_was_there_is_kept_and_added_to(tmp_path: Path) -> None:
    comment = _report(tmp_path, [_unknown("B2")])["Data"]["B2"].comment
    assert comment is not None
    assert comment.text.startswith("Ask Friday\n\n")
    assert "not on the list" in comment.text
    assert comment.author == "Team"


def test_a_problem_inside_merged_cells_is_shown_at_their_corner(tmp_path: Path) -> None:
    data = _report(tmp_path, [_unknown("B33")])["Data"]
    assert data["A33"].comment is not None


def test_a_problem_of_a_whole_row_is_shown_at_its_first_cell(tmp_path: Path) -> None:
    spot = Spot("list.xlsx", "Data", "", 4)
    data = _report(tmp_path, [problem("services.service_id.missing", spot)])["Data"]
    assert data["A4"].comment is not None


def test_the_first_sheet_groups_the_problems_with_the_most_useful_first(tmp_path: Path) -> None:
    many = [_unknown(f"C{line}") for line in range(2, 31)]
    book = _report(tmp_path, [_extra("D1"), *many])
    sheet = book.worksheets[0]
    assert sheet.title == "Problems"
    assert book.active is sheet
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert [row[:3] for row in rows] == [
        ["Mend", "A word that is not on the list", 29],
        ["Look", "A column of your own", 1],
    ]
    assert sheet["A2"].value == ("29 to mend, 1 to look at. Rows to mend wait, nothing is lost.")


def test_links_lead_to_the_first_twenty_cells_and_the_rest_is_counted(tmp_path: Path) -> None:
    sheet = _report(tmp_path, [_unknown(f"C{line}") for line in range(2, 31)]).worksheets[0]
    links = [cell for cell in sheet[6] if cell.hyperlink]
    assert len(links) == 20
    assert links[0].hyperlink is not None
    assert links[0].hyperlink.location == "'Data'!C2"
    assert sheet.cell(6, 26).value == "and 9 more"


def test_there_is_never_a_wall_of_comments(tmp_path: Path) -> None:
    rules = ("services.code.unknown", "services.column.extra", "texts.field.unknown",
             "texts.language.unknown")  # fmt: skip
    problems = [
        problem(rule, Spot("", "Data", f"{column}{line}", line), found="x", value="x", column="y")
        for rule, column in zip(rules, "ABCD", strict=True)
        for line in range(41, 191)
    ]
    book = _report(tmp_path, problems)
    cells = [cell for row in book["Data"].iter_rows() for cell in row]
    explained = [cell for cell in cells if cell.comment and "Suluh" in cell.comment.text]
    assert len(explained) == COMMENTS
    per_column = Counter(cell.column for cell in explained)
    assert set(per_column.values()) == {COMMENTS_PER_RULE}
    assert sum(cell.fill.fgColor.rgb in ("00FBE9E2", "00FFF3D3") for cell in cells) == 600
    assert "300 more marked cells have no comment" in str(book.worksheets[0]["A3"].value)


def test_a_hidden_cell_is_written_nowhere_in_the_file(tmp_path: Path) -> None:
    _report(tmp_path, [_unknown("B3", found="▮▮▮")], hide={("Data", "B3"): "▮▮▮"})
    with ZipFile(tmp_path / "out.xlsx") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8")
    assert "House 2<" not in everything
    assert "House 3<" in everything
    assert load_workbook(tmp_path / "out.xlsx")["Data"]["B3"].value == "▮▮▮"


def test_mending_in_the_report_and_checking_again_leaves_no_old_mark(tmp_path: Path) -> None:
    _report(tmp_path, [_unknown("B2"), _unknown("C5"), _unknown("A1")])
    again = tmp_path / "again.xlsx"
    write_report(tmp_path / "out.xlsx", again, problems=[_unknown("C6")], language="en", hide={})
    book = load_workbook(again)
    data = book["Data"]
    assert book.sheetnames == ["Problems", "Data", "Words", "suluh_marks"]
    assert data["C5"].comment is None
    assert data["C5"].fill.fill_type is None
    assert data["C5"].border.left.style is None
    assert data["A1"].fill.fgColor.rgb == "FFCCFFCC"
    assert data["B2"].comment is not None
    assert data["B2"].comment.text == "Ask Friday"
    assert data["C6"].comment is not None
    read = without_report_sheets(contents_of(again))
    assert [table.sheet for table in read.tables] == ["Data", "Words"]


def test_a_suluh_workbook_stays_one(tmp_path: Path) -> None:
    original = template_with(tmp_path / "form.xlsx", {0: [GOOD_ROW]})
    problems = [_unknown("G4", sheet="Services")]
    lost = write_report(original, tmp_path / "out.xlsx", problems=problems, language="km", hide={})
    contents = contents_of(tmp_path / "out.xlsx")
    assert lost == []
    assert contents.properties["suluh_template"] == "1"
    book = load_workbook(tmp_path / "out.xlsx")
    assert "list_service_types" in book.defined_names
    assert book["Services"].data_validations.count > 5
    assert book["Services"].row_dimensions[2].hidden


def test_a_sheet_of_theirs_called_problems_is_left_alone(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Problems"
    book.worksheets[0]["A1"] = "mine"
    book.save(tmp_path / "list.xlsx")
    write_report(tmp_path / "list.xlsx", tmp_path / "out.xlsx", problems=[], language="en", hide={})
    out = load_workbook(tmp_path / "out.xlsx")
    assert out.sheetnames[:2] == ["Problems 2", "Problems"]
    assert out["Problems"]["A1"].value == "mine"
    assert out["Problems 2"]["A2"].value == "Nothing to mend and nothing to look at."


def test_what_could_not_be_kept_is_named_in_the_report(tmp_path: Path) -> None:
    original = write_with_losses(tmp_path / "list.xlsx")
    with ZipFile(original, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/future/part.xml", b"<new/>")
    out = tmp_path / "out.xlsx"
    lost = write_report(original, out, problems=[_unknown("A2")], language="en", hide={})
    assert set(lost) >= {
        "Macros",
        "Pictures: 1",
        "Shapes and text boxes: on 1 sheets",
        "Newer conditional formats, such as data bars: on 1 sheets",
        "Other parts: xl/future/part.xml",
    }
    shown = {cell.value for row in load_workbook(out).worksheets[0].iter_rows() for cell in row}
    assert {*lost, "What could not be kept in this copy"} <= shown


def test_a_drop_down_that_excel_keeps_as_an_extension_is_kept(tmp_path: Path) -> None:
    original = _with_extended_dropdown(write_rich(tmp_path / "list.xlsx"))
    out = tmp_path / "out.xlsx"
    assert write_report(original, out, problems=[], language="en", hide={}) == []
    offered = load_workbook(out)["Words"].data_validations.dataValidation
    assert [(each.formula1, str(each.sqref), each.type) for each in offered] == [
        ("Data!$A$2:$A$9", "B1:B5", "list")
    ]


def _with_extended_dropdown(path: Path) -> Path:
    """What Excel 2010 and later writes for a list that stands on another sheet."""
    extension = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.'
        'microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" xmlns:xm='
        '"http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list" '
        'allowBlank="1"><x14:formula1><xm:f>Data!$A$2:$A$9</xm:f></x14:formula1><xm:sqref>B1:B5'
        "</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet2.xml"
    parts[sheet] = parts[sheet].replace(b"</worksheet>", extension.encode())
    with ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("name", ["list.csv", "list.zip", "list.json"])
def test_for_another_file_a_workbook_is_made_with_the_affected_rows(
    tmp_path: Path, name: str
) -> None:
    original = tmp_path / name
    original.write_bytes(b"never read")
    problems = [
        problem("services.code.unknown", Spot("services.csv", "", f"C{line}", line), key="a",
                found="=HYPERLINK(1)", value="mayb", column="open")
        for line in range(2, 2105)
    ]  # fmt: skip
    lost = write_report(original, tmp_path / "out.xlsx", problems=problems, language="en", hide={})
    book = load_workbook(tmp_path / "out.xlsx")
    assert lost == []
    assert book.sheetnames == ["Problems", "Rows to look at"]
    rows = book["Rows to look at"]
    assert [cell.value for cell in rows[2]][:4] == ["services.csv", "2", "C2", "=HYPERLINK(1)"]
    assert rows["D2"].data_type == "s"
    assert rows.cell(2003, 1).value == "The first 2,000 of 2,103 rows stand here."
    assert book["Problems"].cell(6, 3).value == 2103


def test_the_report_speaks_the_readers_language_and_direction(tmp_path: Path) -> None:
    sheet = _report(tmp_path, [_unknown("C5")], language="ar").worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert sheet.title != "Problems"


def test_the_worst_problem_of_a_cell_decides_its_mark(tmp_path: Path) -> None:
    both = [_extra("C5"), _unknown("C5")]
    assert {each.severity for each in both} == set(Severity)
    cell = _report(tmp_path, both)["Data"]["C5"]
    assert cell.border.left.style == "thick"
    assert cell.comment is not None
    assert cell.comment.text.count("→") == 2
