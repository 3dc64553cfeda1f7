"""Services of one kind, one place, both, or all: what fits a reader first, fewest questions first.

Fast at 100,000 services because counts come from tallies made with the edition, and because each
tier (no open question, one, two...) is read from an index until the page is full.
"""

from __future__ import annotations

import sqlite3
from collections import Counter

from suluh.directory.edition.finding import Tally, Wanted

REFUSED = 100  # the tier of services that do not fit: after every number of open questions


def tallies(database: sqlite3.Connection, wanted: Wanted) -> list[Tally]:
    """How many services of this kind and place mean the same for what this reader said."""
    mask = sum(wanted.said)
    found: list[Tally] = database.execute(
        f"SELECT asks & {mask}, refuses & {mask}, SUM(services) FROM tally"  # noqa: S608
        " WHERE area = ? AND type = ? GROUP BY 1, 2",
        (wanted.area_code, wanted.type_code),
    ).fetchall()
    return found


def page(
    database: sqlite3.Connection, wanted: Wanted, counts: list[Tally], *, start: int, limit: int
) -> list[int]:
    """The row numbers of services `start` to `start + limit`, in order."""
    tiers: Counter[int] = Counter()
    for asks, refuses, number in counts:
        tiers[REFUSED if refuses else asks.bit_count()] += number
    found: list[int] = []
    for tier in sorted(tiers):
        if tier == REFUSED and not wanted.also_unfit:
            break
        if start < tiers[tier] and len(found) < limit:
            found += _of_tier(database, wanted, tier, start, limit - len(found))
        start = max(0, start - tiers[tier])
    return found


def _of_tier(
    database: sqlite3.Connection, wanted: Wanted, tier: int, start: int, limit: int
) -> list[int]:
    rows = database.execute(
        f"SELECT f.service FROM {_source(wanted)}{_condition(wanted, tier)}"  # noqa: S608
        f" ORDER BY {_order(wanted)} LIMIT ? OFFSET ?",
        (*_codes(wanted), limit, start),
    )
    return [number for (number,) in rows]


_SOURCES = {  # (kind given, place given): `f` holds the numbers of eligibility, `a` the place
    (False, False): "fitting AS f WHERE 1",
    (True, False): "service_type AS f WHERE f.type = ?",
    (False, True): "service_area AS f WHERE f.area = ?",
    (True, True): "service_type AS f JOIN service_area AS a ON a.service = f.service"
    " AND a.wide IN (0, 1) WHERE f.type = ? AND a.area = ?",
}


def _source(wanted: Wanted) -> str:
    return _SOURCES[bool(wanted.type_code), bool(wanted.area_code)]


def _codes(wanted: Wanted) -> list[str]:
    return [code for code in (wanted.type_code, wanted.area_code) if code]


def _order(wanted: Wanted) -> str:
    """The services of the place itself before those of a larger one."""
    if not wanted.area_code:
        return "f.service"
    return f"{'a' if wanted.type_code else 'f'}.wide, f.service"


def _condition(wanted: Wanted, tier: int) -> str:
    """Bits are numbers of this program, never text of a reader."""
    if not wanted.said:
        return ""
    mask = sum(wanted.said)
    if tier == REFUSED:
        return f" AND f.refuses & {mask} != 0"
    questions = " + ".join(f"(f.asks & {bit} != 0)" for bit in wanted.said)
    return f" AND f.refuses & {mask} = 0 AND {questions} = {tier}"
