"""The names of cells: column 28 is AB. Kept apart from openpyxl, whose import takes longer than
reading most files does."""

from __future__ import annotations

import re

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def column_number(letters: str) -> int:
    """From 1: "A" is 1, "AB" is 28. `letters` are A to Z only."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """The opposite of column_number; `number` is 1 or more."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def corners(name: str) -> tuple[int, int, int, int] | None:
    """First column, first row, last column and last row of a range such as "A3:B5", else None."""
    match = _RANGE.fullmatch(name.upper())
    if not match:
        return None
    left, top, right, bottom = match.groups()
    return column_number(left), int(top), column_number(right), int(bottom)
