"""Files brought in by editors: what was found, and the rows that wait to be mended."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from suluh.access.models import Account, AgencyRow, ReachedRows
from suluh.kernel.sensitivity import Sensitivity


class Intakes(ReachedRows):
    """Whoever checks only their own files, or their team's, sees no others."""

    capability = "directory.check"
    owner = "brought_by"


class Intake(AgencyRow):
    """One file on its way into the directory.

    The upload itself is deleted when the check is done; what stays (in the folder `files/intakes/
    <id>`) is the marked report and the checked records, both without any suspected address.
    """

    WAITING, CHECKING, CHECKED, REFUSED = "waiting", "checking", "checked", "refused"
    IMPORTING, IMPORTED = "importing", "imported"

    brought_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    # Who asked for the import: it happens by their right, whoever brought the file.
    asked_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=255)
    state = models.CharField(max_length=12, default=WAITING)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=200, blank=True, default="")
    source_format = models.CharField(max_length=12, blank=True, default="")
    # What the pages show: the check's counts and first problems; then what the import changed.
    findings = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(Intakes)()

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(
            ("brought_by", "asked_by", "file_name", "state", "rows_done", "rows_total", "source",
             "source_format"),
            Sensitivity.PRACTITIONER,
        ),
        "findings": Sensitivity.RESTRICTED,
        "result": Sensitivity.RESTRICTED,
    }  # fmt: skip

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name


class QuarantinedRow(AgencyRow):
    """A row that could not be taken in: as found (addresses masked), with the reasons."""

    intake = models.ForeignKey(
        Intake, null=True, blank=True, on_delete=models.SET_NULL, related_name="quarantined"
    )
    # Of the service it would be: a mended row is recognised by it, whatever file it comes in.
    hsds_id = models.UUIDField()
    source = models.CharField(max_length=200)
    source_key = models.CharField(max_length=200)
    line = models.PositiveIntegerField(default=0)
    draft = models.JSONField()
    problems = models.JSONField()

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(
            ("intake", "hsds_id", "source", "source_key", "line"), Sensitivity.PRACTITIONER
        ),
        "draft": Sensitivity.RESTRICTED,
        "problems": Sensitivity.RESTRICTED,
    }

    class Meta:
        ordering = ("line",)

    def __str__(self) -> str:
        return self.source_key
