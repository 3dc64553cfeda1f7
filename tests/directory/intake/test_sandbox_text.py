"""What comes out of CSV and JSON files, however an office's program wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest

from suluh.directory.intake import open_csv
from suluh.directory.intake.sandbox import open_file

_GUESSED = "file.encoding.guessed"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_unicode_is_read_without_guessing(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "services.csv"
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    path.write_bytes(mark + "name,area\nផ្ទះ,Zürich\n".encode(encoding))
    contents = open_file(path)
    assert (contents.kind, contents.remarks) == ("csv", [])
    assert contents.tables[0].rows == [(1, ["name", "area"]), (2, ["ផ្ទះ", "Zürich"])]
    assert (contents.tables[0].file, contents.tables[0].sheet) == ("services.csv", "")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Café – “Zürich”, São Paulo"),
        ("cp874", "บ้านพักเด็กและครอบครัว กรุงเทพมหานคร"),
        ("cp1256", "مركز المساعدة القانونية في المدينة"),
        ("cp1251", "Центр юридической помощи, Москва"),
        ("gb18030", "法律援助中心电话服务时间"),
    ],
)
def test_other_encodings_are_guessed_and_the_guess_is_told(encoding: str, text: str) -> None:
    table, remarks = open_csv.parse("s.csv", f'name,area\n"{text}",x\n'.encode(encoding))
    assert table.rows[1][1][0] == text
    assert remarks == [(_GUESSED, {"file": "s.csv", "encoding": encoding})]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_is_found_though_others_stand_in_the_texts(delimiter: str) -> None:
    other = {",": ";", ";": ",", "\t": ","}[delimiter]
    lines = [f"name{delimiter}what{delimiter}area"]
    lines += [f"Aid {n}{delimiter}{other.join('food')}{other * n}{delimiter}x" for n in range(5)]
    table, _ = open_csv.parse("s.csv", "\n".join(lines).encode())
    assert {len(cells) for _, cells in table.rows} == {3}


def test_one_column_needs_no_separator() -> None:
    table, _ = open_csv.parse("s.csv", b"name\nLegal aid\n")
    assert table.rows == [(1, ["name"]), (2, ["Legal aid"])]


def test_a_line_number_is_where_the_record_starts() -> None:
    data = b'name,note\r\n\r\nA,"one\r\ntwo"\r\n,\r\nB,last\r\n'
    table, _ = open_csv.parse("s.csv", data)
    assert table.rows == [
        (1, ["name", "note"]),
        (3, ["A", "one\r\ntwo"]),
        (6, ["B", "last"]),
    ]


def test_records_keep_the_length_they_have() -> None:
    table, _ = open_csv.parse("s.csv", b"a,b,c\n1,2,3\n1\n1,2,3,4\n")
    assert [len(cells) for _, cells in table.rows] == [3, 3, 1, 4]


def test_everything_in_a_csv_file_is_text() -> None:
    table, _ = open_csv.parse("s.csv", b"id,phone,day,empty\n007,=1+1,2026-01-31,\n")
    assert table.rows[1][1] == ["007", "=1+1", "2026-01-31", ""]


def test_headings_alone_are_a_table() -> None:
    table, _ = open_csv.parse("s.csv", b"id,name\n")
    assert table.rows == [(1, ["id", "name"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_is_parsed_under_its_file_name(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "services.txt"
    path.write_bytes(' {"contents": [{"date": "2026-01-31", "name": "ផ្ទះ"}]}'.encode(encoding))
    contents = open_file(path)
    assert contents.kind == "json"
    assert contents.documents == {
        "services.txt": {"contents": [{"date": "2026-01-31", "name": "ផ្ទះ"}]}
    }
