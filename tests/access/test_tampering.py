"""Tampering with the stored log in many ways, by somebody who can write the whole database.

`suluh audit verify` finds each of them; the last three only with a digest that left the machine.
"""

# ruff: noqa: S608 - statements of an attacker, made of our own words

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.domain.chain import START, Entry, Fault, Kind, Verdict, seal
from suluh.access.models import AuditEntry
from suluh.access.operations import change_role
from tests.cast import Cast
from tests.conftest import Enter
from tests.database.triggers import without_triggers

pytestmark = pytest.mark.django_db(transaction=True)
ENTRIES, HEADS = "access_auditentry", "access_audithead"
MINE = "agency_id = (SELECT id FROM access_agency WHERE slug = 'port-tamsin-desk')"
# The last three entries, about Sari's role; those before are how the cast came together.
FIRST, SECOND, LAST = 13, 14, 15
OF_FIRST = f"WHERE sequence = {FIRST} AND {MINE}"


@pytest.fixture
def vera(cast: Cast) -> Actor:
    """Whoever reads the log of an office whose last three entries are about Sari's role."""
    omar = cast.actor(cast.omar)
    for role in ("editor", "reader", "editor"):
        change_role(omar, account=cast.sari, role=role)
    vera = cast.actor(cast.vera)
    verdict = log.examine(vera)
    assert (verdict.ok, verdict.entries) == (True, LAST)
    return vera


def of(column: str, number: int) -> str:
    return f"(SELECT {column} FROM {ENTRIES} WHERE sequence = {number} AND {MINE})"


WAYS: dict[str, tuple[list[str], Fault]] = {
    "another did it": (
        [f"UPDATE {ENTRIES} SET actor = subject {OF_FIRST}"],
        Fault(FIRST, Kind.CHANGED),
    ),
    "at another time": (
        [f"UPDATE {ENTRIES} SET at = {of('at', SECOND)} {OF_FIRST}"],
        Fault(FIRST, Kind.CHANGED),
    ),
    "something else was done": (
        [f"UPDATE {ENTRIES} SET act = 'account.closed' {OF_FIRST}"],
        Fault(FIRST, Kind.CHANGED),
    ),
    "to somebody else": (
        [f"UPDATE {ENTRIES} SET subject = {of('subject', 4)} {OF_FIRST}"],
        Fault(FIRST, Kind.CHANGED),
    ),
    "in another role": (
        [f"UPDATE {ENTRIES} SET role = 'operator' {OF_FIRST}"],
        Fault(FIRST, Kind.CHANGED),
    ),
    "with other details": (
        [f"""UPDATE {ENTRIES} SET details = '{{"role": "reader"}}' {OF_FIRST}"""],
        Fault(FIRST, Kind.CHANGED),
    ),
    "one is removed": ([f"DELETE FROM {ENTRIES} {OF_FIRST}"], Fault(FIRST, Kind.REMOVED)),
    "one is removed and the gap closed": (
        [
            f"DELETE FROM {ENTRIES} {OF_FIRST}",
            f"UPDATE {ENTRIES} SET sequence = {FIRST} WHERE sequence = {SECOND} AND {MINE}",
            f"UPDATE {ENTRIES} SET sequence = {SECOND} WHERE sequence = {LAST} AND {MINE}",
        ],
        Fault(FIRST, Kind.REORDERED),
    ),
    "two change places": (
        [
            f"UPDATE {ENTRIES} SET sequence = 99 WHERE sequence = {LAST} AND {MINE}",
            f"UPDATE {ENTRIES} SET sequence = {LAST} {OF_FIRST}",
            f"UPDATE {ENTRIES} SET sequence = {FIRST} WHERE sequence = 99 AND {MINE}",
        ],
        Fault(FIRST, Kind.REORDERED),
    ),
    "the end is cut off": (
        [f"DELETE FROM {ENTRIES} WHERE sequence > {FIRST} AND {MINE}"],
        Fault(SECOND, Kind.CUT_OFF),
    ),
    "everything is removed": (
        [f"DELETE FROM {ENTRIES} WHERE {MINE}"],
        Fault(1, Kind.CUT_OFF),
    ),
    "everything is removed, and the head": (
        [f"DELETE FROM {ENTRIES} WHERE {MINE}", f"DELETE FROM {HEADS} WHERE {MINE}"],
        Fault(1, Kind.HEAD_MISSING),
    ),
    "an entry of another agency is put in": (
        [
            f"UPDATE {ENTRIES} SET sequence = {LAST + 1}, agency_id = {of('agency_id', 1)}"
            f" WHERE sequence = 2 AND NOT {MINE}"
        ],
        Fault(LAST + 1, Kind.CHANGED),
    ),
    "the head gets another digest": (
        [f"UPDATE {HEADS} SET digest = {of('digest', SECOND)} WHERE {MINE}"],
        Fault(LAST, Kind.HEAD_DIFFERS),
    ),
    "the head is set back": (
        [f"UPDATE {HEADS} SET sequence = {SECOND}, digest = {of('digest', SECOND)} WHERE {MINE}"],
        Fault(LAST, Kind.INSERTED),
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_it_is_found_where_it_was_done(way: str, vera: Actor) -> None:
    statements, fault = WAYS[way]
    with without_triggers() as cursor:
        for statement in statements:
            cursor.execute(statement)
    verdict = log.examine(vera)
    assert (verdict.ok, verdict.first_fault) == (False, fault)


def test_what_is_no_entry_at_all_is_found(vera: Actor) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL stores nothing but identifiers in that column")
    with without_triggers() as cursor:
        cursor.execute(f"UPDATE {ENTRIES} SET actor = 'nobody' {OF_FIRST}")
    assert log.examine(vera) == Verdict(
        False,
        FIRST - 1,
        log.entries(vera).values_list("digest", flat=True)[0],
        Fault(FIRST, Kind.UNREADABLE),
    )


def _as_stored(actor: Actor) -> list[Entry]:
    return [row.as_entry() for row in AuditEntry.objects.visible_to(actor).order_by("sequence")]


def _store(cursor: Any, entries: list[Entry]) -> None:
    """Only what a forger changes here: who is the subject, and what follows from that."""
    for entry in entries:
        cursor.execute(
            f"UPDATE {ENTRIES} SET subject = {of('subject', 4)}, previous = %s, digest = %s"
            f" WHERE sequence = %s AND {MINE}",
            [entry.previous, entry.digest, entry.sequence],
        )


def _made_anew(entries: list[Entry], subject: str) -> list[Entry]:
    """The last three about somebody else, each sealed after the one before."""
    forged = entries[: FIRST - 1]
    for entry in entries[FIRST - 1 :]:
        other = replace(entry, subject=subject, previous=forged[-1].digest)
        forged.append(replace(other, digest=seal(other)))
    return forged[FIRST - 1 :]


def test_one_entry_that_is_made_anew_does_not_fit_the_next(vera: Actor) -> None:
    entries = _as_stored(vera)
    forged = _made_anew(entries, entries[3].subject)
    with without_triggers() as cursor:
        _store(cursor, forged[:1])
    assert log.examine(vera).first_fault == Fault(FIRST, Kind.REPLACED)


def test_a_log_that_is_made_anew_to_its_head_needs_a_digest_from_elsewhere(vera: Actor) -> None:
    entries = _as_stored(vera)
    forged = _made_anew(entries, entries[3].subject)
    with without_triggers() as cursor:
        _store(cursor, forged)
        cursor.execute(f"UPDATE {HEADS} SET digest = %s WHERE {MINE}", [forged[-1].digest])
    assert log.examine(vera).ok
    found = log.examine(vera, earlier=entries[-1].digest)
    assert found.first_fault == Fault(LAST + 1, Kind.NOT_IN_CHAIN)


@pytest.mark.parametrize("kept", [FIRST, 0])
def test_an_end_cut_off_with_its_head_needs_a_digest_from_elsewhere(kept: int, vera: Actor) -> None:
    entries = _as_stored(vera)
    digest = entries[kept - 1].digest if kept else START
    with without_triggers() as cursor:
        cursor.execute(f"DELETE FROM {ENTRIES} WHERE sequence > {kept} AND {MINE}")
        cursor.execute(f"UPDATE {HEADS} SET sequence = {kept}, digest = %s WHERE {MINE}", [digest])
    assert log.examine(vera).ok
    found = log.examine(vera, earlier=entries[-1].digest)
    assert found.first_fault == Fault(kept + 1, Kind.NOT_IN_CHAIN)


@pytest.mark.parametrize("details", ["5", '"x"', "[1]", "null", '{"role": [1]}', '{"role": {}}'])
def test_an_entry_that_makes_no_sense_takes_no_page_from_anybody(
    details: str, cast: Cast, vera: Actor, enter: Enter
) -> None:
    """Else one changed entry would blind the auditor to all others."""
    with without_triggers() as cursor:
        cursor.execute(f"UPDATE {ENTRIES} SET details = '{details}' {OF_FIRST}")
    for account, address in ((cast.vera, "/log/"), (cast.vera, "/"), (cast.omar, "/")):
        assert enter(account).get(address).status_code == 200, address
    assert not log.examine(vera).ok
