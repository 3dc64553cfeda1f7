"""The words of the columns and of the workbook, per language, from data/columns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from suluh.kernel.languages import pick

FOLDER = Path(__file__).parent / "data" / "columns"


class UnknownWords(KeyError):
    """A program asks for words that no file of data/columns holds."""

    def __str__(self) -> str:
        return f"data/columns has no words for {self.args[0]}"


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """The words of one column: `label` and `help` per language code, and one good value.

    The example of a coded column is made of codes, as they stand in its vocabulary.
    """

    label: dict[str, str]
    help: dict[str, str]
    example: str


def column(key: str) -> ColumnWords:
    """The words of the field `key` of domain/fields.py. Raises UnknownWords."""
    row = _row(key)
    return ColumnWords(label=row["label"], help=row["help"], example=row["example"])


def text(key: str, language: str) -> str:
    """The fixed words `key` of the workbook in `language`, else in English. Raises UnknownWords.

    Keys stand as in data/columns/workbook.toml: `sheet.services` names a sheet, `text.needed` is a
    sentence. Names in braces are left for the caller to fill with `str.format`.
    """
    return pick(_row(key)["label"], language)


def _row(key: str) -> dict[str, Any]:
    try:
        return _rows()[key]
    except KeyError as error:
        raise UnknownWords(key) from error


@cache
def _rows() -> Mapping[str, dict[str, Any]]:
    return read_words(FOLDER)


def read_words(folder: Path) -> dict[str, dict[str, Any]]:
    """Every table of the folder's files by its key, without the files' `review` tables.

    Raises ValueError, naming the file, when it cannot be read or says a key a second time.
    """
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            rows = tomllib.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"{path.name}: {error}") from error
        rows.pop("review", None)
        if twice := found.keys() & rows.keys():
            raise ValueError(f"{path.name}: {', '.join(sorted(twice))} stands twice")
        found.update(rows)
    return found
