"""What is done to the log itself: it is read, and its last number is kept elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from suluh.access import log, policy
from suluh.access.actor import Actor
from suluh.access.operations.audit import record, record_taking

READ = "log.read"
READ_AGAIN = timedelta(hours=1)  # so that the log does not fill with its own readers


def note_reading(actor: Actor) -> None:
    """Somebody is about to see the log: recorded once an hour for each of them.

    A clock that was set back makes the last reading lie ahead; then it is recorded again.
    Raises Refused; LogIsDamaged, which is shown instead of the log.
    """
    policy.require(actor, "audit.read")
    read = log.entries_asked_for(actor, log.Asked(actor=actor.account_id, act=READ))
    last = read.values_list("at", flat=True).first()
    now = datetime.now(UTC)
    if last is None or not now - READ_AGAIN < last <= now:
        record_taking(actor, READ)


def keep_head(actor: Actor, *, number: int, digest: str) -> None:
    """Somebody says that they keep this number and digest elsewhere.

    Raises Refused; ValidationError when the log holds no such entry: what was written down then
    proves nothing.
    """
    policy.require(actor, "audit.read")
    if not digest or log.digest_of(actor, number) != digest:
        raise ValidationError(_("The log has no such number now. Load the page again."))
    with transaction.atomic():
        record(actor, log.HEAD_KEPT, number=number)
