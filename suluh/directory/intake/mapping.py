"""The mapping file: how the columns of a foreign table become fields of a service.

`suggest` writes one for a file, a person mends it, `load` reads it back. An example:

    version = 1
    sheet = "2026"            # sheet or file; "" is the one that looks most like services
    header_lines = [3, 4]     # lines that hold the headers; [] looks for them
    language = "id"           # of texts that do not say

    [[column]]
    header = "Kontak / Telepon"   # as in the file; headers in two lines joined by " / "
    field = "phone"               # a field of Suluh; "" leaves the column unread

    [[column]]
    header = "14-17"
    field = "ages"                # gives minimum_age and maximum_age
    value = "14-17"               # with a value, the column holds ticks: x means this value

    [colours]
    FFFF00 = { field = "cost", value = "free" }   # a yellow cell means that the service is free

A field is a key of domain/fields.py (texts may name a language: `name.id`), or `ages`, or `private`
for a flag by which the row's address and contacts must not be kept.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from suluh.directory.intake.mapping_shape import Colour, Column, Mapping, is_field
from suluh.directory.intake.suggestion import suggest

__all__ = ["Colour", "Column", "Mapping", "dump", "load", "suggest"]

VERSION = 1
_COLOUR = re.compile(r"[0-9A-F]{6}")
_KEYS = {"version", "sheet", "header_lines", "language", "column", "colours"}
_COLUMN_KEYS = {"header", "field", "value"}


def load(path: Path) -> Mapping:
    """Read a mapping file. Raises ValueError, in words for its author, when it cannot be used."""
    try:
        return loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"The mapping {path.name} cannot be opened: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"The mapping {path.name} is not saved as UTF-8 text.") from error
    except ValueError as error:
        raise ValueError(f"The mapping {path.name} cannot be used. {error}") from error


def loads(found: str) -> Mapping:
    """As `load`, from text."""
    try:
        data = tomllib.loads(found)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"It is not written as TOML: {error}.") from error
    _expect(data.get("version", VERSION) == VERSION, f"This Suluh reads version {VERSION}.")
    if unknown := sorted(data.keys() - _KEYS):
        raise ValueError(f"It has words that mean nothing here: {', '.join(unknown)}.")
    columns = data.get("column", [])
    _expect(isinstance(columns, list), "Write [[column]] with two brackets.")
    _expect(bool(columns), "It names no column. Add at least one [[column]].")
    return Mapping(
        columns=tuple(_column(each, number) for number, each in enumerate(columns, start=1)),
        colours=tuple(_colours(data.get("colours", {}))),
        sheet=_text(data, "sheet", "The mapping"),
        header_lines=_header_lines(data.get("header_lines", [])),
        language=_text(data, "language", "The mapping"),
    )


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def _text(data: dict[str, Any], key: str, where: str) -> str:
    value = data.get(key, "")
    _expect(isinstance(value, str), f"{where}: write {key} between quotation marks.")
    return str(value)


def _header_lines(found: Any) -> tuple[int, ...]:
    numbers = isinstance(found, list) and all(type(line) is int and line > 0 for line in found)
    _expect(numbers, "Write header_lines as numbers, such as [3, 4].")
    return tuple(sorted(found))


def _column(found: Any, number: int) -> Column:
    where = f"Column {number}"
    _expect(isinstance(found, dict), f"{where}: write header and field under [[column]].")
    if unknown := sorted(found.keys() - _COLUMN_KEYS):
        raise ValueError(f"{where}: {', '.join(unknown)} means nothing here.")
    column = Column(
        header=_text(found, "header", where),
        field=_text(found, "field", where),
        value=_text(found, "value", where),
    )
    _expect(bool(column.header), f"{where}: its header is missing.")
    _expect_field(column.field, f"{where} ({column.header})")
    return column


def _expect_field(field: str, where: str) -> None:
    _expect(not field or is_field(field), f"{where}: Suluh has no field called {field}.")


def _colours(found: Any) -> Iterator[Colour]:
    _expect(isinstance(found, dict), "Write [colours] with one bracket.")
    for colour, meaning in found.items():
        where = f"Colour {colour}"
        name = colour.removeprefix("#").upper()
        _expect(
            bool(_COLOUR.fullmatch(name)), f"{where}: write six digits or letters, as in FFFF00."
        )
        _expect(isinstance(meaning, dict), f"{where}: write {{ field = ..., value = ... }}.")
        field = _text(meaning, "field", where)
        _expect(bool(field), f"{where}: its field is missing.")
        _expect_field(field, where)
        yield Colour(name, field, _text(meaning, "value", where))


_HEAD = """\
# How Suluh reads this table. Look at each column, correct it, and keep the file:
# it fits every later copy of the table. Lines that begin with # are remarks.
# A column with field = "" is not read, and the check says so.

version = {version}

# The sheet or file to read; "" is the one that looks most like services.
sheet = {sheet}

# The lines that hold the headers; [] means: look for them.
header_lines = {header_lines}

# The language of texts that do not say. `name.id` in a field says: Indonesian.
language = {language}
"""


def dump(mapping: Mapping) -> str:
    """The mapping as a TOML file with a remark on every choice. `loads` reads it back."""
    head = _HEAD.format(
        version=VERSION,
        sheet=_quoted(mapping.sheet),
        header_lines=list(mapping.header_lines),
        language=_quoted(mapping.language),
    )
    return "\n".join([head, *map(_dump_column, mapping.columns), _dump_colours(mapping)])


def _quoted(value: str) -> str:
    # A JSON string is a TOML string, except for the one control character JSON lets pass.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _dump_column(column: Column) -> str:
    lines = ["[[column]]", f"header = {_quoted(column.header)}"]
    lines.append(f"field = {_quoted(column.field)}  # {_remark(column)}")
    if column.value:
        lines.append(f"value = {_quoted(column.value)}  # a tick in this column means this")
    return "\n".join(lines) + "\n"


def _remark(column: Column) -> str:
    if column.field:
        sure = (
            "sure"
            if column.confidence >= 0.9
            else "likely"
            if column.confidence >= 0.65
            else "look at this"
        )
        return f"{sure}: confidence {column.confidence:.2f}"
    if column.guess:
        return f"not read; perhaps {column.guess}, confidence {column.confidence:.2f}"
    return "not read; name a field if Suluh has one for it"


def _dump_colours(mapping: Mapping) -> str:
    lines = [
        '# What colours of cells mean, such as: FFFF00 = { field = "cost", value = "free" }',
        "[colours]",
    ]
    meant = {each.colour for each in mapping.colours}
    lines += [
        f"{each.colour} = {{ field = {_quoted(each.field)}, value = {_quoted(each.value)} }}"
        for each in mapping.colours
    ]
    lines += [
        f"# {colour}: {' '.join(words.split())}"
        for colour, words in mapping.remarks.items()
        if colour not in meant
    ]
    return "\n".join(lines) + "\n"
