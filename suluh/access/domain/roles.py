"""What a role is: a name for a set of capabilities. Roles are data; this is their shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from suluh.kernel.languages import pick


class RoleError(ValueError):
    """The description of the roles contradicts itself."""


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing that can be done, e.g. "directory.import", and the words that follow "may"."""

    code: str
    words: Mapping[str, str]

    def say(self, language: str) -> str:
        return pick(dict(self.words), language)


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of capabilities. One that is not assignable is never given to an account."""

    code: str
    labels: Mapping[str, str]
    capabilities: frozenset[str]
    assignable: bool = True

    def label(self, language: str) -> str:
        return pick(dict(self.labels), language)


@dataclass(frozen=True, slots=True)
class RoleBook:
    """All roles and capabilities of an installation."""

    roles: Mapping[str, Role]
    capabilities: Mapping[str, Capability]

    def assignable(self) -> list[Role]:
        return [role for role in self.roles.values() if role.assignable]

    def with_capability(self, code: str) -> list[Role]:
        """The assignable roles that include the capability, in the order of the file."""
        return [role for role in self.assignable() if code in role.capabilities]


def role_book(data: Mapping[str, Any]) -> RoleBook:
    """Read the tables `capability` and `role`.

    Raises RoleError when a role names a capability that is not described.
    """
    capabilities = {
        code: Capability(code, row["words"]) for code, row in data["capability"].items()
    }
    roles = {
        code: Role(code, row["label"], frozenset(row["capabilities"]), row.get("assignable", True))
        for code, row in data["role"].items()
    }
    for role in roles.values():
        if unknown := role.capabilities - capabilities.keys():
            raise RoleError(f"role {role.code} names {', '.join(sorted(unknown))}")
    return RoleBook(roles=roles, capabilities=capabilities)
