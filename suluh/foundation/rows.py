"""The row that every table of Suluh is built on, and the label each of its fields carries."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from suluh.kernel.sensitivity import Sensitivity


class Row(models.Model):
    """A row with an identifier that says nothing, and two times in UTC.

    Each model adds `sensitivity` for the fields it declares itself; the boot check joins the
    declarations along the class hierarchy and refuses a field that nobody labelled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        "id": Sensitivity.PRACTITIONER,
        "created_at": Sensitivity.PRACTITIONER,
        "updated_at": Sensitivity.PRACTITIONER,
    }

    class Meta:
        abstract = True


def declared_sensitivity(model: type[models.Model]) -> dict[str, Sensitivity]:
    """Field name to sensitivity, joined from the model and every class it is built on."""
    declared: dict[str, Sensitivity] = {}
    for cls in reversed(model.__mro__):
        declared |= vars(cls).get("sensitivity", {})
    return declared
