"""The broken twin: every mistake stands in the workbook, and nothing else has changed."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from suluh.content.vocabularies import Shelf, read_vocabulary
from suluh.directory.demonstration import broken, load
from suluh.directory.domain.checking import check
from suluh.directory.domain.context import Context
from suluh.directory.intake.open_xlsx import read as read_workbook
from suluh.directory.intake.suluh_workbook import read_suluh
from suluh.directory.vocabularies import SHIPPED
from suluh.directory.workbook.export import write_export
from suluh.directory.workbook.layout import FIRST_LINE, KEY_LINE

TODAY = date(2026, 11, 22)
Cells = dict[tuple[str, str], object]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("oselia") / "oselia.xlsx"
    write_export(
        path,
        services=load.records(),
        languages=load.LANGUAGES,
        areas=read_vocabulary(load.areas_file()),
    )
    return path


@pytest.fixture(scope="module")
def expected(good: Path) -> dict[str, int]:
    return broken.write_broken(good, good.with_name("broken.xlsx"))


def _cells(path: Path) -> Cells:
    book = load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def _mistakes() -> Iterator[object]:
    written = tomllib.loads(broken.MISTAKES.read_text(encoding="utf-8"))
    for edit in written["edit"]:
        yield edit["write"] or None
    for row in written["row"]:
        yield from row["cells"].values()


def test_the_good_workbook_holds_every_service(good: Path) -> None:
    sheet = load_workbook(good)["Services"]
    ids = {sheet.cell(line, 1).value for line in range(FIRST_LINE, sheet.max_row + 1)}
    assert ids >= {service["service_id"] for service in load.services()}
    assert sheet.cell(KEY_LINE, 1).value == "service_id"


def test_only_the_mistakes_differ_from_the_good_workbook(
    good: Path, expected: dict[str, int]
) -> None:
    before, after = _cells(good), _cells(good.with_name("broken.xlsx"))
    changed = {spot for spot in before.keys() | after.keys() if before.get(spot) != after.get(spot)}
    assert len(changed) == len(list(_mistakes()))


def test_every_kind_of_mistake_is_counted(expected: dict[str, int]) -> None:
    assert len(expected) >= 30
    assert expected["services.code.unknown"] == 2
    assert expected["services.text.address_suspected"] == 2
    assert sum(expected.values()) == 35


def _problem_counts(path: Path) -> Counter[str]:
    shelf = Shelf(SHIPPED)
    vocabularies = {name: shelf[name] for name in shelf.names()}
    vocabularies["areas"] = read_vocabulary(load.areas_file())
    context = Context(vocabularies, TODAY, load.COUNTRY)
    outcome = check(read_suluh(read_workbook(path), "oselia"), context)
    return Counter(problem.rule for problem in outcome.checked.problems)


def test_the_good_workbook_has_only_services_not_checked_for_long(good: Path) -> None:
    assert _problem_counts(good) == {"services.verified_on.old": 8}


def test_the_check_finds_exactly_the_mistakes(good: Path, expected: dict[str, int]) -> None:
    found = _problem_counts(good.with_name("broken.xlsx"))
    assert found - _problem_counts(good) == expected


def test_a_mistake_without_its_row_says_where(good: Path, tmp_path: Path) -> None:
    book = load_workbook(good)
    book["Services"].delete_rows(FIRST_LINE, 80)
    book.save(tmp_path / "short.xlsx")
    with pytest.raises(LookupError, match="oselia-018"):
        broken.write_broken(tmp_path / "short.xlsx", tmp_path / "out.xlsx")
