"""The way back when an office has lost every key: a paper, and a wait that everybody sees."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from suluh.access.models.accounts import Account, AgencyRow
from suluh.kernel.sensitivity import Sensitivity


class RecoverySheet(AgencyRow):
    """The code on the printed sheet, as its SHA-256. At most one sheet of an agency is valid."""

    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    void_at = models.DateTimeField(null=True)

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        "digest": Sensitivity.IDENTITY,
        "made_by": Sensitivity.RESTRICTED,
        "void_at": Sensitivity.RESTRICTED,
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(void_at__isnull=True),
                name="one_valid_sheet_per_agency",
            ),
        ]

    def __str__(self) -> str:
        return "recovery sheet"


class OfficeRecovery(AgencyRow):
    """Somebody with the sheet asked to get `account` back; it waits from `begun_at` (UTC).

    It ends when it is stopped, when it is done, or by its age.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    sheet = models.ForeignKey(RecoverySheet, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(
            ("account", "sheet", "begun_at", "stopped_at", "done_at"), Sensitivity.RESTRICTED
        ),
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(stopped_at__isnull=True, done_at__isnull=True),
                name="one_open_recovery_per_account",
            ),
        ]

    def __str__(self) -> str:
        return f"recovery of {self.account_id}"
