"""Services by words: those that hold every word, then those of kinds that the words stand for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from suluh.directory.edition.finding import Tally, Wanted

MANY = 200  # services: more than anybody reads
# A word that so many services hold says little, and to weigh them all takes a quarter of a second
# at 100,000 services: they are listed as they stand, and only counted up to here.
COMMON = 2_000


@dataclass(frozen=True, slots=True)
class Words:
    """What a reader's words became.

    `match` is an FTS5 expression, `types` the kinds of help that the words stand for, `holding` how
    many services hold the words themselves, counted up to COMMON + 1.
    """

    match: str
    types: tuple[str, ...] = ()
    holding: int = 0

    def __bool__(self) -> bool:
        return bool(self.match or self.types)

    @property
    def are_common(self) -> bool:
        return self.holding > COMMON


def understood(database: sqlite3.Connection, match: str, types: tuple[str, ...]) -> Words:
    """The kinds that words stand for count only where the words themselves do not find enough."""
    holding = 0
    if match:
        holding = database.execute(
            "SELECT COUNT(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)",
            (match, COMMON + 1),
        ).fetchone()[0]
    return Words(match, types if holding <= MANY else (), holding)


def tallies(database: sqlite3.Connection, wanted: Wanted, words: Words) -> list[Tally]:
    """How many services with these words mean the same for what this reader said."""
    mask = sum(wanted.said)
    if _is_plain(wanted) and not words.types:
        return [(0, 0, words.holding)]
    found: list[Tally] = database.execute(
        f"{_hits(wanted, words, weighed=False)}"  # noqa: S608
        f" SELECT asks & {mask}, refuses & {mask}, COUNT(*)"
        " FROM hit JOIN fitting USING (service) GROUP BY 1, 2",
        _parameters(wanted, words),
    ).fetchall()
    return found


def page(
    database: sqlite3.Connection, wanted: Wanted, words: Words, *, start: int, limit: int
) -> list[int]:
    """The row numbers of services `start` to `start + limit`, in order."""
    parameters = {**_parameters(wanted, words), "limit": limit, "start": start}
    if words.are_common and _is_plain(wanted):
        query = (
            "SELECT rowid FROM search WHERE search MATCH :match"
            " ORDER BY rowid LIMIT :limit OFFSET :start"
        )
    else:
        query = (
            f"{_hits(wanted, words, weighed=not words.are_common)}"  # noqa: S608
            f" SELECT service FROM hit{_fitting(wanted)} ORDER BY {_order(wanted)}"
            " LIMIT :limit OFFSET :start"
        )
    return [number for (number,) in database.execute(query, parameters)]


def _is_plain(wanted: Wanted) -> bool:
    """Nothing but words was asked."""
    return not (wanted.said or wanted.type_code or wanted.area_code)


def _hits(wanted: Wanted, words: Words, *, weighed: bool) -> str:
    """Table expressions, the last of them `hit(service, tier, weight, wide)`: each service once."""
    weight = "bm25(search, 8.0, 1.0)" if weighed else "0"
    text = (
        f"SELECT rowid AS service, 0 AS tier, {weight} AS weight"  # noqa: S608
        " FROM search WHERE search MATCH :match"
    )
    none = "SELECT 0 AS service, 0 AS tier, 0 AS weight WHERE 0"
    union = " UNION ALL ".join(["SELECT * FROM text", *_kinds(wanted, words)])
    of_type = " JOIN service_type AS t ON t.service = w.service AND t.type = :type"
    of_area = (
        " JOIN service_area AS a ON a.area = :area AND a.wide IN (0, 1) AND a.service = w.service"
    )
    return (
        f"WITH text AS MATERIALIZED ({text if words.match else none}), hit AS"  # noqa: S608
        f" (SELECT w.service, tier, weight, {'a.wide' if wanted.area_code else '0'} AS wide"
        f" FROM ({union}) AS w{of_type if wanted.type_code else ''}"
        f"{of_area if wanted.area_code else ''})"
    )


def _kinds(wanted: Wanted, words: Words) -> Iterator[str]:
    """The kinds that the words stand for, the best first, after whatever holds the words."""
    if not words.types:
        return
    # Of each kind no more than anybody reads, unless a place or an answer will choose among them.
    most = f" LIMIT {MANY + 1}" if _is_plain(wanted) else ""
    each = " UNION ALL ".join(
        f"SELECT * FROM (SELECT service, {place} AS weight FROM service_type"  # noqa: S608
        f" WHERE type = :type{place}{most})"
        for place in range(len(words.types))
    )
    yield (
        f"SELECT service, 1 AS tier, MIN(weight) AS weight FROM ({each})"  # noqa: S608
        " WHERE service NOT IN (SELECT service FROM text) GROUP BY service"
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
