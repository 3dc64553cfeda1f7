"""What readers of the public door reported with one tap: a reason and a day, nobody's words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from suluh.access.models import Account, AgencyRow
from suluh.directory.models.services import Service
from suluh.kernel.sensitivity import Sensitivity


class ReaderReport(AgencyRow):
    """How many readers gave one reason about one service on one day; see edition/reports.py.

    `reason` is one of REASONS. `count` goes from 1 to LIMIT; at LIMIT it means "or more".
    `handled_on` is the day on which a colleague had looked into it; None while it is open.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=20)
    day = models.DateField()
    count = models.PositiveSmallIntegerField()
    handled_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handled_on = models.DateField(null=True, blank=True)

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("service", "handled_by", "handled_on"), Sensitivity.PRACTITIONER),
        # That somebody felt unsafe somewhere is for the few who can look into it.
        **dict.fromkeys(("reason", "day", "count"), Sensitivity.RESTRICTED),
    }

    class Meta:
        ordering = ("-day",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "service", "reason", "day"],
                name="reader_report_once_per_reason_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.day}"
