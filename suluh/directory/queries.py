"""Reads of the directory: always scoped to the agency of the person who asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from suluh.access.actor import Actor
from suluh.access.models import Agency
from suluh.directory.domain.languages import DirectoryLanguage, directory_languages
from suluh.directory.domain.records import Record
from suluh.directory.models import (
    Contact,
    Edition,
    Intake,
    PublishedLanguage,
    QuarantinedRow,
    Service,
)
from suluh.directory.rows import record_of
from suluh.kernel.languages import LANGUAGES

BATCH = 500  # rows fetched at once: bounds memory and SQLite's number of parameters


def services(actor: Actor) -> QuerySet[Service]:
    """The services of the actor's agency, each with its organization, contacts and locations."""
    found = Service.objects.visible_to(actor)
    return found.select_related("organization").prefetch_related("contacts", "locations")


def services_named(actor: Actor, words: str) -> QuerySet[Service]:
    """Services in order of their English name, else as created; `words` stand in their names."""
    found = Service.objects.visible_to(actor).select_related("organization")
    if words:
        # JSON keeps letters of other scripts escaped on SQLite; the name's text is asked instead.
        in_any = Q()
        for code in LANGUAGES:
            in_any |= Q(**{f"name__{code}__icontains": words})
            in_any |= Q(**{f"organization__name__{code}__icontains": words})
        found = found.filter(in_any)
    return found.order_by("name__en", "created_at", "pk")


def records(actor: Actor) -> Iterator[Record]:
    """Every service as a record, in order of creation."""
    ordered = services(actor).order_by("created_at", "hsds_id")
    return (record_of(service) for service in ordered.iterator(chunk_size=BATCH))


@dataclass(frozen=True, slots=True)
class Known:
    """What a check must know of the stored services, by HSDS id (see domain/context.py)."""

    disclosures: dict[str, str] = field(default_factory=dict)
    lacking: dict[str, frozenset[str]] = field(default_factory=dict)


REQUIRED = ("name", "types", "areas", "serves", "verified_on")


def known(actor: Actor) -> Known:
    """The disclosure of every service, and which of the six required things it lacks."""
    found = Known()
    rows = Service.objects.visible_to(actor).annotate(
        reachable=Exists(Contact.objects.filter(service=OuterRef("pk"))),
    )
    for row in rows.values("hsds_id", "location_disclosure", "reachable", *REQUIRED).iterator():
        key = str(row["hsds_id"])
        if row["location_disclosure"]:
            found.disclosures[key] = row["location_disclosure"]
        lacks = {name for name in REQUIRED if not row[name]}
        if not row["reachable"]:
            lacks.add("contact")
        if lacks:
            found.lacking[key] = frozenset(lacks)
    return found


def intakes(actor: Actor) -> QuerySet[Intake]:
    """Files brought in, the newest first."""
    return Intake.objects.visible_to(actor).select_related("brought_by")


def quarantined(actor: Actor) -> QuerySet[QuarantinedRow]:
    """Rows that wait to be mended."""
    return QuarantinedRow.objects.visible_to(actor)


def editions(actor: Actor) -> QuerySet[Edition]:
    """Editions, the newest first."""
    return Edition.objects.visible_to(actor)


def published_languages(actor: Actor) -> tuple[DirectoryLanguage, ...]:
    """The languages of the actor's directory in its own order, shown and hidden ones."""
    decided = {
        row.code: DirectoryLanguage(row.code, row.shown, row.reviewed_by, row.reviewed_on)
        for row in PublishedLanguage.objects.visible_to(actor)
    }
    return directory_languages(Agency.objects.visible_to(actor).get().languages, decided)
