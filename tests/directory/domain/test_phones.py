"""Phone numbers as they are typed. All numbers are fictional."""

from __future__ import annotations

import pytest

from suluh.directory.domain.phones import PhoneFound, parse_phone, readable, split_phones


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("020 7946 0123", PhoneFound("+442079460123")),
        ("+1 202 555 0123", PhoneFound("+12025550123")),
        ("+44 20 7946 0123 ext. 12", PhoneFound("+442079460123", "12")),
        ("020 7946 0123 x57471", PhoneFound("+442079460123", "57471")),
        ("٠٢٠ ٧٩٤٦ ٠١٢٣", PhoneFound("+442079460123")),
        ("999", PhoneFound("999")),
        ("020 7946 01O2", PhoneFound("020 7946 0102", "", "letter_for_digit")),
        ("call the office", PhoneFound("call the office", "", "not_a_number")),
        ("+999 55", PhoneFound("+999 55", "", "not_a_number")),
        ("+44 20 79", PhoneFound("+44 20 79", "", "too_short")),
        ("+44 20 7946 0123 4567 89", PhoneFound("+44 20 7946 0123 4567 89", "", "too_long")),
    ],
)
def test_a_number_is_read_or_doubted(typed: str, found: PhoneFound) -> None:
    assert parse_phone(typed, "GB") == found


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("020 7946 0100 / 020 7946 0101", ["020 7946 0100", "020 7946 0101"]),
        ("020 7946 0100; 020 7946 0101", ["020 7946 0100", "020 7946 0101"]),
        ("020 7946 0100\n020 7946 0101", ["020 7946 0100", "020 7946 0101"]),
        ("020 7946 0100 or 999", ["020 7946 0100", "999"]),
        ("020 7946 0100, ext 5", ["020 7946 0100 x5"]),
    ],
)
def test_several_numbers_in_a_cell_are_told_apart(cell: str, parts: list[str]) -> None:
    assert split_phones(cell) == parts


def test_a_number_is_shown_as_people_read_it() -> None:
    assert readable("+442079460123") == "+44 20 7946 0123"
    assert readable("999") == "999"
    assert readable("+nonsense") == "+nonsense"
