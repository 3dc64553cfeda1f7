"""Somebody asked for what their role does not let them: the log says so, and says it briefly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.models import AuditEntry
from suluh.access.operations.audit import record_taking

PAGE_REFUSED = "page.refused"
SAID_AGAIN = timedelta(hours=1)  # so that nobody can fill the log by pressing a link


def require(actor: Actor, capability: str) -> None:
    """As `policy.require`; a refusal is recorded once an hour for each person and capability.

    Raises Refused; LogIsDamaged.
    """
    try:
        policy.require(actor, capability)
    except policy.Refused:
        if not _said_lately(actor, capability):
            record_taking(actor, PAGE_REFUSED, capability=capability)
        raise


def _said_lately(actor: Actor, capability: str) -> bool:
    """A clock that was set back makes an entry lie ahead; then it is said again."""
    now = datetime.now(UTC)
    same = AuditEntry.objects.visible_to(actor).filter(
        actor=actor.account_id, act=PAGE_REFUSED, details__capability=capability
    )
    return same.filter(at__gt=now - SAID_AGAIN, at__lte=now).exists()
