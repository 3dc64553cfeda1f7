"""Editions: the published directory, one file each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from suluh.access.models import AgencyRow
from suluh.directory.models.columns import codes
from suluh.kernel.sensitivity import Sensitivity


class Edition(AgencyRow):
    """A named state of the directory, as built into `published/edition.sqlite3`.

    Until gates exist every edition is an unchecked draft, and says so on every page.
    """

    name = models.CharField(max_length=60)
    languages = codes()
    services = models.PositiveIntegerField(default=0)

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("name", "languages", "services"), Sensitivity.PUBLIC),
    }

    class Meta:
        ordering = ("-created_at",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "name"], name="edition_name_once_per_agency"),
        ]

    def __str__(self) -> str:
        return self.name
