"""Somebody asked for what is not for them: the log says so, and says it briefly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from suluh.access.actor import Actor
from suluh.access.models import AuditEntry
from suluh.access.operations.audit import record_taking

PAGE_REFUSED = "page.refused"
SAID_AGAIN = timedelta(hours=1)  # so that nobody can fill the log by pressing a link
OTHERS = 10  # an hour, of refusals that are no matter of a capability: each is another thing


def note_refusal(actor: Actor, capability: str) -> None:
    """Record it, once an hour for each person and capability. "" where it was no matter of one: of
    those ten an hour.

    Call it where no transaction is open any more: what was refused has rolled back.
    Raises LogIsDamaged.
    """
    if _said_lately(actor, capability):
        return
    details: dict[str, Any] = {"capability": capability} if capability else {}
    record_taking(actor, PAGE_REFUSED, **details)


def _said_lately(actor: Actor, capability: str) -> bool:
    """A clock that was set back makes an entry lie ahead; then it is said again."""
    now = datetime.now(UTC)
    mine = AuditEntry.objects.visible_to(actor).filter(actor=actor.account_id, act=PAGE_REFUSED)
    lately = mine.filter(at__gt=now - SAID_AGAIN, at__lte=now)
    if capability:
        return lately.filter(details__capability=capability).exists()
    return lately.exclude(details__has_key="capability").count() >= OTHERS
