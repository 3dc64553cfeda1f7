"""What comes out of folders and zips of tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from suluh.directory.intake.sandbox import open_file
from suluh.directory.intake.tables import Contents, Refused
from tests.directory.intake import hostile

_FILES = {
    "datapackage.json": b'{"name": "county"}',
    "data/services.csv": b"id,name\n1,Legal aid\n",
    "data/phones.csv": b"id,number\n1,+44 20 7946 0100\n",
    "data/programs.csv": b"",
    "derived/services.csv": b"id\n9\n",
    "NOTE.md": b"About this package",
    ".DS_Store": b"\0\0\0",
}
_SHARED = Path(__file__).parents[4] / "shared"  # beside the repository
_MIAMI = _SHARED / "data/hsds/open211-miami-2019"


def _folder(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


def _rows(contents: Contents) -> dict[str, int]:
    return {table.file: len(table.rows) for table in contents.tables}


def test_a_folder_is_read_with_its_data(tmp_path: Path) -> None:
    contents = open_file(_folder(tmp_path / "county", _FILES))
    assert contents.kind == "package"
    assert _rows(contents) == {"services.csv": 2, "phones.csv": 2}
    assert contents.documents == {"datapackage.json": {"name": "county"}}
    assert contents.remarks == [
        ("file.others.ignored", {"file": "county", "names": "NOTE.md, derived"})
    ]


@pytest.mark.parametrize("outer", ["", "county-2019/"])
def test_a_zip_is_read_with_or_without_a_folder_around_it(outer: str, tmp_path: Path) -> None:
    files = {outer + name: content for name, content in _FILES.items()}
    litter = {"__MACOSX/._services.csv": b"\0\1"}
    contents = open_file(hostile.package(tmp_path / "county.zip", {**files, **litter}))
    assert _rows(contents) == {"services.csv": 2, "phones.csv": 2}
    assert list(contents.documents) == ["datapackage.json"]
    assert contents.remarks == [
        ("file.others.ignored", {"file": "county.zip", "names": "NOTE.md, derived/services.csv"})
    ]


def test_a_zip_of_json_is_json(tmp_path: Path) -> None:
    contents = open_file(hostile.package(tmp_path / "s.zip", {"services.json": b'[{"id": "1"}]'}))
    assert (contents.kind, contents.documents) == ("json", {"services.json": [{"id": "1"}]})


@pytest.mark.asvs("5.2.5")
def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "county", _FILES)
    outside = _folder(tmp_path / "outside", {"keys.csv": b"id,key\n1,secret\n"})
    try:
        (folder / "keys.csv").symlink_to(outside / "keys.csv")
    except OSError:
        pytest.skip("this account may not make links")
    contents = open_file(folder)
    assert "keys.csv" not in _rows(contents)
    assert ("file.symlinks.ignored", {"file": "county", "names": "keys.csv"}) in contents.remarks


def test_a_link_in_the_place_of_the_data_folder_is_not_followed(tmp_path: Path) -> None:
    outside = _folder(tmp_path / "outside", {"keys.csv": b"id,key\n1,secret\n"})
    folder = _folder(tmp_path / "county", {"services.csv": b"id,name\n1,Legal aid\n"})
    try:
        (folder / "data").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("this account may not make links")
    assert _rows(open_file(folder)) == {"services.csv": 2}


def test_an_encoding_guessed_in_a_package_names_the_table(tmp_path: Path) -> None:
    files = {"services.csv": "id,name\n1,Café\n".encode("cp1252")}
    contents = open_file(hostile.package(tmp_path / "county.zip", files))
    assert contents.remarks == [
        ("file.encoding.guessed", {"file": "services.csv", "encoding": "cp1252"})
    ]


def test_a_broken_table_in_a_package_is_named(tmp_path: Path) -> None:
    files = {"services.csv": b"id\n1\n", "phones.csv": b"id\n1\0\n"}
    with pytest.raises(Refused) as caught:
        open_file(hostile.package(tmp_path / "county.zip", files))
    assert (caught.value.rule, caught.value.facts["file"]) == ("file.csv.nul", "phones.csv")


def test_a_folder_with_too_many_files_is_refused(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "county", {f"{n}.csv": b"" for n in range(2_001)})
    with pytest.raises(Refused) as caught:
        open_file(folder)
    assert caught.value.rule == "file.zip.entries"


@pytest.mark.miami
@pytest.mark.skipif(not _MIAMI.is_dir(), reason=f"needs {_MIAMI.name} in ../shared/data/hsds")
def test_a_real_county_opens_with_all_its_rows() -> None:
    expected = json.loads((_MIAMI.parent / "EXPECTED_DEFECTS.json").read_text("utf-8"))
    counts = expected["open211-miami-2019"]["counts"]
    contents = open_file(_MIAMI)
    headings = 1
    assert _rows(contents) == {f"{name}.csv": count + headings for name, count in counts.items()}
    assert "datapackage.json" in contents.documents
