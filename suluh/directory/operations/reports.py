"""What readers reported: collected from the inbox of the public door, and looked into."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Max, QuerySet, Value, When
from django.utils import timezone

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.operations.audit import record
from suluh.access.queries.actors import operator
from suluh.directory.edition.contents import public_codes
from suluh.directory.edition.reports import LeftReport, read_reports
from suluh.directory.models import Edition, ReaderReport, Service
from suluh.directory.operations.intakes import agency_of
from suluh.foundation.home import suluh_home
from suluh.foundation.row_security import rows_of_agency, rows_of_every_agency

BATCH = 500
# West of Greenwich (to UTC-12) it may still be yesterday.
_ONE_DAY = timedelta(days=1)

Key: TypeAlias = tuple[UUID, str, date]  # service, reason, day


def collect_reports() -> int:
    """Turn the files in the inbox into ReaderReport rows. Returns by how much the counts rose.

    Each row's count becomes the highest number that a file of its service, reason and day has, so
    to be stopped anywhere and to begin again counts nobody twice. A file stays until its day is
    over everywhere on earth: the door could not number the next one without it. Then, and only
    after the rows are committed, it is deleted; so is one whose code no service has.

    Raises PermissionError when the inbox belongs to another account that does not let us list it.
    """
    left = list(read_reports(suluh_home().inbox))
    edition = _edition_in_force() if left else None
    if edition is None:
        return 0
    with rows_of_agency(edition.agency_id):
        collected = _collect(operator(edition.agency), left)
    today = datetime.now(UTC).date()
    for each in left:
        if each.day < today - _ONE_DAY:
            each.path.unlink(missing_ok=True)
    return collected


@rows_of_every_agency(reason="a reader's report knows no agency, its edition does")
def _edition_in_force() -> Edition | None:
    """The newest one, with its agency."""
    editions = Edition.objects.unscoped(
        reason="a reader's report knows no agency, its edition does"
    )
    found: Edition | None = editions.select_related("agency").order_by("-updated_at").first()
    return found


def _collect(actor: Actor, left: Iterable[LeftReport]) -> int:
    """Store what was left about services of the edition in force."""
    services = _services_by_code(actor)
    highest: dict[Key, int] = {}
    for each in left:
        if service := services.get(each.code):
            key = (service, each.reason, each.day)
            highest[key] = max(each.number, highest.get(key, 0))
    return _store(actor, highest)


def _services_by_code(actor: Actor) -> dict[str, UUID]:
    """Public code to key of the service, by the rule that operations/editions.py follows.

    A service that was closed since still stands in the edition, so those count as well; where two
    would share a code it is that of the one that is not closed.
    """
    rows = Service.objects.visible_to(actor).values_list("hsds_id", "pk", "status")
    keys, open_ones = {}, []
    for hsds_id, key, status in rows.iterator():
        keys[str(hsds_id)] = key
        if status != "closed":
            open_ones.append(str(hsds_id))
    codes = [*public_codes(keys).items(), *public_codes(open_ones).items()]
    return {code: keys[hsds_id] for hsds_id, code in codes}


def _store(actor: Actor, highest: Mapping[Key, int]) -> int:
    """Raise the counts, in one transaction. A row that rises again is open again."""
    scope = ReaderReport.objects.visible_to(actor)
    with transaction.atomic(durable=True):
        rows = scope.filter(day__in={day for _service, _reason, day in highest})
        known = {(row.service_id, row.reason, row.day): row for row in rows}
        risen, rise = [], 0
        for key, row in known.items():
            if (number := highest.get(key, 0)) > row.count:
                rise += number - row.count
                row.count, row.handled_by, row.handled_on = number, None, None
                risen.append(row)
        new = [_row(actor, key, highest[key]) for key in highest if key not in known]
        ReaderReport.objects.bulk_create(new, batch_size=BATCH)
        scope.bulk_update(risen, ["count", "handled_by", "handled_on"], batch_size=BATCH)
        _forget_the_time(actor, new)
    return rise + sum(row.count for row in new)


def _row(actor: Actor, key: Key, number: int) -> ReaderReport:
    service, reason, day = key
    return ReaderReport(
        agency_id=actor.agency, service_id=service, reason=reason, day=day, count=number
    )


def _forget_the_time(actor: Actor, new: Collection[ReaderReport]) -> None:
    """Rows note when they were made, here minutes after a reader's tap: only the day stays."""
    for day in {row.day for row in new}:
        midnight = datetime.combine(day, time(), UTC)
        keys = [row.pk for row in new if row.day == day]
        for start in range(0, len(keys), BATCH):
            some = ReaderReport.objects.visible_to(actor).filter(pk__in=keys[start : start + BATCH])
            some.update(created_at=midnight, updated_at=midnight)


def handle_report(actor: Actor, *, report: ReaderReport) -> int:
    """Mark as looked into what readers reported of this service for this reason, up to this day.

    A later report, and one more of the same day, is open again. Another reason stays open: who
    corrected a number has not asked why somebody felt unsafe. Returns how many rows were marked.
    Raises policy.Refused.
    """
    policy.require(actor, "directory.edit")
    same = open_reports(actor).filter(service=report.service_id, reason=report.reason)
    today = agency_of(actor).today()
    with transaction.atomic():
        handled = same.filter(day__lte=report.day).update(
            handled_by_id=actor.account_id, handled_on=today, updated_at=timezone.now()
        )
        if handled:
            record(actor, "report.handled", subject=report, reports=handled)
    return handled


def open_reports(actor: Actor) -> QuerySet[ReaderReport]:
    """Reports that nobody has looked into yet."""
    return ReaderReport.objects.visible_to(actor).filter(handled_on=None)


def open_matters(actor: Actor) -> QuerySet[Any, Mapping[str, Any]]:
    """What there is to look into: each `service` (key) and `reason` once.

    Where somebody felt unsafe comes first, then what was reported last.
    """
    heavy = Case(When(reason="felt_unsafe", then=Value(0)), default=Value(1))
    matters = open_reports(actor).values("service", "reason")
    found = matters.annotate(heavy=heavy, last=Max("day"))
    return found.order_by("heavy", "-last", "service", "reason")
