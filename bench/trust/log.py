"""A log of 100,000 entries: verified, and only read, for bench.trust."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from bench.trust import home
from bench.trust.arms import Work
from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.domain.chain import START, Entry, seal
from suluh.access.models import AuditEntry
from suluh.access.queries.actors import operator
from tests.database.triggers import without_triggers

ENTRIES = 100_000
_BATCH = 5_000
_COLUMNS = (
    "agency_id", "sequence", "at", "actor", "role", "act", "subject_kind", "subject", "details",
    "version", "previous", "digest",
)  # fmt: skip


def works() -> dict[str, Work]:
    agency = home.office()
    actor = operator(agency)
    _fill(actor, str(home.editor(agency).pk))
    rows = AuditEntry.objects.visible_to(actor).order_by("sequence", "pk")

    def verify(_: object) -> None:
        verdict = log.examine(actor)
        assert verdict.ok, verdict.first_fault
        assert verdict.entries == ENTRIES

    def read(_: object) -> None:
        deque((row.as_entry() for row in rows.iterator()), maxlen=0)

    def tuples(_: object) -> None:
        deque(rows.values_list(*_COLUMNS).iterator(), maxlen=0)

    return {"verify": Work(verify), "read": Work(read), "tuples": Work(tuples)}


def _fill(actor: Actor, account: str) -> None:
    """Entries as `record` would have sealed them, stored many at a time."""
    first = log.head(actor)
    assert first
    chain = _chain(str(actor.agency), account, first.sequence, first.digest)
    rest = islice(chain, ENTRIES - first.sequence)
    digest = START
    while batch := list(islice(rest, _BATCH)):
        AuditEntry.objects.bulk_create([_row(entry) for entry in batch])
        digest = batch[-1].digest
    with without_triggers() as cursor:  # the head goes one step at a time, for everybody else
        cursor.execute(
            "UPDATE access_audithead SET sequence = %s, digest = %s, at = %s",
            [ENTRIES, digest, datetime.now(UTC)],
        )


def _chain(agency: str, account: str, number: int, digest: str) -> Iterator[Entry]:
    while True:
        number += 1
        bare = Entry(
            agency=agency,
            sequence=number,
            at=datetime.now(UTC) + timedelta(seconds=number),
            actor=account,
            role="editor",
            act="account.role_changed",
            subject_kind="account",
            subject=account,
            details={"former_role": "reader", "role": "editor"},
            previous=digest,
        )
        entry = replace(bare, digest=seal(bare))
        digest = entry.digest
        yield entry


def _row(entry: Entry) -> AuditEntry:
    return AuditEntry(
        agency_id=entry.agency,
        sequence=entry.sequence,
        at=entry.at,
        actor=entry.actor,
        role=entry.role,
        act=entry.act,
        subject_kind=entry.subject_kind,
        subject=entry.subject,
        details=entry.details,
        version=entry.version,
        previous=entry.previous,
        digest=entry.digest,
    )
