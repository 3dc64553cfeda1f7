"""The chain of an agency's log: every entry is sealed together with the seal of the one before.

    digest(n) = SHA-256( digest(n-1) + newline + content(n) ),  in hexadecimal;  digest(0) is START

The head repeats the number and the digest of the last entry.

What it shows. Whoever changes, removes, adds or moves an entry and does not recompute every digest
after it is found, at the first entry that does not fit. So is whoever cuts off the end and forgets
the head.

What it cannot show. There is no secret in it, so that anybody can check it. Whoever can write the
whole database can recompute the chain from any entry on, or cut it and set the head back, and it
fits again. That is found only by comparing with a digest that left the machine earlier, on paper
or with somebody else: `suluh audit head` prints one, `suluh audit verify --head DIGEST` compares.
Entries written after the last digest that left are protected from nobody who can write everything.
Nor does it show what was never recorded, nor whether the clock was right.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

VERSION = 1  # of `content`; a new form gets a new number, and old entries keep theirs
START = "0" * 64
CLOCK_BEHIND = "clock_behind"  # detail: by how many seconds the clock had been set back


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. Times in UTC, identifiers as text; "" where there is none."""

    agency: str
    sequence: int  # 1, 2, 3 ... within the agency
    at: datetime
    actor: str
    role: str
    act: str
    subject_kind: str
    subject: str
    details: Mapping[str, Any]
    previous: str = START
    version: int = VERSION
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Number and digest of the last entry; 0 and START before the first."""

    sequence: int = 0
    digest: str = START


class Kind(StrEnum):
    """What is wrong. The sentences that people read are in access/log/words.py."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"  # a number is there twice, or after the head
    REORDERED = "reordered"  # whole, but under another number
    REPLACED = "replaced"  # whole in itself, but not what the next entry was sealed with
    CUT_OFF = "cut off at the end"
    HEAD_MISSING = "head missing"
    HEAD_DIFFERS = "head differs"
    NOT_IN_CHAIN = "earlier head not found"  # the digest given from outside is in no entry
    CLOCK = "clock"  # earlier than the entry before, and not marked as such
    UNKNOWN_VERSION = "unknown version"
    UNREADABLE = "unreadable"  # the database holds something there that is no entry


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that does not fit, and the number of the entry where it shows."""

    sequence: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Verdict:
    """`entries` counts those that fit, from the first on; `head` is the digest of the head."""

    ok: bool
    entries: int
    head: str
    first_fault: Fault | None = None


def content(entry: Entry) -> bytes:
    """The canonical bytes of what an entry says: JSON, keys sorted, UTF-8 (all ASCII)."""
    said = {
        "version": entry.version,
        "agency": entry.agency,
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "role": entry.role,
        "act": entry.act,
        "subject_kind": entry.subject_kind,
        "subject": entry.subject,
        "details": entry.details,
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode("utf-8")


def seal(entry: Entry) -> str:
    """The digest that this entry must carry after the entry whose digest is `previous`."""
    return hashlib.sha256(f"{entry.previous}\n".encode() + content(entry)).hexdigest()


def verify(entries: Iterable[Entry], head: Head | None, *, earlier: str = "") -> Verdict:
    """Walk the chain of one agency. `entries` come in order of their numbers.

    `earlier` is a digest that left the machine: it must be that of the head or of an entry.
    """
    if head is None:
        return Verdict(False, 0, "", Fault(1, Kind.HEAD_MISSING))
    last, seen = None, earlier in ("", START)
    rest = iter(entries)
    for entry in rest:
        if fault := _fault(entry, last, head, rest):
            return Verdict(False, last.sequence if last else 0, head.digest, fault)
        last, seen = entry, seen or entry.digest == earlier
    return _at_the_end(Head(last.sequence, last.digest) if last else Head(), head, seen)


def _fault(entry: Entry, last: Entry | None, head: Head, rest: Iterator[Entry]) -> Fault | None:
    """What is wrong with `entry`, given that everything up to `last` fits. `rest` follow it."""
    before = Head(last.sequence, last.digest) if last else Head()
    expected = before.sequence + 1
    if entry.sequence < expected:
        return Fault(entry.sequence, Kind.INSERTED)
    if entry.sequence > expected:
        comes_later = any(each.sequence == expected for each in rest)
        return Fault(expected, Kind.REORDERED if comes_later else Kind.REMOVED)
    if entry.version != VERSION:
        return Fault(expected, Kind.UNKNOWN_VERSION)
    if entry.digest != seal(entry):
        moved = _fits_elsewhere(entry, head)
        return Fault(expected, Kind.REORDERED if moved else Kind.CHANGED)
    if entry.previous != before.digest:
        return Fault(max(before.sequence, 1), Kind.REPLACED)
    if last and entry.at < last.at and CLOCK_BEHIND not in entry.details:
        return Fault(expected, Kind.CLOCK)
    return None


def _fits_elsewhere(entry: Entry, head: Head) -> bool:
    """It fits under another number. Slow, and asked once only: to name the first fault."""
    numbers = range(1, head.sequence + 1)
    return any(seal(replace(entry, sequence=number)) == entry.digest for number in numbers)


def _at_the_end(reached: Head, head: Head, earlier_seen: bool) -> Verdict:
    def wrong(sequence: int, kind: Kind) -> Verdict:
        return Verdict(False, reached.sequence, head.digest, Fault(sequence, kind))

    if reached.sequence < head.sequence:
        return wrong(reached.sequence + 1, Kind.CUT_OFF)
    if reached.sequence > head.sequence:
        return wrong(head.sequence + 1, Kind.INSERTED)
    if reached.digest != head.digest:
        return wrong(head.sequence, Kind.HEAD_DIFFERS)
    if not earlier_seen:
        return wrong(head.sequence + 1, Kind.NOT_IN_CHAIN)
    return Verdict(True, reached.sequence, head.digest)
