"""The row that every table of Suluh is built on, and the label each of its fields carries.

A form is written over the state of the row it was made from, and over no other: it carries
`row.as_read`, and the operation asks `require_as_read` in the transaction that writes. A page that
was loaded before a colleague's change can so never undo it, nor grant again what was taken away.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models

from suluh.kernel.sensitivity import Sensitivity


class ChangedMeanwhile(Exception):
    """Somebody changed or removed the row after the form was made from it. Nothing was written."""


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

    @property
    def as_read(self) -> str:
        """Which state of the row this is; a form takes it along and brings it back."""
        return self.updated_at.isoformat()


def require_as_read(rows: models.QuerySet[Any], row: Row, seen: str) -> None:
    """Lock the row until the transaction ends. Raises ChangedMeanwhile unless it is as `seen`."""
    now = rows.select_for_update().filter(pk=row.pk).first()
    if now is None or now.as_read != seen:
        raise ChangedMeanwhile


def declared_sensitivity(model: type[models.Model]) -> dict[str, Sensitivity]:
    """Field name to sensitivity, joined from the model and every class it is built on."""
    declared: dict[str, Sensitivity] = {}
    for cls in reversed(model.__mro__):
        declared |= vars(cls).get("sensitivity", {})
    return declared
