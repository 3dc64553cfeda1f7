"""Reading the log of an agency: as a chain to be verified, and who stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from suluh.access.actor import Actor
from suluh.access.domain.chain import Entry, Fault, Head, Kind, Verdict, verify
from suluh.access.domain.keeping import Kept
from suluh.access.models import Account, AuditEntry, AuditHead


def entries(actor: Actor) -> QuerySet[AuditEntry]:
    """The entries of the actor's agency, the newest first."""
    return AuditEntry.objects.visible_to(actor).order_by("-sequence")


FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)  # between these somebody may ask
HEAD_KEPT = "log.head_kept"  # act: somebody says that they keep this number elsewhere


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are asked for; "" and None ask for nothing.

    `actor` is an account, `role` is asked for where there was none. `since` is part of the time,
    `until` is not.
    """

    actor: UUID | None = None
    role: str | None = None
    act: str = ""
    since: datetime | None = None
    until: datetime | None = None


def entries_asked_for(actor: Actor, asked: Asked) -> QuerySet[AuditEntry]:
    """The entries of the actor's agency that were asked for, the newest first."""
    found = entries(actor)
    if asked.actor:
        found = found.filter(actor=asked.actor)
    if asked.role is not None:
        found = found.filter(actor=None, role=asked.role)
    if asked.act:
        found = found.filter(act=asked.act)
    if asked.since:
        found = found.filter(at__gte=asked.since)
    if asked.until:
        found = found.filter(at__lt=asked.until)
    return found


def digest_of(actor: Actor, number: int) -> str:
    """The digest of one entry; "" when there is no such entry."""
    return entries(actor).filter(sequence=number).values_list("digest", flat=True).first() or ""


def number_of(actor: Actor, digest: str) -> int | None:
    """The number of the entry with this digest, or None."""
    found = entries(actor).filter(digest=digest).values_list("sequence", flat=True)
    return found.first()


def last_kept(actor: Actor) -> Kept | None:
    """The number that was last kept elsewhere; None when nobody ever said so.

    None, too, where that entry was changed into something else: verifying the log tells.
    """
    last = entries(actor).filter(act=HEAD_KEPT).first()
    number = last.told.get("number") if last else None
    return Kept(number, last.at) if last and isinstance(number, int) else None


def first_act_at(actor: Actor) -> datetime | None:
    """When the log began; None while it is empty."""
    return entries(actor).reverse().values_list("at", flat=True).first()


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
    found = AuditEntry.objects.visible_to(actor).defer("created_at", "updated_at")
    walked = _Walk(found.order_by("sequence", "pk"))
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
    found_accounts = Account.objects.filter(pk__in=ids).values_list("pk", "full_name", "erased_at")
    gone = _("An account that was erased")
    return {key: gone if erased_at else name for key, name, erased_at in found_accounts}
