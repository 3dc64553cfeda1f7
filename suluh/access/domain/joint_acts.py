"""The acts that need two people, as data: who may ask, who may approve, and their words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from suluh.kernel.languages import pick


class JointActError(ValueError):
    """The description of the joint acts contradicts itself."""


@dataclass(frozen=True, slots=True)
class JointKind:
    """One act. `words` complete "Somebody asks to ...".

    `ask` is the capability that the act itself needs. To approve, one of `approve` is enough.
    `begin` is the page on which it is asked for; `do` is the page on which the asker does it, and
    is given the joint act's identifier. `labels` say what a parameter means, in its order.
    """

    code: str
    words: Mapping[str, str]
    ask: str
    approve: frozenset[str]
    begin: str
    do: str
    labels: Mapping[str, Mapping[str, str]]

    def say(self, language: str) -> str:
        return pick(dict(self.words), language)


def joint_book(data: Mapping[str, Any], capabilities: Collection[str]) -> dict[str, JointKind]:
    """Read the table `act`. Raises JointActError for a capability that nobody described."""
    kinds = {
        code: JointKind(
            code,
            row["words"],
            row["ask"],
            frozenset(row["approve"]),
            row["begin"],
            row["do"],
            row.get("parameter", {}),
        )
        for code, row in data["act"].items()
    }
    for kind in kinds.values():
        if unknown := ({kind.ask} | kind.approve) - set(capabilities):
            raise JointActError(f"{kind.code} names {', '.join(sorted(unknown))}")
        if not kind.approve:
            raise JointActError(f"nobody could approve {kind.code}")
    return kinds
