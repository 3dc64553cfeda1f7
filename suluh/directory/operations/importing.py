"""Taking checked records into the directory: computed first, then written in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.operations import audit
from suluh.directory import areas
from suluh.directory.domain.checking import Outcome, identifier
from suluh.directory.domain.context import folded
from suluh.directory.domain.fields import ORGANIZATION_FIELDS, SERVICE_FIELDS
from suluh.directory.domain.merging import Change, Merged, merge
from suluh.directory.domain.protection import PUBLIC_ADDRESS, withheld
from suluh.directory.domain.records import Record
from suluh.directory.models import Contact, Location, Organization, Service
from suluh.directory.operations.quarantine import replace_quarantine
from suluh.directory.rows import contacts_of, fill, locations_of, record_of
from suluh.foundation.insertion import Insertion, prepare
from suluh.foundation.rows import ChangedMeanwhile
from suluh.kernel.languages import pick

BATCH = 500  # rows a statement: bounds memory and SQLite's number of parameters
_COLUMNS = [each.key for each in SERVICE_FIELDS]
_ORGANIZATION_COLUMNS = [each.key for each in ORGANIZATION_FIELDS]


@dataclass(slots=True)
class ImportResult:
    """How many services of each fate (they sum to the services read), and what changed."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    quarantined: int = 0
    changes: list[tuple[str, list[Change]]] = field(default_factory=list)  # service name, changes


@dataclass(slots=True)
class _Plan:
    """What the transaction will write."""

    new: list[Merged] = field(default_factory=list)
    changed: list[tuple[Service, Merged]] = field(default_factory=list)
    unchanged: int = 0
    seen: dict[UUID, datetime] = field(default_factory=dict)  # row id -> updated_at when read
    organizations: dict[str, dict[str, Any]] = field(default_factory=dict)  # hsds id -> columns
    closed: set[str] = field(default_factory=set)  # hsds ids of organizations with a hidden place


def import_outcome(
    actor: Actor, outcome: Outcome, *, intake: Any = None, by_hand: bool = False
) -> ImportResult:
    """Write every record without errors; put the rest in quarantine. Never publishes.

    Raises policy.Refused when the actor may not import, or not correct `by_hand`. When somebody
    edits one of the services at the same moment the reckoning is done once more.
    """
    policy.require(actor, "directory.edit" if by_hand else "directory.import")
    areas.keep(outcome.checked.areas)
    try:
        return _import(actor, outcome, intake, by_hand)
    except ChangedMeanwhile:
        return _import(actor, outcome, intake, by_hand)


def _import(actor: Actor, outcome: Outcome, intake: Any, by_hand: bool) -> ImportResult:
    records = [record for record in outcome.checked.records if not record.errors]
    plan = _reckon(actor, records, outcome.checked.source)
    rows = _rows(actor, plan, outcome.checked.source)
    insertions = rows.insertions()
    with transaction.atomic():
        _refuse_if_changed(plan)
        _write(rows, insertions)
        # A correction by hand says nothing of a row that waits to be mended.
        quarantined = 0 if by_hand else replace_quarantine(actor, outcome, intake=intake)
        result = _result(plan, quarantined)
        if by_hand:
            _record_corrections(actor, plan)
        else:
            _record_import(actor, result, intake)
    return result


def _result(plan: _Plan, quarantined: int) -> ImportResult:
    return ImportResult(
        created=len(plan.new),
        updated=len(plan.changed),
        unchanged=plan.unchanged,
        quarantined=quarantined,
        changes=[
            (pick(merged.record.values["name"], "en"), merged.changes) for _, merged in plan.changed
        ],
    )


def _record_import(actor: Actor, result: ImportResult, intake: Any) -> None:
    """One entry with counts, however many rows."""
    audit.record(
        actor,
        "workbook.imported",
        subject=intake,
        created=result.created,
        updated=result.updated,
        unchanged=result.unchanged,
        quarantined=result.quarantined,
    )


def _record_corrections(actor: Actor, plan: _Plan) -> None:
    """Nothing when the form was sent as it was."""
    for service, _merged in plan.changed:
        audit.record(actor, "service.corrected", subject=service)


def _reckon(actor: Actor, records: list[Record], source: str) -> _Plan:
    plan = _Plan()
    stored = _stored(actor, [record.hsds_id for record in records])
    for record in records:
        _with_organization_id(record, source)
    plan.closed = _closed_organizations(actor, records, stored)
    for record in records:
        service = stored.get(record.hsds_id)
        if record.organization.get("id") in plan.closed:
            record.organization = withheld(record.organization)
        merged = merge(record_of(service) if service else None, record)
        _collect_organization(plan, merged.record.organization)
        if service is None and record.action == "close":
            plan.unchanged += 1  # there is nothing to close
        elif service is None:
            plan.new.append(merged)
        elif merged.changes:
            plan.changed.append((service, merged))
            plan.seen[service.pk] = service.updated_at
        else:
            plan.unchanged += 1
    return plan


def _stored(actor: Actor, ids: list[str]) -> dict[str, Service]:
    found: dict[str, Service] = {}
    scoped = Service.objects.visible_to(actor).select_related("organization")
    for start in range(0, len(ids), BATCH):
        some = scoped.filter(hsds_id__in=ids[start : start + BATCH])
        for service in some.prefetch_related("contacts", "locations"):
            found[str(service.hsds_id)] = service
    return found


def _with_organization_id(record: Record, source: str) -> None:
    """An organization without an identifier is recognised by its name."""
    organization = record.organization
    name = pick(organization.get("name") or {}, "en")
    if organization.get("id"):
        organization["id"] = identifier(source, str(organization["id"]))
    elif name:
        organization["id"] = identifier("organization-name", folded(name))


def _closed_organizations(
    actor: Actor, records: list[Record], stored: dict[str, Service]
) -> set[str]:
    """Those with a protected place, in this file or stored: an open service of theirs must not
    tell where it is. HSDS ids."""
    closed: set[str] = set()
    for record in records:
        if record.closed:
            service = stored.get(record.hsds_id)
            known = service.organization if service else None
            closed |= {str(known.hsds_id)} if known else set()
            closed |= {record.organization["id"]} if record.organization.get("id") else set()
    ids = list({each for record in records if (each := record.organization.get("id"))})
    protected = Service.objects.visible_to(actor).exclude(
        location_disclosure__in=("", PUBLIC_ADDRESS)
    )
    for start in range(0, len(ids), BATCH):
        some = protected.filter(organization__hsds_id__in=ids[start : start + BATCH])
        closed |= {str(each) for each in some.values_list("organization__hsds_id", flat=True)}
    return closed


def _collect_organization(plan: _Plan, organization: dict[str, Any]) -> None:
    if organization.get("id") and organization.get("name"):
        known = plan.organizations.setdefault(organization["id"], {})
        known.update({key: value for key, value in organization.items() if value})


def _refuse_if_changed(plan: _Plan) -> None:
    ids = list(plan.seen)
    for start in range(0, len(ids), BATCH):
        some = Service.objects.unscoped(reason="rows of this plan, read through visible_to")
        locked = some.filter(pk__in=ids[start : start + BATCH]).select_for_update()
        rows = locked.values_list("pk", "updated_at")
        if any(plan.seen[pk] != updated_at for pk, updated_at in rows):
            raise ChangedMeanwhile


@dataclass(slots=True)
class _Rows:
    """Every row as it will stand, made before the transaction begins."""

    organizations: list[Organization] = field(default_factory=list)
    new: list[Service] = field(default_factory=list)
    changed: list[Service] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    locations: list[Location] = field(default_factory=list)

    def insertions(self) -> list[Insertion]:
        """Services before what hangs on them."""
        return [
            prepare(Service, self.new),
            prepare(Contact, self.contacts),
            prepare(Location, self.locations),
        ]


def _rows(actor: Actor, plan: _Plan, source: str) -> _Rows:
    organizations = _organizations(actor, plan)
    rows = _Rows(organizations=list(organizations.values()))
    for merged in plan.new:
        record = merged.record
        service = Service(
            agency_id=actor.agency, hsds_id=record.hsds_id, source=source, source_key=record.key
        )
        _fill(rows, service, record, organizations)
        rows.new.append(service)
    for service, merged in plan.changed:
        _fill(rows, service, merged.record, organizations)
        rows.changed.append(service)
    return rows


def _fill(
    rows: _Rows, service: Service, record: Record, organizations: dict[str, Organization]
) -> None:
    service.organization = organizations.get(record.organization.get("id", ""))
    fill(service, record)
    rows.contacts.extend(contacts_of(service, record))
    rows.locations.extend(locations_of(service, record))


def _organizations(actor: Actor, plan: _Plan) -> dict[str, Organization]:
    """HSDS id -> row, those that are stored and those that are new."""
    ids = list(plan.organizations)
    found: dict[str, Organization] = {}
    for start in range(0, len(ids), BATCH):
        some = Organization.objects.visible_to(actor).filter(hsds_id__in=ids[start : start + BATCH])
        found |= {str(each.hsds_id): each for each in some}
    for key, wanted in plan.organizations.items():
        row = found.setdefault(key, Organization(agency_id=actor.agency, hsds_id=key))
        for column in ("name", *_ORGANIZATION_COLUMNS):
            if value := wanted.get(column):
                known = getattr(row, column)
                setattr(row, column, {**known, **value} if isinstance(value, dict) else value)
            if key in plan.closed:
                setattr(row, column, withheld(getattr(row, column)))
    return found


def _write(rows: _Rows, insertions: list[Insertion]) -> None:
    _upsert(Organization, rows.organizations, ["name", *_ORGANIZATION_COLUMNS])
    _upsert(Service, rows.changed, ["organization", *_COLUMNS])
    for start in range(0, len(rows.changed), BATCH):
        some = rows.changed[start : start + BATCH]
        Contact.objects.filter(service__in=some).delete()
        Location.objects.filter(service__in=some).delete()
    for insertion in insertions:
        insertion.write()


def _upsert(model: Any, rows: list[Any], columns: list[str]) -> None:
    """Update by upsert: Django's bulk_update writes one CASE per cell, minutes for 4,000 rows."""
    for row in rows:
        row.updated_at = timezone.now()
    unscoped = model.objects.unscoped(reason="rows of this plan, read through visible_to")
    unscoped.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*columns, "updated_at"],
    )
