"""Languages of the directory: which of them readers see, and who has read them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from suluh.access.models import AgencyRow
from suluh.directory.domain.languages import LONGEST_NAME
from suluh.kernel.sensitivity import Sensitivity


class PublishedLanguage(AgencyRow):
    """What was decided about one language. Without a row the defaults of domain/languages.py hold.

    The reviewer's name is public: it stands in the edition, which anyone can read.
    """

    code = models.CharField(max_length=12)  # BCP 47, see kernel/languages.py
    shown = models.BooleanField(default=False)
    reviewed_by = models.CharField(max_length=LONGEST_NAME, blank=True, default="")
    reviewed_on = models.DateField(null=True, blank=True)

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("code", "shown", "reviewed_by", "reviewed_on"), Sensitivity.PUBLIC),
    }

    class Meta:
        ordering = ("code",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "code"], name="language_once_per_agency"),
        ]

    def __str__(self) -> str:
        return self.code
