"""What every arm of bench.trust begins with: tables, an office, an editor, a browser."""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client

from suluh.access.actor import Actor
from suluh.access.models import Account, Agency
from suluh.access.operations import create_account, create_agency
from suluh.access.queries.actors import actor_of, operator
from suluh.directory.demonstration import load
from suluh.directory.domain.fields import BY_KEY
from suluh.directory.domain.merging import CONTACT_KEYS, PLACE_KEYS
from suluh.directory.domain.records import Record
from suluh.directory.domain.understanding import empty
from suluh.directory.models import Contact, Location, Organization, Service
from suluh.directory.rows import contacts_of, fill, locations_of
from suluh.foundation.scoping import ScopedQuerySet
from tests.cast import agree

EMAIL, PASSWORD = "ilya@example.org", "seven lamps by the harbour"  # it opens nothing
HOST = "localhost"


def office() -> Agency:
    """An empty office with the tables it needs. On PostgreSQL its owner made them before."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        call_command("migrate", verbosity=0, run_syncdb=has_django_accounts())
    agency: Agency = create_agency(
        operator(), name="Bench", country="ID", timezone="UTC", languages=["en", "id"]
    )
    return agency


def editor(agency: Agency) -> Account:
    account: Account = create_account(
        operator(agency),
        agency=agency,
        email=EMAIL,
        full_name="Ilya Marrow",
        role="editor",
        password=PASSWORD,
    )
    agree(account)
    return account


@cache
def fixed_actor() -> Actor:
    """The editor, looked up once: what a peer hands to the views."""
    actor = actor_of(Account.objects.get(email=EMAIL))
    assert actor
    return actor


def lift_scopes() -> None:
    """From here on a queryset shows all rows, to whomever."""

    def everything(queryset: Any, actor: Any) -> Any:
        return queryset._within("unscoped: the peer of a benchmark")

    ScopedQuerySet.visible_to = everything  # type: ignore[assignment, method-assign]


def peer_user() -> Any:
    """Django's own account, that may see services."""
    user = User.objects.create_user(EMAIL, EMAIL, PASSWORD)
    user.user_permissions.add(Permission.objects.get(codename="view_service"))
    return user


def is_peer() -> bool:
    return bool(settings.ROOT_URLCONF == "bench.trust.peer_urls")


def has_django_accounts() -> bool:
    return bool(settings.AUTH_USER_MODEL == "auth.User")


def browser() -> Client:
    return Client(SERVER_NAME=HOST)


def services(agency: Agency, count: int) -> uuid.UUID:
    """So many services, those of the demonstration again and again. Returns the key of one."""
    records = [_whole(record) for record in load.records()]
    made = [_service(agency, records[number % len(records)], number) for number in range(count)]
    Organization.objects.bulk_create([row.organization for row in made if row.organization])
    Service.objects.bulk_create(made)
    for number, row in enumerate(made):
        record = records[number % len(records)]
        Contact.objects.bulk_create(contacts_of(row, record))
        Location.objects.bulk_create(locations_of(row, record))
    return made[count // 2].pk


def _whole(record: Record) -> Record:
    """What the demonstration leaves out is blank, as the check would have it."""
    contact = {key: empty(BY_KEY[key].kind) for key in CONTACT_KEYS}
    place = {key: empty(BY_KEY[key].kind) for key in PLACE_KEYS}
    return replace(
        record,
        contacts=[contact | row for row in record.contacts],
        places=[place | row for row in record.places],
    )


def _service(agency: Agency, record: Record, number: int) -> Service:
    service = Service(agency=agency, hsds_id=uuid.uuid4())
    fill(service, record)
    english = service.name.get("en", "")
    service.name = {**service.name, "en": f"{english} {number}"}
    service.organization = Organization(
        agency=agency, hsds_id=uuid.uuid4(), name=record.organization["name"]
    )
    return service
