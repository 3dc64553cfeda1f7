"""Compare the log of every agency with what this machine has seen of it, and remember the rest."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connections, transaction

from suluh.access import log
from suluh.access.models import Agency
from suluh.access.operations.audit import record
from suluh.access.queries.actors import agencies_of_this_machine, operator
from suluh.config.log_memory import Seen, recall, remember
from suluh.foundation.home import Home, suluh_home
from suluh.foundation.row_security import rows_of_agency

BETWEEN_LOOKS = 300  # seconds
PATIENCE = 5  # seconds for the last look


@dataclass(frozen=True, slots=True)
class Gap:
    """A log that does not go on from what was seen. `missing` 0: nothing is missing, it differs."""

    agency: Agency | None  # None when the whole agency is gone
    seen: Seen
    missing: int

    def in_words(self) -> str:
        day = self.seen.day()
        if self.agency is None:
            return f"An office is gone whose log had {self.seen.sequence} acts on {day}."
        if self.missing:
            acts = "1 act is" if self.missing == 1 else f"{self.missing} acts are"
            return (
                f"{self.agency.name}: the database is older than it was on {day}: "
                f"{acts} missing. Was a backup put back?"
            )
        return (
            f"{self.agency.name}: entry {self.seen.sequence} is not the one that was there "
            f"on {day}. Was a backup put back?"
        )


def look(home: Home) -> list[Gap]:
    """What does not go on from what was seen; it stays remembered until somebody accepts it.

    Every other head is remembered. A log without a head is for the doctor to find.
    Raises DatabaseError; OSError when nothing can be remembered.
    """
    memory = recall(home)
    gaps, seen_now = _compared(memory)
    if any(key not in memory or memory[key].digest != seen_now[key].digest for key in seen_now):
        remember(home, {**memory, **seen_now})
    return gaps


def _compared(memory: dict[str, Seen]) -> tuple[list[Gap], dict[str, Seen]]:
    """The gaps, and the heads that go on from what was seen."""
    agencies = {str(each.pk): each for each in agencies_of_this_machine()}
    gaps = [Gap(None, seen, seen.sequence) for key, seen in memory.items() if key not in agencies]
    going_on = {}
    for key, agency in agencies.items():
        now, seen = head_of(agency), memory.get(key)
        if now is None:
            continue
        if seen and (gap := _gap(agency, seen, now)):
            gaps.append(gap)
        else:
            going_on[key] = now
    return gaps, going_on


def _gap(agency: Agency, seen: Seen, now: Seen) -> Gap | None:
    if now.sequence < seen.sequence:
        return Gap(agency, seen, seen.sequence - now.sequence)
    with rows_of_agency(agency.pk):
        if seen.sequence and log.digest_of(operator(agency), seen.sequence) != seen.digest:
            return Gap(agency, seen, 0)
    return None


def head_of(agency: Agency) -> Seen | None:
    """As the database has it now; None when the head is gone."""
    with rows_of_agency(agency.pk):
        found = log.head(operator(agency))
    if found is None:
        return None
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Seen(found.sequence, found.digest, now)


def heads() -> dict[str, Seen]:
    """The head of every agency that has one."""
    every = {str(agency.pk): head_of(agency) for agency in agencies_of_this_machine()}
    return {key: seen for key, seen in every.items() if seen}


def accept(home: Home) -> list[Gap]:
    """Somebody knows why: what was seen is forgotten, and the log says so. Returns the gaps.

    Raises LogIsDamaged when one of these logs has lost its head.
    """
    gaps = look(home)
    with transaction.atomic():
        for gap in gaps:
            if gap.agency is not None:
                record(operator(gap.agency), "log.gap_accepted", missing=gap.missing)
    remember(home, heads())
    return gaps


@contextmanager
def watching() -> Iterator[None]:
    """Beside the block: look now, every few minutes, and once more at its end."""
    stopping = threading.Event()
    thread = threading.Thread(target=_look_until, args=(stopping,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(PATIENCE)


def _look_until(stopping: threading.Event) -> None:
    said: set[str] = set()
    while True:
        ending = stopping.is_set()
        for sentence in _words():
            if sentence not in said:
                said.add(sentence)
                print(f"{sentence} See: suluh doctor", file=sys.stderr, flush=True)
        if ending:
            return
        stopping.wait(BETWEEN_LOOKS)


def _words() -> list[str]:
    """What is to be said after one look. A failure is said and tried again."""
    try:
        return [gap.in_words() for gap in look(suluh_home())]
    except Exception as error:
        # Its kind alone: the words of a database may hold anything.
        return [f"The log could not be looked at ({type(error).__name__})."]
    finally:
        connections.close_all()  # those of this thread
