"""Emergency access: who opened what, why, who was told, and what was thought of it afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from suluh.access.domain.emergency import Opening
from suluh.access.models.accounts import Account, AgencyRow
from suluh.kernel.sensitivity import Sensitivity


class EmergencyAccess(AgencyRow):
    """One capability, opened by one account for a short time (domain/emergency.py).

    `seen_by` is the second person who was told; `judged_by` whoever looked at it afterwards and
    found it `justified` or not.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    capability = models.CharField(max_length=60)
    reason = models.TextField(max_length=1000)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    justified = models.BooleanField(null=True, blank=True)

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(
            ("account", "capability", "opened_at", "until", "ended_at", "seen_by", "judged_by",
             "justified"),
            Sensitivity.RESTRICTED,
        ),
        # Somebody's words in haste: they may name a person.
        "reason": Sensitivity.PERSONAL,
    }  # fmt: skip

    class Meta:
        ordering = ("-opened_at",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "until"], name="emergency_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.capability} until {self.until}"

    @property
    def opening(self) -> Opening:
        return Opening(self.opened_at, self.until, self.ended_at)
