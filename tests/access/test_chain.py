"""The chain of the log: whatever is done to it is found, at the first entry that does not fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.access.domain.chain import (
    CLOCK_BEHIND,
    START,
    Entry,
    Fault,
    Head,
    Kind,
    content,
    seal,
    verify,
)

BEGIN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
AGENCY = "6f1c1c52-0b1f-4a6e-9a55-1d0f3a5d2a01"


def chain(length: int, details: list[dict[str, Any]] | None = None) -> list[Entry]:
    """Entries as they are recorded, a minute apart."""
    entries: list[Entry] = []
    for number in range(1, length + 1):
        entry = Entry(
            agency=AGENCY,
            sequence=number,
            at=BEGIN + timedelta(minutes=number),
            actor=f"actor {number}",
            role="editor",
            act="workbook.imported",
            subject_kind="intake",
            subject=f"subject {number}",
            details=details[number - 1] if details else {"created": number},
            previous=entries[-1].digest if entries else START,
        )
        entries.append(sealed(entry))
    return entries


def sealed(entry: Entry) -> Entry:
    return replace(entry, digest=seal(entry))


def head(entries: list[Entry]) -> Head:
    return Head(entries[-1].sequence, entries[-1].digest) if entries else Head()


def found(entries: list[Entry], end: Head | None) -> Fault | None:
    verdict = verify(entries, end)
    assert verdict.ok == (verdict.first_fault is None)
    return verdict.first_fault


def test_a_chain_as_recorded_is_whole() -> None:
    entries = chain(5)
    verdict = verify(entries, head(entries))
    assert (verdict.ok, verdict.entries, verdict.head) == (True, 5, entries[-1].digest)


def test_an_empty_log_is_whole() -> None:
    assert verify([], Head()).ok


@pytest.mark.asvs("11.4.3", "16.2.2")
def test_the_canonical_form_does_not_change() -> None:
    """Or every log written so far would no longer verify: give a new form a new version."""
    entry = replace(chain(1)[0], details={"b": 1, "a": ["x", "ស"]})
    assert content(entry) == (
        b'{"act":"workbook.imported","actor":"actor 1",'
        b'"agency":"6f1c1c52-0b1f-4a6e-9a55-1d0f3a5d2a01","at":"2026-11-20T08:01:00.000000+00:00",'
        b'"details":{"a":["x","\\u179f"],"b":1},"role":"editor","sequence":1,"subject":"subject 1",'
        b'"subject_kind":"intake","version":1}'
    )
    assert seal(entry) == "3e3e155bb25f9ea38d279eed21c72e36753a18498eccbae7d68a4f1a6dd0d392"


@pytest.mark.parametrize("field", [
    "agency", "at", "actor", "role", "act", "subject_kind", "subject", "details", "previous",
    "version", "digest", "sequence",
])  # fmt: skip
def test_every_field_is_sealed(field: str) -> None:
    """So a field that is added to an entry and not to its content is found here."""
    assert set(Entry.__dataclass_fields__) == {
        "agency", "sequence", "at", "actor", "role", "act", "subject_kind", "subject", "details",
        "previous", "version", "digest",
    }  # fmt: skip
    entries = chain(3)
    other: dict[str, Any] = {
        "at": BEGIN + timedelta(minutes=2, microseconds=1), "details": {"created": 0},
        "previous": "f" * 64, "version": 2, "digest": "f" * 64, "sequence": 7,
    }  # fmt: skip
    entries[1] = replace(entries[1], **{field: other.get(field, "other")})
    assert found(entries, head(entries)) is not None


chains = st.integers(2, 12).map(chain)
texts = st.text(max_size=20)


@given(st.data())
def test_any_single_change_is_found_where_it_is(data: st.DataObject) -> None:
    entries = data.draw(chains)
    at = data.draw(st.integers(0, len(entries) - 1))
    field = data.draw(st.sampled_from(["actor", "role", "act", "subject", "digest", "details"]))
    old = getattr(entries[at], field)
    number: dict[str, int] = {"created": data.draw(st.integers())}
    new: Any = number if field == "details" else data.draw(texts)
    end = head(entries)
    entries[at] = replace(entries[at], **{field: new})
    fault = found(entries, end)
    assert fault == (None if new == old else Fault(at + 1, Kind.CHANGED))


@given(st.data())
def test_any_removal_before_the_end_is_found_where_it_is(data: st.DataObject) -> None:
    entries = data.draw(chains)
    at = data.draw(st.integers(0, len(entries) - 2))
    assert found(entries[:at] + entries[at + 1 :], head(entries)) == Fault(at + 1, Kind.REMOVED)


@given(st.data())
def test_any_end_that_was_cut_off_is_found(data: st.DataObject) -> None:
    entries = data.draw(chains)
    kept = data.draw(st.integers(0, len(entries) - 1))
    assert found(entries[:kept], head(entries)) == Fault(kept + 1, Kind.CUT_OFF)


@given(st.data(), st.booleans())
def test_any_two_entries_that_changed_places_are_found(data: st.DataObject, numbers: bool) -> None:
    """In the order in which they come, or with each other's number."""
    entries = data.draw(chains)
    one, two = sorted(data.draw(st.sets(st.integers(0, len(entries) - 1), min_size=2, max_size=2)))
    first, second = entries[one], entries[two]
    end = head(entries)
    entries[one], entries[two] = second, first
    if numbers:
        entries[one] = replace(second, sequence=first.sequence)
        entries[two] = replace(first, sequence=second.sequence)
    assert found(entries, end) == Fault(one + 1, Kind.REORDERED)


@given(st.data())
def test_any_insertion_is_found(data: st.DataObject) -> None:
    entries = data.draw(chains)
    after = data.draw(st.integers(0, len(entries) - 1))
    forged = replace(entries[after], act="service.corrected", previous=entries[after].digest)
    end = head(entries)
    entries.insert(after + 1, sealed(forged))
    assert found(entries, end) == Fault(after + 1, Kind.INSERTED)


@given(st.lists(st.dictionaries(texts, st.integers() | st.lists(texts)), min_size=1, max_size=5))
def test_any_details_verify(details: list[dict[str, Any]]) -> None:
    entries = chain(len(details), details)
    assert verify(entries, head(entries)).ok


def test_an_entry_made_anew_alone_does_not_fit_the_next() -> None:
    entries = chain(4)
    entries[1] = sealed(replace(entries[1], subject="another"))
    assert found(entries, head(entries)) == Fault(2, Kind.REPLACED)


def test_the_last_entry_made_anew_does_not_fit_the_head() -> None:
    entries = chain(3)
    end = head(entries)
    entries[2] = sealed(replace(entries[2], subject="another"))
    assert found(entries, end) == Fault(3, Kind.HEAD_DIFFERS)


def test_an_entry_after_the_head_does_not_belong_there() -> None:
    entries = chain(3)
    assert found(entries, head(entries[:2])) == Fault(3, Kind.INSERTED)


def test_a_log_without_its_head_is_not_whole_even_when_it_is_empty() -> None:
    assert found(chain(2), None) == Fault(1, Kind.HEAD_MISSING)
    assert found([], None) == Fault(1, Kind.HEAD_MISSING)


def remade(entries: list[Entry], **changed: Any) -> list[Entry]:
    """Everything from the second entry on recomputed: the whole database was in their hands."""
    forged = [entries[0], sealed(replace(entries[1], **changed))]
    for entry in entries[2:]:
        forged.append(sealed(replace(entry, previous=forged[-1].digest)))
    return forged


def test_only_a_digest_from_elsewhere_finds_a_chain_that_was_made_anew() -> None:
    entries = chain(5)
    forged = remade(entries, subject="another")
    assert verify(forged, head(forged)).ok
    printed = entries[3].digest
    verdict = verify(forged, head(forged), earlier=printed)
    assert verdict.first_fault == Fault(6, Kind.NOT_IN_CHAIN)
    assert verify(entries, head(entries), earlier=printed).ok
    # Printed before the entry that was changed, it shows nothing.
    assert verify(forged, head(forged), earlier=entries[0].digest).ok


def test_only_a_digest_from_elsewhere_finds_an_end_cut_off_with_its_head() -> None:
    entries = chain(5)
    cut = entries[:3]
    assert verify(cut, head(cut)).ok
    assert not verify(cut, head(cut), earlier=entries[4].digest).ok


def test_a_digest_printed_before_the_first_entry_is_in_every_chain() -> None:
    assert verify(chain(2), head(chain(2)), earlier=START).ok


def test_an_entry_earlier_than_the_one_before_it_is_a_fault_unless_it_says_so() -> None:
    entries = chain(3)
    forged = remade(entries, at=BEGIN)
    assert found(forged, head(forged)) == Fault(2, Kind.CLOCK)
    honest = remade(entries, at=BEGIN, details={CLOCK_BEHIND: 60})
    assert found(honest, head(honest)) is None


def test_an_entry_of_a_newer_version_is_not_taken_for_granted() -> None:
    entries = chain(3)
    forged = remade(entries, version=2)
    assert found(forged, head(forged)) == Fault(2, Kind.UNKNOWN_VERSION)
