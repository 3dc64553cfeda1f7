"""The one who acts: an account at work for its agency, with what its role allows."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Handed to every query and operation; the first argument of everything that writes.

    `account_id` is None for the operator at the command line, `agency_id` is None before the
    first agency exists.
    """

    account_id: UUID | None
    agency_id: UUID | None
    name: str
    role: str
    capabilities: frozenset[str]
    agency_name: str = ""

    @property
    def agency(self) -> UUID:
        """The agency this actor works for. Raises LookupError before the first one exists."""
        if self.agency_id is None:
            raise LookupError(f"{self.name} works for no agency yet")
        return self.agency_id

    def can(self, capability: str) -> bool:
        return capability in self.capabilities
