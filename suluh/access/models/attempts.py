"""How often somebody guessed, shared by every process because it lives in the database."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from suluh.access.domain.attempts import Tally
from suluh.foundation.rows import Row
from suluh.kernel.sensitivity import Sensitivity


class Attempts(Row):
    """The tally of one kind of guess for one account, code or client address.

    Not scoped: guesses are counted before there is an actor to scope by. `subject` is a keyed
    hash of both, so the table names nobody and holds no address of the network.
    """

    subject = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    locked_until = models.DateTimeField(null=True, blank=True)

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        "subject": Sensitivity.RESTRICTED,
        "count": Sensitivity.RESTRICTED,
        "first_at": Sensitivity.RESTRICTED,
        "last_at": Sensitivity.RESTRICTED,
        "locked_until": Sensitivity.RESTRICTED,
    }

    def __str__(self) -> str:
        return f"{self.count} attempts"

    @property
    def tally(self) -> Tally:
        return Tally(self.count, self.first_at, self.last_at, self.locked_until)
