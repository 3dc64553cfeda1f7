"""What is wrong with a chain has a name that programs read (`suluh audit verify --json`)."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from suluh.access.domain.chain import Entry, Fault, Head, Kind, Verdict


def test_the_names_are_a_contract() -> None:
    assert {
        "changed", "removed", "inserted", "reordered", "replaced", "cut off at the end",
        "head missing", "head differs", "earlier head not found", "clock", "unknown version",
        "unreadable",
    } <= {str(each) for each in Kind}  # fmt: skip


def test_what_was_read_cannot_be_changed_on_the_way() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    entry = Entry("a", 1, now, "", "", "act", "", "", {})
    fault = Fault(1, Kind.CHANGED)
    for value in (entry, Head(), fault, Verdict(False, 0, "", fault)):
        field = next(iter(type(value).__dataclass_fields__))
        with pytest.raises(FrozenInstanceError):
            setattr(value, field, "other")
