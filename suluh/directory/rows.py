"""Between a stored service and a record: the only place that knows both shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from suluh.directory.domain.fields import ORGANIZATION_FIELDS, SERVICE_FIELDS, Kind
from suluh.directory.domain.merging import CONTACT_KEYS, PLACE_KEYS
from suluh.directory.domain.problems import Spot
from suluh.directory.domain.protection import PUBLIC_ADDRESS
from suluh.directory.domain.records import Record, Value
from suluh.directory.models import Contact, Location, Organization, Service

_DATES = {each.key for each in SERVICE_FIELDS if each.kind is Kind.DATE}


def record_of(service: Service) -> Record:
    """A stored service as a record; its contacts and locations should be prefetched."""
    return Record(
        key=str(service.hsds_id),
        hsds_id=str(service.hsds_id),
        spot=Spot(),
        values={each.key: _json(getattr(service, each.key)) for each in SERVICE_FIELDS},
        organization=_organization_of(service.organization),
        contacts=[_row(contact, CONTACT_KEYS) for contact in service.contacts.all()],
        places=[_row(location, PLACE_KEYS) for location in service.locations.all()],
        channels=["*"],
        place_keys=["*"],
    )


def _json(value: Any) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def _row(row: Contact | Location, keys: Iterable[str]) -> dict[str, Value]:
    return {key: getattr(row, key) for key in keys}


def _organization_of(organization: Organization | None) -> dict[str, Value]:
    if organization is None:
        return {}
    described = {each.key: getattr(organization, each.key) for each in ORGANIZATION_FIELDS}
    return {"id": str(organization.hsds_id), "name": organization.name, **described}


def fill(service: Service, record: Record) -> None:
    """Put every value of a merged record into the row's columns; nothing is saved."""
    for described in SERVICE_FIELDS:
        value = record.values[described.key]
        if described.key in _DATES:
            value = date.fromisoformat(value) if value else None
        setattr(service, described.key, value)


def contacts_of(service: Service, record: Record) -> Iterator[Contact]:
    """Unsaved contact rows of a merged record."""
    for position, row in enumerate(record.contacts):
        yield Contact(service=service, position=position, **{key: row[key] for key in CONTACT_KEYS})


def locations_of(service: Service, record: Record) -> Iterator[Location]:
    """Unsaved location rows of a merged record."""
    public = record.values["location_disclosure"] == PUBLIC_ADDRESS
    for position, row in enumerate(record.places):
        columns = {key: row[key] for key in PLACE_KEYS}
        yield Location(service=service, position=position, open_to_strangers=public, **columns)
