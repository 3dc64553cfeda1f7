"""Long lists in parts, each light enough for a slow line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404

from suluh.directory.edition.contents import Group

PART = 12  # services on one page: within 14 kB also in Burmese, with every reason
PRINTED = 60  # services on one page to print
MOST_PARTS = 99_999  # a number that SQLite can still count with


@dataclass(frozen=True, slots=True)
class Parts:
    """Which part of a long list this is, counted from 1. 0 where there is no such part."""

    current: int
    total: int
    previous: int
    next: int


def parts_of(total: int, part: int, size: int) -> Parts:
    """Raises Http404 for a part beyond the last."""
    last = max(1, -(-total // size))
    if part > last:
        raise Http404
    return Parts(part, last, part - 1, part + 1 if part < last else 0)


def start_of(part: int, size: int) -> int:
    """Raises Http404 for a part that no list has."""
    if not 1 <= part <= MOST_PARTS:
        raise Http404
    return (part - 1) * size


def group_of(groups: Iterable[Group], code: str) -> Group | None:
    """The group under a code, None for no code. Raises Http404 for a code that leads nowhere."""
    if not code:
        return None
    for group in groups:
        if group.code == code:
            return group
    raise Http404
