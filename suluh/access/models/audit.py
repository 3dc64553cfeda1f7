"""The log of an agency: who did what and when, in identifiers, numbers and codes only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from suluh.access.domain.chain import START, VERSION, Entry
from suluh.access.models.accounts import AgencyRow
from suluh.kernel.sensitivity import Sensitivity


class AuditEntry(AgencyRow):
    """One act in the log. The database refuses to change or delete it (migration 0002).

    `actor` and `subject` are identifiers and no foreign keys: an entry outlives what it names.
    Without `actor` the operator acted at the command line, or (`role` is "") somebody who had not
    signed in. Sealed are all columns but `id`, `created_at` and `updated_at`, which nothing reads.
    """

    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()  # UTC, by the clock of the machine
    actor = models.UUIDField(null=True)
    role = models.CharField(max_length=60, blank=True)
    act = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    version = models.PositiveSmallIntegerField(default=VERSION)  # of the sealed form
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("sequence", "version", "previous", "digest"), Sensitivity.PRACTITIONER),
        # When somebody works, and on what, is for auditors.
        **dict.fromkeys(
            ("at", "actor", "role", "act", "subject_kind", "subject", "details"),
            Sensitivity.RESTRICTED,
        ),
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "sequence"], name="audit_number_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["agency", "actor", "sequence"], name="audit_by_person"),
            models.Index(fields=["agency", "act", "sequence"], name="audit_by_act"),
            models.Index(fields=["agency", "at"], name="audit_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"

    @property
    def told(self) -> dict[str, Any]:
        """The details; none where somebody changed them into something else, of which verifying the
        log tells. Whoever tampers with one entry must not take the pages from everybody."""
        return self.details if isinstance(self.details, dict) else {}

    def as_entry(self) -> Entry:
        """What is sealed."""
        return Entry(
            agency=str(self.agency_id),
            sequence=self.sequence,
            at=self.at,
            actor=str(self.actor or ""),
            role=self.role,
            act=self.act,
            subject_kind=self.subject_kind,
            subject=str(self.subject or ""),
            details=self.details,
            previous=self.previous,
            version=self.version,
            digest=self.digest,
        )


class AuditHead(AgencyRow):
    """Number, digest and time of an agency's last entry; whoever records locks this row.

    The database lets it move forward by one entry and refuses everything else (migration 0002).
    """

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=START)
    at = models.DateTimeField(null=True)

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("sequence", "digest", "at"), Sensitivity.PRACTITIONER),
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency"], name="one_audit_head_per_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest}"
