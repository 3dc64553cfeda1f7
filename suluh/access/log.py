"""Reading the log of an agency: as a chain to be verified, and who stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import DatabaseError
from django.db.models import QuerySet

from suluh.access.actor import Actor
from suluh.access.domain.chain import Entry, Fault, Head, Kind, Verdict, verify
from suluh.access.models import Account, AuditEntry, AuditHead


def entries(actor: Actor) -> QuerySet[AuditEntry]:
    """The entries of the actor's agency, the newest first."""
    return AuditEntry.objects.visible_to(actor).order_by("-sequence")


def head(actor: Actor) -> AuditHead | None:
    """The head of the agency's log; None when it is gone."""
    found: AuditHead | None = AuditHead.objects.visible_to(actor).first()
    return found


def examine(actor: Actor, *, earlier: str = "") -> Verdict:
    """Verify the whole log of the actor's agency (domain/chain.py).

    `earlier` is a digest that left the machine. What cannot even be read as an entry is a fault.
    """
    end = head(actor)
    at = Head(end.sequence, end.digest) if end else None
    walked = _Walk(AuditEntry.objects.visible_to(actor).order_by("sequence", "pk"))
    try:
        return verify(walked, at, earlier=earlier)
    except (ValueError, TypeError, AttributeError, DatabaseError):
        fault = Fault(walked.reached + 1, Kind.UNREADABLE)
        return Verdict(False, walked.reached, at.digest if at else "", fault)


class _Walk(Iterable[Entry]):
    """Entries one after the other; `reached` is the number of the last one that could be read."""

    def __init__(self, rows: QuerySet[AuditEntry]) -> None:
        self.rows, self.reached = rows, 0

    def __iter__(self) -> Iterator[Entry]:
        for row in self.rows.iterator():
            entry = row.as_entry()
            yield entry
            self.reached = entry.sequence


def names_in(found: Iterable[AuditEntry]) -> dict[UUID, str]:
    """Account id to name, of those who act or are acted upon in these entries."""
    kind = Account._meta.model_name
    ids = {each.actor for each in found if each.actor}
    ids |= {each.subject for each in found if each.subject and each.subject_kind == kind}
    named = Account.objects.filter(pk__in=ids).values_list("pk", "full_name")
    return dict(named)
