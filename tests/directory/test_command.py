"""`suluh directory ...`, as a script would call it: exit statuses and the keys of its JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from suluh.config.command import main
from suluh.directory.models import Service
from tests.cast import Cast
from tests.directory.workbooks import COMPLETE, broken_workbook, good_workbook, short_workbook

pytestmark = pytest.mark.usefixtures("home")
DONE, INPUT, USAGE, ELSE = range(4)


@pytest.fixture
def run(
    cast: Cast, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Any:
    """Run a verb for Port Tamsin Desk; gives the status and the one JSON object printed."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "suluh.config.settings.testing")
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> tuple[int, dict[str, Any]]:
        agency = ["--agency", cast.port_tamsin.slug]
        status = main(["directory", *map(str, words), *agency, "--json"])
        said: dict[str, Any] = json.loads(capfd.readouterr().out)
        return status, said

    return run


def test_a_template_is_written(run: Any, tmp_path: Path) -> None:
    status, said = run("template", "t.xlsx", "--languages", "id,en", "--long")
    assert (status, said["form"], said["languages"]) == (DONE, "long", ["id", "en"])
    assert len(load_workbook(tmp_path / "t.xlsx").sheetnames) >= 7


def test_a_check_answers_with_the_keys_of_the_contract(run: Any, tmp_path: Path) -> None:
    path, expected = broken_workbook(tmp_path)
    status, said = run("check", path, "--country", "GB", "--report", tmp_path / "report.xlsx")
    assert status == INPUT
    assert said["source_format"] == "suluh"
    assert said["services"] >= 70
    assert {rule: said["problem_counts"][rule] for rule in expected} == expected
    wanted = {"rule", "severity", "file", "sheet", "cell", "line", "message", "mend"}
    assert all(wanted <= problem.keys() for problem in said["problems"])
    assert (tmp_path / "report.xlsx").is_file()


def test_importing_sums_to_what_was_read_and_hands_out_the_quarantine(
    run: Any, tmp_path: Path
) -> None:
    path, _expected = broken_workbook(tmp_path)
    status, said = run("import", path, "--country", "GB")
    assert status == INPUT
    fates = [said[fate] for fate in ("created", "updated", "unchanged", "quarantined")]
    assert sum(fates) == len(load_workbook(path)["Services"]["A"]) - _lines_above(path)
    assert Path(said["quarantine_file"]).is_file()
    status, said = run("import", good_workbook(tmp_path), "--country", "GB")
    assert (status, said["quarantined"], said["quarantine_file"]) == (DONE, 0, None)


def _lines_above(path: Path) -> int:
    """Lines of the sheet that are no service: heads, and spare rows that hold only an id."""
    sheet = load_workbook(path)["Services"]
    rows = list(sheet.iter_rows(min_row=1, values_only=True))
    return sum(1 for row in rows if not _is_service(row))


def _is_service(row: tuple[object, ...]) -> bool:
    filled = [cell for cell in row if cell is not None]
    return str(row[0]).startswith("oselia-") and len(filled) > 1


def test_a_file_that_cannot_be_opened_is_no_service_and_says_why(run: Any, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    for verb in ("check", "import"):
        status, said = run(verb, tmp_path / "x.xlsx")
        assert status == INPUT
        [problem] = said["problems"]
        assert problem["rule"].startswith("file.")
        assert problem["mend"]
    assert said["created"] == said["quarantined"] == 0


def test_export_edition_and_list(run: Any, tmp_path: Path, home: Path, cast: Cast) -> None:
    run("import", short_workbook(tmp_path, COMPLETE), "--country", "GB")
    assert run("export", "out.xlsx") == (DONE, {"file": "out.xlsx", "services": 1})
    assert run("import", "out.xlsx", "--country", "GB")[1]["unchanged"] == 1
    status, said = run("edition", "create", "--name", "2026-1")
    assert (status, said["edition"], said["services"], said["locked_at"]) == (
        DONE,
        "2026-1",
        1,
        None,
    )
    assert (home / "published" / "edition.sqlite3").is_file()
    assert [each["edition"] for each in run("edition", "list")[1]["editions"]] == ["2026-1"]
    assert Service.objects.visible_to(cast.actor(cast.ilya)).count() == 1


def test_a_mapping_that_cannot_be_read_is_said(run: Any, tmp_path: Path) -> None:
    status, said = run("check", short_workbook(tmp_path, COMPLETE), "--mapping", "nowhere.toml")
    assert status == INPUT
    assert "nowhere.toml" in said["error"]


def test_wrong_words_are_wrong_usage() -> None:
    assert main(["directory", "check"]) == USAGE


def test_without_a_directory_an_import_says_what_to_do(
    db: None, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status = main(["directory", "import", str(short_workbook(tmp_path, COMPLETE)), "--json"])
    assert status == ELSE
    assert "suluh start" in json.loads(capfd.readouterr().out)["error"]
