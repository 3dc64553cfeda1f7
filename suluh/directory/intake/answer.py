"""What the fenced-off process says to the one that asked, as JSON: contents, or a refusal.

JSON and never pickle: a hostile file that took over the child could answer anything, and must not
be able to do more with it than to lie about the file.
"""

from __future__ import annotations

import datetime
from typing import Any

import orjson

from suluh.directory.intake.tables import Contents, Refused, Table

_READERS = {
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
}


def encode(contents: Contents) -> bytes:
    """The contents; a date in a cell becomes {"date": "2026-01-31"}, and so on."""
    return orjson.dumps(
        {"contents": contents}, default=_tagged, option=orjson.OPT_PASSTHROUGH_DATETIME
    )


def encode_refusal(refusal: Refused) -> bytes:
    return orjson.dumps({"refused": refusal.rule, "facts": refusal.facts})


def decode(answer: bytes) -> Contents:
    """What `encode` was given. Raises Refused when the answer is a refusal, and ValueError,
    KeyError or TypeError when it is no answer at all."""
    said = orjson.loads(answer)
    if "refused" in said:
        raise Refused(str(said["refused"]), **said["facts"])
    contents = Contents(**said["contents"])
    contents.tables = [_table(**table) for table in said["contents"]["tables"]]
    contents.remarks = [(rule, facts) for rule, facts in contents.remarks]
    return contents


def _tagged(value: object) -> dict[str, str]:
    if isinstance(value, datetime.date | datetime.time):  # a datetime is a date
        return {type(value).__name__: value.isoformat()}
    raise TypeError(f"{type(value).__name__} does not belong in a table")


def _table(rows: list[list[Any]], **rest: Any) -> Table:
    return Table(rows=[(line, [_untagged(cell) for cell in cells]) for line, cells in rows], **rest)


def _untagged(cell: object) -> object:
    if not isinstance(cell, dict):
        return cell
    ((kind, text),) = cell.items()
    return _READERS[kind](text)
