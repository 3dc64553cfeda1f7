"""How people come into an agency: invitations, and the agreement that they accept."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from suluh.access.models.accounts import Account, AgencyRow
from suluh.kernel.sensitivity import Sensitivity


class Invitation(AgencyRow):
    """Somebody may open an account for themselves, once, with a code that they were handed.

    `digest` is the SHA-256 of the code; the code itself is kept nowhere. Without `invited_by` the
    operator invited. `account` is the one that came of it.
    """

    full_name = models.CharField(max_length=150)
    email = models.EmailField()
    role = models.CharField(max_length=60)
    invited_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        "full_name": Sensitivity.PERSONAL,
        "email": Sensitivity.PERSONAL,
        "role": Sensitivity.RESTRICTED,
        "invited_by": Sensitivity.RESTRICTED,
        "digest": Sensitivity.IDENTITY,
        "expires_at": Sensitivity.RESTRICTED,
        "withdrawn_at": Sensitivity.RESTRICTED,
        "used_at": Sensitivity.RESTRICTED,
        "account": Sensitivity.RESTRICTED,
    }

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["agency", "-created_at"], name="invitations_of_agency"),
        ]

    def __str__(self) -> str:
        return f"invitation as {self.role}"

    def is_open(self, at: datetime) -> bool:
        return self.withdrawn_at is None and self.used_at is None and at < self.expires_at


class AgreementVersion(AgencyRow):
    """One version of an agency's confidentiality agreement. It is never changed, only followed.

    `texts` are plain texts by language code. `shipped` is the draft that came with the program.
    """

    number = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    shipped = models.BooleanField(default=False)
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("number", "texts", "shipped", "made_by"), Sensitivity.PRACTITIONER),
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "number"], name="agreement_number_once"),
        ]

    def __str__(self) -> str:
        return f"agreement {self.number}"


class Acceptance(AgencyRow):
    """A person accepted a version of the agreement, at `created_at`. Nobody does so for another."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="+")

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        "account": Sensitivity.RESTRICTED,
        "version": Sensitivity.RESTRICTED,
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "version"], name="version_accepted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} accepted {self.version_id}"
