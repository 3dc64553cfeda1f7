"""What a role is: capabilities, each with its scopes. Roles are data; this is the shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from suluh.access.domain.scopes import Scope, Scopes
from suluh.kernel.languages import pick

Grants: TypeAlias = Mapping[str, Scopes]  # capability -> scopes


class RoleError(ValueError):
    """The description of the roles contradicts itself."""


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing that can be done, e.g. "directory.import", and the words that follow "may".

    `scopes` are those that make sense for it. One with `guarded` shows persons, or decides who may:
    every role that has it needs a second factor at sign-in. `side` is what kind of power it is, so
    that no role holds all kinds: "content", "management" of who may what, or "audit" of both.
    """

    code: str
    words: Mapping[str, str]
    scopes: Scopes
    guarded: bool = False
    grantable: bool = True
    side: str = "content"

    def say(self, language: str) -> str:
        return pick(dict(self.words), language)


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of grants. One that is not assignable is never given to an account.

    `emergency` are the capabilities that it may open for a short time, with a reason. `mixed` is
    for the ready role of an office of one person alone (docs/adr/0017).
    """

    code: str
    labels: Mapping[str, str]
    grants: Grants
    assignable: bool = True
    emergency: frozenset[str] = frozenset()
    mixed: bool = False

    @property
    def capabilities(self) -> frozenset[str]:
        return frozenset(self.grants)

    def label(self, language: str) -> str:
        return pick(dict(self.labels), language)


@dataclass(frozen=True, slots=True)
class RoleBook:
    """All roles and capabilities of an installation, or of one agency with its own roles.

    `reaches` has the words of each scope, as the end of "may read workbooks, ...".
    """

    roles: Mapping[str, Role]
    capabilities: Mapping[str, Capability]
    reaches: Mapping[Scope, Mapping[str, str]]

    def assignable(self) -> list[Role]:
        return [role for role in self.roles.values() if role.assignable]

    def with_capability(self, code: str) -> list[Role]:
        """The assignable roles that include the capability, in the order of the file."""
        return [role for role in self.assignable() if code in role.grants]

    def needs_second_factor(self, capabilities: Iterable[str]) -> bool:
        """Whether one of `capabilities` is guarded. An unknown one counts as guarded."""
        known = self.capabilities
        return any(code not in known or known[code].guarded for code in capabilities)

    def and_also(self, more: Iterable[Role]) -> RoleBook:
        """This book with an agency's own roles. Raises RoleError as `require_role` does."""
        added = {role.code: role for role in more}
        for role in added.values():
            require_role(role, self.capabilities)
        return replace(self, roles={**self.roles, **added})


def role_book(data: Mapping[str, Any]) -> RoleBook:
    """Read the tables `capability`, `role` and `scope`. Raises RoleError for a contradiction."""
    capabilities = {
        code: Capability(
            code,
            row["words"],
            frozenset(Scope(each) for each in row.get("scopes", [Scope.AGENCY])),
            guarded=row.get("guarded", False),
            grantable=row.get("grantable", True),
            side=row.get("side", "content"),
        )
        for code, row in data["capability"].items()
    }
    roles = {
        code: Role(
            code,
            row["label"],
            grants_of(row["grants"]),
            assignable=row.get("assignable", True),
            emergency=frozenset(row.get("emergency", ())),
            mixed=row.get("mixed", False),
        )
        for code, row in data["role"].items()
    }
    for role in roles.values():
        require_role(role, capabilities)
    reaches = {Scope(code): row["words"] for code, row in data.get("scope", {}).items()}
    return RoleBook(roles=roles, capabilities=capabilities, reaches=reaches)


def grants_of(rows: Mapping[str, Any]) -> dict[str, Scopes]:
    """As in {"directory.view": "agency"}, or lists. Raises RoleError for an unknown scope."""
    try:
        return {
            code: frozenset(Scope(each) for each in ([value] if isinstance(value, str) else value))
            for code, value in rows.items()
        }
    except ValueError as unknown:
        raise RoleError(str(unknown)) from unknown


def require_role(role: Role, capabilities: Mapping[str, Capability]) -> None:
    """Raises RoleError for a capability or a scope that nobody described.

    A role that can be assigned must not hold what is only for the operator of the machine, and
    must not join content with the power over who sees it, or with the log of both.
    """
    if unknown := (role.capabilities | role.emergency) - capabilities.keys():
        raise RoleError(f"role {role.code} names {', '.join(sorted(unknown))}")
    for code, scopes in role.grants.items():
        if not scopes or not scopes <= capabilities[code].scopes:
            raise RoleError(f"role {role.code}: {code} cannot reach that far")
    for code in role.capabilities | role.emergency:
        if role.assignable and not capabilities[code].grantable:
            raise RoleError(f"role {role.code}: {code} is not for accounts")
    sides = {capabilities[code].side for code in role.capabilities | role.emergency}
    if role.assignable and not role.mixed and len(sides) > 1:
        raise RoleError(f"role {role.code} joins {' and '.join(sorted(sides))}")
