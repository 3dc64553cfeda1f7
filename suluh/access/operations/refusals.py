"""Somebody asked for what is not for them: the log says so, and says it briefly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q

from suluh.access.actor import Actor
from suluh.access.models import AuditEntry
from suluh.access.operations.audit import record_taking

PAGE_REFUSED = "page.refused"
SAID_AGAIN = timedelta(hours=1)  # so that nobody can fill the log by pressing a link


def note_refusal(actor: Actor, capability: str) -> None:
    """Record it, once an hour for each person and capability; "" where it was no matter of one.

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
    same = Q(details__capability=capability) if capability else ~Q(details__has_key="capability")
    return lately.filter(same).exists()
