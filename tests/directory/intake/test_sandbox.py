"""The process that opens files: what it may use, and what becomes of it when it does not obey."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from suluh.directory.domain.problems import Spot
from suluh.directory.intake import fence, sandbox
from suluh.directory.intake.sandbox import open_file
from suluh.directory.intake.tables import Refused
from suluh.directory.rules import explain, problem
from tests.directory.intake import hostile

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")


@pytest.fixture
def _another_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_CHILD", "tests.directory.intake.children")


def _refusal(path: Path, **limits: int) -> Refused:
    with pytest.raises(Refused) as caught:
        open_file(path, **limits)
    return caught.value


@pytest.mark.asvs("5.2.3")
@pytest.mark.parametrize("build", hostile.REFUSED, ids=lambda build: build.__name__)
def test_a_hostile_file_is_refused_in_words(build: hostile.Builder, tmp_path: Path) -> None:
    path = build(tmp_path)
    refusal = _refusal(path)
    facts: dict[str, Any] = dict(refusal.facts)
    assert refusal.rule == hostile.REFUSED[build]
    for language in ("en", "id"):
        words = explain(problem(refusal.rule, Spot(path.name), **facts), language)
        assert all((words.title, words.message, words.mend))
        assert "{" not in words.message + words.mend


@pytest.mark.parametrize("build", hostile.REMARKED, ids=lambda build: build.__name__)
def test_what_is_left_aside_is_remarked_and_the_rest_read(
    build: hostile.Builder, tmp_path: Path
) -> None:
    path = build(tmp_path)
    contents = open_file(path)
    assert contents.remarks == [(hostile.REMARKED[build], {"file": path.name})]
    assert contents.tables[0].rows == [(1, ["name"])]


def test_the_cell_that_is_too_far_away_is_named(tmp_path: Path) -> None:
    refusal = _refusal(hostile.far_cell(tmp_path))
    assert (refusal.facts["sheet"], refusal.facts["cell"]) == ("services", "XFD1048576")


def test_formatting_that_goes_far_does_no_harm(tmp_path: Path) -> None:
    contents = open_file(hostile.formatting_far_away(tmp_path))
    assert contents.tables[0].rows == [(1, ["name"])]
    assert contents.tables[0].hidden_rows == []


@pytest.mark.parametrize("build", [hostile.injected_formula, hostile.injected_csv])
def test_a_formula_that_would_start_a_program_is_text(
    build: hostile.Builder, tmp_path: Path
) -> None:
    rows = open_file(build(tmp_path)).tables[0].rows
    assert rows[-1][1][0] == "=cmd|' /C calc'!A0"


@pytest.mark.asvs("5.2.1")
@posix
def test_a_file_that_needs_more_memory_than_allowed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("".join(f"{n},name {n},phone {n},area {n}\n" for n in range(190_000)))
    assert len(open_file(path).tables[0].rows) == 190_000
    refusal = _refusal(path, memory_mb=80)
    assert (refusal.rule, refusal.facts["memory"]) == ("file.reader.memory", "80")


@posix
def test_a_reader_that_aborts_for_want_of_memory_is_survived(tmp_path: Path) -> None:
    rows = [
        f'<row r="1">{hostile.cell("A1")}</row>',
        f'<row r="199000">{hostile.cell("AM199000")}</row>',
    ]
    path = hostile.workbook(tmp_path / "sparse.xlsx", rows)
    assert [line for line, _ in open_file(path).tables[0].rows] == [1, 199_000]
    assert _refusal(path, memory_mb=150).rule == "file.reader.memory"


@pytest.mark.usefixtures("_another_child")
@pytest.mark.parametrize(
    ("fault", "rule", "seconds"),
    [
        ("sleeps", "file.reader.time", 1),
        pytest.param("spins", "file.reader.time", 30, marks=posix),
        pytest.param("hides", "file.reader.time", 1, marks=posix),  # or it would hold us up too
        pytest.param("dies", "file.reader.crashed", 30, marks=posix),
        pytest.param("aborts", "file.reader.memory", 30, marks=posix),
        ("rambles", "file.reader.crashed", 30),
        ("lies", "file.reader.crashed", 30),
    ],
)
def test_whatever_the_child_does_the_parent_says_it_in_words(
    fault: str, rule: str, seconds: int, tmp_path: Path
) -> None:
    refusal = _refusal(tmp_path / f"{fault}.csv", seconds=seconds)
    assert (refusal.rule, refusal.facts["seconds"]) == (rule, str(seconds))


@posix
@pytest.mark.usefixtures("_another_child")
def test_the_child_cannot_write_a_file(tmp_path: Path) -> None:
    path = tmp_path / "writes.csv"
    assert _refusal(path).rule == "file.reader.crashed"
    assert path.read_text() == ""


@pytest.mark.usefixtures("_another_child")
def test_the_child_says_no_more_than_can_be_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fence, "ANSWER_BYTES", 5)
    assert _refusal(tmp_path / "rambles.csv").rule == "file.reader.answer"


@pytest.mark.asvs("13.2.2")
@pytest.mark.usefixtures("_another_child")
def test_the_child_is_told_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SULUH_SECRET_KEY", "known only here")
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "own.py"))
    told = open_file(tmp_path / "tells.csv").properties
    assert set(told) - {"LC_CTYPE"} <= {"PYTHONPATH", "SYSTEMROOT"}
    assert "known only here" not in told.values()


@posix
def test_a_pipe_that_never_ends_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert _refusal(tmp_path / "pipe.csv").rule == "file.opening.unreadable"
