"""docs/THREAT_MODEL.md: every promise names a test that is there, or says that it is none."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "THREAT_MODEL.md").read_text(encoding="utf-8")


def _rows() -> list[str]:
    """The last cell of each row of the table."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    return [row.rstrip("|").rsplit("|", 1)[1].strip() for row in rows[1:]]


def test_every_line_names_a_test_or_says_that_it_is_not_protected() -> None:
    assert len(_rows()) > 20
    assert [
        row for row in _rows() if row != "not protected" and not row.startswith("`tests/")
    ] == []


def test_the_tests_are_there() -> None:
    for path, name in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE):
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {name or 'test_'}", source, re.MULTILINE), f"{path}::{name}"
