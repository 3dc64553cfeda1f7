"""What time it is, for waits and time limits: never earlier than what the log has already seen."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import Max

from suluh.access.actor import Actor
from suluh.access.models import AuditEntry


def moment(actor: Actor) -> datetime:
    """Now (UTC), or the latest time in the log of the actor's office when that is later.

    A clock that was set back thus shortens no wait and revives nothing that has expired. One that
    ran ahead and was put right keeps a wait from ending until its time has come again. Whoever can
    set the clock of the machine forward can end a wait: they hold the database anyway.
    """
    latest = AuditEntry.objects.visible_to(actor).aggregate(latest=Max("at"))["latest"]
    now = _now()
    return max(now, latest) if latest else now


def _now() -> datetime:
    return datetime.now(UTC)
