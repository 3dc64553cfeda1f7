"""Holidays as a dated file: read, refused with a reason, and carried as JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from suluh.content.holidays import Holidays, HolidaysError, from_json, read_holidays, to_json
from suluh.directory.demonstration.load import holidays_file

GOOD = """
country = "Oselia"
source = "Invented"
covers_until = 2026-12-31
[[holiday]]
date = 2026-12-01
label.en = "Harbour Day"
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "holidays.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_day_has_its_name_until_nobody_looked(tmp_path: Path) -> None:
    holidays = read_holidays(_file(tmp_path, GOOD))
    assert holidays.on(date(2026, 12, 1)) == {"en": "Harbour Day"}
    assert holidays.on(date(2026, 12, 2)) is None
    assert holidays.covers(date(2026, 12, 31))
    assert not holidays.covers(date(2027, 1, 1))


def test_without_a_file_nothing_is_claimed(tmp_path: Path) -> None:
    holidays = read_holidays(tmp_path / "none.toml")
    assert holidays == Holidays()
    assert not holidays.covers(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("country =", "land ="), "lacks country"),
        (("2026-12-31", '"soon"'), "covers_until is no date"),
        (("date = 2026-12-01", 'date = "12/1"'), "a holiday has no date"),
        (('label.en = "Harbour Day"', 'label.id = "Hari"'), "2026-12-01 has no English label"),
        (("[[holiday]]", "[[holiday"), "holidays.toml"),
        (("2026-12-31", "2026-12-31T00:00:00"), "covers_until is no date"),
        (("date = 2026-12-01", "date = 2026-12-01T08:00:00"), "a holiday has no date"),
        (("[[holiday]]", "[holiday]"), r"written as \[\[holiday\]\]"),
        (('label.en = "Harbour Day"', 'label.en = "Day"\nlabel.id = 3'), "a label that is no text"),
    ],
)
def test_a_file_that_breaks_the_shape_is_refused_with_a_reason(
    tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    with pytest.raises(HolidaysError, match=reason):
        read_holidays(_file(tmp_path, GOOD.replace(*change)))


def test_holidays_travel_as_json() -> None:
    holidays = read_holidays(holidays_file())
    assert from_json(to_json(holidays)) == holidays
    assert from_json(to_json(Holidays())) == Holidays()
