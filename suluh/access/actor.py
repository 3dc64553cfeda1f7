"""The one who acts: an account at work for its agency, with what its role allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from suluh.access.domain.roles import Grants
from suluh.access.domain.scopes import NOWHERE, Scope, Scopes, reach


@dataclass(frozen=True, slots=True)
class Actor:
    """Handed to every query and operation; the first argument of everything that writes.

    `account_id` is None for the operator at the command line, `agency_id` is None before the
    first agency exists. `team` are the accounts that share a team with this one.
    `emergency` are those of the grants that the actor has opened for a few hours.
    """

    account_id: UUID | None
    agency_id: UUID | None
    name: str
    role: str
    grants: Grants
    agency_name: str = ""
    team: frozenset[UUID] = frozenset()
    role_labels: Mapping[str, str] = field(default_factory=dict)
    emergency: frozenset[str] = frozenset()

    @property
    def agency(self) -> UUID:
        """The agency this actor works for. Raises LookupError before the first one exists."""
        if self.agency_id is None:
            raise LookupError(f"{self.name} works for no agency yet")
        return self.agency_id

    @property
    def capabilities(self) -> frozenset[str]:
        return frozenset(self.grants)

    def can(self, capability: str) -> bool:
        return capability in self.grants

    def reaches(self, capability: str, scope: Scope) -> bool:
        """Whether the actor's grant of `capability` covers `scope`."""
        return scope in reach(self.scopes(capability))

    def scopes(self, capability: str) -> Scopes:
        """As granted; empty without the capability."""
        return self.grants.get(capability, NOWHERE)


def somebody(agency_id: UUID) -> Actor:
    """Whoever stands before the door of an agency without having signed in. May do nothing."""
    return Actor(account_id=None, agency_id=agency_id, name="", role="", grants={})
