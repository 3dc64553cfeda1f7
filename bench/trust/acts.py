"""Recording an act, and storing a row of the same columns without a chain, for bench.trust."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, models, transaction

from bench.trust import home
from bench.trust.arms import Work
from suluh.access.models import Account, Agency
from suluh.access.operations.audit import record
from suluh.access.queries.actors import actor_of
from suluh.foundation.row_security import rows_of_agency

ACT = "sign_in.done"  # no subject, no details: what is measured is the log


class PlainEntry(models.Model):
    """The columns and indexes of AuditEntry (suluh/access/models/audit.py), and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    role = models.CharField(max_length=60, blank=True)
    act = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    version = models.PositiveSmallIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        app_label = "access"
        db_table = "bench_plain_entry"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "sequence"], name="plain_number_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["agency", "actor", "sequence"], name="plain_by_person"),
            models.Index(fields=["agency", "act", "sequence"], name="plain_by_act"),
            models.Index(fields=["agency", "at"], name="plain_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"


def create_tables() -> None:
    """On PostgreSQL the owner's role must do it: the role that serves may not."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as tables:
        tables.create_model(PlainEntry)


def works() -> dict[str, Work]:
    if connection.vendor == "sqlite":
        create_tables()
    agency = home.office()
    account = home.editor(agency)
    actor = actor_of(account)
    assert actor
    kind = ContentType.objects.get_for_model(Account)
    number = iter(range(1, 10_000_000))

    def ours(_: object) -> None:
        with rows_of_agency(agency.pk), transaction.atomic():
            record(actor, ACT)

    def plain(_: object) -> None:
        with rows_of_agency(agency.pk), transaction.atomic():
            PlainEntry.objects.create(**_row(actor, next(number)))

    def admin(_: object) -> None:
        with transaction.atomic():
            LogEntry.objects.create(
                user_id=account.pk,
                content_type=kind,
                object_id=str(account.pk),
                object_repr="Ilya",
                action_flag=CHANGE,
                change_message="[]",
            )

    return {"record": Work(ours), "plain": Work(plain), "admin": Work(admin)}


def _row(actor: Any, number: int) -> dict[str, Any]:
    return {
        "agency_id": actor.agency_id,
        "sequence": number,
        "at": datetime.now(UTC),
        "actor": actor.account_id,
        "role": actor.role,
        "act": ACT,
        "version": 1,
        "previous": "0" * 64,
        "digest": "f" * 64,
    }
