"""Services by words: those that hold every word, then those of kinds that the words stand for."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from suluh.directory.edition.finding import Tally, Wanted

# A word that so many services hold says little, and to weigh them all takes a tenth of a second:
# they are listed as they stand.
TOO_COMMON = 10_000


@dataclass(frozen=True, slots=True)
class Words:
    """What the words became: an FTS5 expression, and the kinds of help that they stand for."""

    match: str
    types: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.match or self.types)


def tallies(database: sqlite3.Connection, wanted: Wanted, words: Words) -> list[Tally]:
    """How many services with these words share the same two numbers of eligibility."""
    mask = sum(wanted.said)
    if not (mask or words.types or wanted.type_code or wanted.area_code):
        return [(0, 0, _holding(database, words.match))]
    found: list[Tally] = database.execute(
        f"{_hits(wanted, words, weighed=False)}"  # noqa: S608
        f" SELECT 0, refuses & {mask}, COUNT(*) FROM hit JOIN fitting USING (service) GROUP BY 2",
        _parameters(wanted, words),
    ).fetchall()
    return found


def page(
    database: sqlite3.Connection, wanted: Wanted, words: Words, *, start: int, limit: int
) -> list[int]:
    """The row numbers of services `start` to `start + limit`, in order."""
    weighed = bool(words.match) and _holding(database, words.match) <= TOO_COMMON
    rows = database.execute(
        f"{_hits(wanted, words, weighed=weighed)}"  # noqa: S608
        f" SELECT service FROM hit{_fitting(wanted)} ORDER BY {_order(wanted)}"
        " LIMIT :limit OFFSET :start",
        {**_parameters(wanted, words), "limit": limit, "start": start},
    )
    return [number for (number,) in rows]


def _holding(database: sqlite3.Connection, match: str) -> int:
    number: int = database.execute(
        "SELECT COUNT(*) FROM search WHERE search MATCH ?", (match,)
    ).fetchone()[0]
    return number


def _hits(wanted: Wanted, words: Words, *, weighed: bool) -> str:
    """A table expression `hit(service, tier, weight, wide)`: each service once."""
    union = " UNION ALL ".join(filter(None, (_by_text(words, weighed), _by_meaning(words))))
    of_type = " JOIN service_type AS t ON t.service = w.service AND t.type = :type"
    of_area = (
        " JOIN service_area AS a ON a.area = :area AND a.wide IN (0, 1) AND a.service = w.service"
    )
    return (
        "WITH hit AS (SELECT w.service, tier, weight,"  # noqa: S608
        f" {'a.wide' if wanted.area_code else '0'}"
        f" AS wide FROM ({union}) AS w{of_type if wanted.type_code else ''}"
        f"{of_area if wanted.area_code else ''})"
    )


def _by_text(words: Words, weighed: bool) -> str:
    if not words.match:
        return ""
    weight = "bm25(search, 8.0, 1.0)" if weighed else "0"
    return (
        f"SELECT rowid AS service, 0 AS tier, {weight} AS weight"  # noqa: S608
        " FROM search WHERE search MATCH :match"
    )


def _by_meaning(words: Words) -> str:
    """More of the kinds first, after whatever holds the words themselves."""
    if not words.types:
        return ""
    types = ", ".join(f":type{number}" for number in range(len(words.types)))
    but = " AND service NOT IN (SELECT rowid FROM search WHERE search MATCH :match)"
    return (
        "SELECT service, 1 AS tier, -COUNT(*) AS weight FROM service_type"  # noqa: S608
        f" WHERE type IN ({types}){but if words.match else ''} GROUP BY service"
    )


def _fitting(wanted: Wanted) -> str:
    if not wanted.said:
        return ""
    fits = "" if wanted.also_unfit else f" WHERE refuses & {sum(wanted.said)} = 0"
    return f" JOIN fitting USING (service){fits}"


def _order(wanted: Wanted) -> str:
    refused = f"refuses & {sum(wanted.said)} != 0, " if wanted.said else ""
    questions = " + ".join(f"(asks & {bit} != 0)" for bit in wanted.said)
    return f"{refused}{questions + ', ' if questions else ''}tier, wide, weight, service"


def _parameters(wanted: Wanted, words: Words) -> dict[str, Any]:
    types = {f"type{number}": code for number, code in enumerate(words.types)}
    return {
        "type": wanted.type_code,
        "area": wanted.area_code,
        "match": words.match,
        **types,
    }
