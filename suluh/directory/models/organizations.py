"""Organizations that offer services."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from suluh.access.models import AgencyRow
from suluh.directory.domain.fields import ORGANIZATION_FIELDS
from suluh.directory.models.columns import code, sensitivity_of, texts
from suluh.kernel.languages import pick
from suluh.kernel.sensitivity import Sensitivity


class Organization(AgencyRow):
    """An HSDS organization. `hsds_id` is its identifier towards the outside world."""

    hsds_id = models.UUIDField()
    name = texts()
    organization_type = code()
    organization_description = texts()
    organization_website = models.CharField(max_length=500, blank=True, default="")

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **sensitivity_of(ORGANIZATION_FIELDS),
        "hsds_id": Sensitivity.PUBLIC,
        "name": Sensitivity.PUBLIC,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "hsds_id"], name="organization_once_per_agency"
            ),
        ]

    def __str__(self) -> str:
        return pick(self.name, "en")
