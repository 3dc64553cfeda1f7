"""docs/asvs.md says what the tests say, and no more (tests/asvs/)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.asvs.__main__ import PAGE
from tests.asvs.marks import Mark, Misplaced, marks
from tests.asvs.page import asvs_page
from tests.asvs.register import Chapter, Requirement, State, chapters, judged, slips

ASKED = Requirement("7.4.1", 1, "After signing out the session opens nothing.")
MARK = Mark("7.4.1", "tests/access/test_x.py::test_gone")


def _chapter(*asked: Requirement, sections: tuple[int, ...] = ()) -> Chapter:
    return Chapter(7, "Sessions", {each.number: each for each in asked}, sections)


def test_every_claim_has_its_test_and_every_gap_its_word() -> None:
    assert slips(chapters(), marks()) == []


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == asvs_page(chapters(), marks()), "run make docs"


def test_what_is_said_to_be_written_is_there() -> None:
    named = {each.where for chapter in chapters() for each in chapter.requirements.values()}
    assert [where for where in named if where and not (ROOT / where).is_file()] == []


def test_a_test_and_its_requirement_make_no_slip() -> None:
    assert slips([_chapter(ASKED)], [MARK]) == []


@pytest.mark.parametrize(
    "asked",
    [
        ASKED,
        replace(ASKED, state=State.SHOWN, why="we say so"),
        replace(ASKED, state=State.NOT_SHOWN),
        replace(ASKED, state=State.WRITTEN),
        replace(ASKED, lacks="the half of it"),
        replace(ASKED, state=State.NOT_SHOWN, why="gap", asks="Sessions"),
        replace(ASKED, state=State.NOT_SHOWN, why="gap", level=4),
        replace(ASKED, state=State.NOT_SHOWN, why="gap", number="8.4.1"),
    ],
)
def test_a_claim_without_a_test_or_a_word_is_a_slip(asked: Requirement) -> None:
    assert slips([_chapter(asked)], []) != []


def test_a_test_that_names_what_nobody_asks_is_a_slip() -> None:
    assert slips([_chapter(ASKED)], [MARK, replace(MARK, requirement="7.4.9")]) == [
        "tests/access/test_x.py::test_gone: there is no 7.4.9"
    ]


def test_a_gap_that_a_test_has_closed_is_a_slip() -> None:
    assert slips([_chapter(replace(ASKED, state=State.NOT_SHOWN, why="gap"))], [MARK]) != []


def test_no_number_of_a_whole_chapter_is_missing() -> None:
    gap = replace(ASKED, number="7.1.1", state=State.NOT_SHOWN, why="gap")
    assert slips([_chapter(gap, sections=(1,))], []) == []
    assert slips([_chapter(gap, sections=(2,))], []) != []


def test_what_a_test_leaves_open_is_said() -> None:
    partly = replace(ASKED, lacks="other browsers")
    assert judged(partly, [MARK.test]) is State.PARTLY
    assert "**Missing:** other browsers" in asvs_page([_chapter(partly)], [MARK])


@pytest.mark.parametrize(
    "source",
    [
        "import pytest\npytestmark = pytest.mark.asvs('6.2.1')\n",
        "import pytest\n@pytest.mark.asvs('6.2.1')\ndef prepare(): ...\n",
        "import pytest\n@pytest.mark.asvs()\ndef test_x(): ...\n",
        "import pytest\nALL = ['6.2.1']\n@pytest.mark.asvs(*ALL)\ndef test_x(): ...\n",
    ],
)
def test_a_mark_that_cannot_be_followed_is_refused(source: str, tmp_path: Path) -> None:
    path = tmp_path / "test_sample.py"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(Misplaced):
        marks([path])
