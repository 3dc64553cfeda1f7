"""The comment on each header: what to write, how several values are written, one example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from suluh.directory import column_words
from suluh.directory.domain.fields import BY_KEY, CONTACT_COLUMNS, Kind
from suluh.directory.workbook import styles
from suluh.directory.workbook.layout import Column
from suluh.directory.workbook.lists import Labels

_SEVERAL_CHOICES = (Kind.CODES, Kind.AREAS, Kind.LANGUAGES)
_CONTACTS = frozenset(each.key for each in CONTACT_COLUMNS)
_LINE = 42  # characters that fit on one line of the comment's box
_WIDTH = 300  # pixels


@dataclass(frozen=True, slots=True)
class Comment:
    """The words of a comment, and the shape of its box as xlsxwriter takes it."""

    text: str
    shape: dict[str, Any] = field(default_factory=dict)


def header_comment(text: Callable[..., str], column: Column, labels: Labels) -> Comment:
    """The comment of one header. `text` gives fixed words in the working language."""
    lines = [
        text("read_me_id") if column.key == "service_id" else column.help,
        _needed(text, column),
        _how(text, column),
        _example(text, column, labels),
    ]
    words = "\n".join(line for line in lines if line)
    return Comment(words, _shape(words))


def _needed(text: Callable[..., str], column: Column) -> str:
    if not column.needed:
        return ""
    return text("needed_contact") if column.key in _CONTACTS else text("needed")


def _how(text: Callable[..., str], column: Column) -> str:
    if column.kind in _SEVERAL_CHOICES:
        return text("several")
    if column.key in _CONTACTS:
        return text("several_values")
    return text("choose") if column.choices else ""


def _example(text: Callable[..., str], column: Column, labels: Labels) -> str:
    key = column.key.partition(".")[0]
    if key not in BY_KEY or key == "service_id":
        return ""
    codes = column_words.column(key).example
    example = labels.example(column.kind, column.choices, codes)
    return text("example", example=example) if example else ""


def _shape(words: str) -> dict[str, Any]:
    lines = sum(1 + len(line) // _LINE for line in words.splitlines())
    return {
        "author": "Suluh",
        "width": _WIDTH,
        "height": 24 + 20 * lines,
        "color": styles.PAGE_GROUND,
        "font_size": 10,
        "visible": False,
    }
