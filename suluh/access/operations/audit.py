"""Recording acts in the log of an agency. An act and its entry are stored together or not at all.

with transaction.atomic():
    ...                                              # the act
    record(actor, "service.corrected", subject=service)     # last: it locks the agency's head
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from suluh.access.actor import Actor
from suluh.access.acts import acts
from suluh.access.domain.chain import CLOCK_BEHIND, Entry, seal
from suluh.access.models import AuditEntry, AuditHead
from suluh.foundation.refusal import Refusal
from suluh.foundation.requests import writing_in_get
from suluh.foundation.row_security import rows_of_agency
from suluh.foundation.rows import Row

IN_EMERGENCY = "in_emergency"
# All that a GET may write, and only through `record_taking`.
TABLES = (AuditEntry._meta.db_table, AuditHead._meta.db_table)


class NotInTransaction(RuntimeError):
    """An act was to be recorded outside the transaction that stores it."""


class LogIsDamaged(PermissionDenied, Refusal):
    """The agency's log has lost its head, so no act can be recorded and none may be done.

    The same sentence stands on the page that refuses and at the terminal.
    """

    def __init__(self) -> None:
        super().__init__(
            _(
                "The log of this office is damaged, so nothing can be done here. "
                "Ask whoever looks after this computer to run: suluh doctor"
            )
        )


def record(actor: Actor, act: str, *, subject: Row | None = None, **details: Any) -> None:
    """Append one entry to the log of the actor's agency. Call it last in the act's transaction.

    `details` are whole numbers, and codes of data/acts.toml; nothing else can be recorded.
    Raises NotInTransaction; UnknownToTheLog for anything acts.toml does not describe;
    LogIsDamaged when the agency's log has lost its head. The act must then fail, too.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{act} is recorded outside a transaction")
    kind = str(subject._meta.model_name) if subject else ""
    acts().require(act, kind, details)
    # Also where no guard has opened the actor's rows: at sign-in, and for whoever is refused.
    with rows_of_agency(actor.agency):
        _record(actor, act, kind, subject, details)


def _record(
    actor: Actor, act: str, kind: str, subject: Row | None, details: dict[str, Any]
) -> None:
    head = _locked_head(actor)
    at, clock = _time(head)
    entry = Entry(
        agency=str(actor.agency),
        sequence=head.sequence + 1,
        at=at,
        actor=str(actor.account_id or ""),
        role=actor.role,
        act=act,
        subject_kind=kind,
        subject=str(subject.pk) if subject else "",
        details=details | clock | _emergency(actor),
        previous=head.digest,
    )
    _append(head, replace(entry, digest=seal(entry)))


def record_taking(actor: Actor, act: str, *, subject: Row | None = None, **details: Any) -> None:
    """Record that content is about to be handed out: call it before the answer is sent.

    A page that only reads may use it too. Raises as `record` does.
    """
    with writing_in_get(*TABLES), transaction.atomic():
        record(actor, act, subject=subject, **details)


def _emergency(actor: Actor) -> dict[str, list[str]]:
    """Whatever somebody does with emergency access open is marked with it."""
    return {IN_EMERGENCY: sorted(actor.emergency)} if actor.emergency else {}


def begin_log(actor: Actor) -> None:
    """The head of an empty log, for the new agency that `actor` works for."""
    AuditHead.objects.create(agency_id=actor.agency)


def _locked_head(actor: Actor) -> AuditHead:
    """Everybody who records for this agency waits here until the one before has committed."""
    try:
        head: AuditHead = AuditHead.objects.visible_to(actor).select_for_update().get()
    except AuditHead.DoesNotExist as missing:
        raise LogIsDamaged from missing
    return head


def _append(head: AuditHead, entry: Entry) -> None:
    AuditEntry.objects.create(
        agency_id=head.agency_id,
        sequence=entry.sequence,
        at=entry.at,
        actor=entry.actor or None,
        role=entry.role,
        act=entry.act,
        subject_kind=entry.subject_kind,
        subject=entry.subject or None,
        details=entry.details,
        version=entry.version,
        previous=entry.previous,
        digest=entry.digest,
    )
    head.sequence, head.digest, head.at = entry.sequence, entry.digest, entry.at
    head.save(update_fields=["sequence", "digest", "at", "updated_at"])


def _time(head: AuditHead) -> tuple[datetime, dict[str, int]]:
    """Now; a clock that was set back is said in the entry itself, in seconds."""
    now = _now()
    behind = (head.at - now).total_seconds() if head.at else 0.0
    if head.at and 0 < behind < 1:  # the clocks of two servers never agree exactly
        return head.at, {}
    return now, {CLOCK_BEHIND: round(behind)} if behind > 0 else {}


def _now() -> datetime:
    return datetime.now(UTC)
