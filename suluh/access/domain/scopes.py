"""How far a capability reaches: the second half of every grant.

A grant is a capability and its scopes, as in "read workbooks: those of my team". Rows outside the
scope do not exist for the actor.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Scope(StrEnum):
    """Which rows of the own agency. No scope ever reaches into another agency."""

    CREATE = "create"  # makes new ones and reads nothing back, not even these
    OWN = "own"  # those that the actor made or was given
    REFERRED = "referred"  # those that somebody referred to the actor
    TEAM = "team"  # those of anybody who shares a team with the actor, and the own ones
    AGENCY = "agency"  # all of the agency


# What is already inside a wider scope need not be granted as well.
_INSIDE = {
    Scope.AGENCY: {Scope.AGENCY, Scope.TEAM, Scope.REFERRED, Scope.OWN, Scope.CREATE},
    Scope.TEAM: {Scope.TEAM, Scope.OWN, Scope.CREATE},
    Scope.OWN: {Scope.OWN, Scope.CREATE},
    Scope.REFERRED: {Scope.REFERRED},
    Scope.CREATE: {Scope.CREATE},
}
Scopes = frozenset[Scope]
NOWHERE: Scopes = frozenset()


def reach(scopes: Iterable[Scope]) -> Scopes:
    """Every scope that is covered by one of `scopes`."""
    return frozenset(inside for scope in scopes for inside in _INSIDE[scope])


def within(asked: Iterable[Scope], given: Iterable[Scope]) -> bool:
    """Whether everything in `asked` is covered by `given`."""
    return reach(asked) <= reach(given)
