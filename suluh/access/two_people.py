"""The acts that need two people, from data/two_people.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from suluh.access.actor import Actor
from suluh.access.domain.joint_acts import JointKind, joint_book
from suluh.access.roles import roles

FILE = Path(__file__).parent / "data" / "two_people.toml"


@cache
def joint_kinds() -> Mapping[str, JointKind]:
    """Raises JointActError when the file contradicts itself."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return joint_book(data, roles().capabilities)


def may_ask_for(actor: Actor) -> list[JointKind]:
    return [kind for kind in joint_kinds().values() if actor.can(kind.ask)]


def may_approve(actor: Actor) -> list[JointKind]:
    """Those that the actor's role lets them approve when somebody else asks."""
    return [kind for kind in joint_kinds().values() if kind.approve & actor.capabilities]
