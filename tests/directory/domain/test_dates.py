"""Dates are read as people write them, and never guessed silently."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.directory.domain.dates import DateFound, parse_date, western_digits


@pytest.mark.parametrize(
    ("written", "iso", "read_as"),
    [
        ("2026-11-12", "2026-11-12", ""),
        ("2026-1-2", "2026-01-02", ""),
        ("2026-11-12 00:00:00", "2026-11-12", ""),
        ("12/11/2026", "2026-11-12", "day_first"),
        ("31.12.2026", "2026-12-31", "day_first"),
        ("12/11/2569", "2026-11-12", "buddhist_era"),
        ("๑๒/๑๑/๒๕๖๙", "2026-11-12", "buddhist_era"),
        ("12 November 2026", "2026-11-12", ""),
        ("5 Mei 2026", "2026-05-05", ""),
        (date(2026, 11, 12), "2026-11-12", ""),
        (datetime(2569, 11, 12), "2026-11-12", "buddhist_era"),
        (46338, "2026-11-12", ""),  # Excel's day number
    ],
)
def test_a_date_is_read(written: object, iso: str, read_as: str) -> None:
    assert parse_date(written) == DateFound(iso, read_as)


@pytest.mark.parametrize("written", ["soon", "", "31/02/2026", "2026-13-01", "12/11/26", 3, "call"])
def test_what_is_no_date_is_not_one(written: object) -> None:
    assert parse_date(written) is None


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2099, 12, 31)))
def test_every_iso_date_reads_as_itself(day: date) -> None:
    assert parse_date(day.isoformat()) == DateFound(day.isoformat())


def test_digits_of_other_scripts_are_digits() -> None:
    assert western_digits("០៩ ๙ ٩ ၉") == "09 9 9 9"
