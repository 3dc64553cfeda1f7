"""Where the log says what a role may do, so that an entry can name the place.

A role of the office is described anew now and then, and removed. The number of the entry that
described it last says for ever what it was when somebody was given it.
"""

from __future__ import annotations

from uuid import UUID

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.models import AgencyRole

DESCRIBING = ("role.made", "role.changed")


def described_in(actor: Actor, role: str, detail: str = "described_in") -> dict[str, int]:
    """The detail for an act about `role`; nothing for a ready role, which never changes."""
    if not role.startswith(AgencyRole.OWN):
        return {}
    own = AgencyRole.objects.visible_to(actor).filter(code=role).first()
    return entry_about(actor, own.pk, *DESCRIBING, detail=detail) if own else {}


def entry_about(actor: Actor, subject: UUID, *acts: str, detail: str) -> dict[str, int]:
    """The number of the last entry that did one of `acts` to `subject`, under this name."""
    found = log.entries(actor).filter(act__in=acts, subject=subject)
    number = found.values_list("sequence", flat=True).first()
    return {detail: number} if number else {}
