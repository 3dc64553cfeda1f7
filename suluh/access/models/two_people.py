"""Acts that wait for a second person, and encrypted exports that wait to be fetched."""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models

from suluh.access.actor import Actor
from suluh.access.domain.two_people import OPEN, Request, State
from suluh.access.models.accounts import Account, AgencyRow, AgencyRows
from suluh.access.two_people import may_approve
from suluh.kernel.sensitivity import Sensitivity


class JointActs(AgencyRows):
    """An actor sees what they asked for, and what their role lets them approve."""

    def rows_of(self, actor: Actor) -> Self:
        answers = models.Q(act__in=[kind.code for kind in may_approve(actor)])
        if actor.account_id is not None:
            answers |= models.Q(asker=actor.account_id)
        return super().rows_of(actor).filter(answers)


class JointAct(AgencyRow):
    """One act of data/two_people.toml that somebody asked for (domain/two_people.py).

    `digest` binds act, subject and parameters. `alone` says for ever that nobody else was there.
    `subject` is an identifier and no foreign key: it outlives what it names.
    """

    act = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject = models.UUIDField(null=True)
    parameters = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, default=State.ASKED)
    alone = models.BooleanField(default=False)
    asker = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(JointActs)()

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(
            ("act", "subject_kind", "subject", "parameters", "digest", "state", "alone", "asker",
             "asked_at", "answered_by", "answered_at"),
            Sensitivity.RESTRICTED,
        ),
    }  # fmt: skip

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agency", "asker", "digest"],
                condition=models.Q(state__in=sorted(OPEN)),
                name="asked_once_at_a_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["agency", "state", "asked_at"], name="joint_acts_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.state}"

    def as_request(self) -> Request:
        """What the rules look at."""
        return Request(
            state=State(self.state),
            asker=self.asker_id,
            asked_at=self.asked_at,
            about=self.about,
            alone=self.alone,
            answered_at=self.answered_at,
        )

    @property
    def alone_code(self) -> str:
        """As the log has it."""
        return "yes" if self.alone else "no"

    @property
    def about(self) -> UUID | None:
        """The account that the act is done to."""
        return self.subject if self.subject_kind == Account._meta.model_name else None


class SealedExports(AgencyRows):
    """An export exists for whoever made it, and for nobody else."""

    def rows_of(self, actor: Actor) -> Self:
        return super().rows_of(actor).filter(maker=actor.account_id, maker__isnull=False)


class SealedExport(AgencyRow):
    """A file that only its passphrase opens, in files/exports (operations/exports.py).

    The passphrase is stored nowhere. `act` says what was taken, `fetched` how often.
    """

    MOST = 3  # times that it may be fetched

    act = models.CharField(max_length=60)
    maker = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=10)  # of what is inside: xlsx or csv
    size = models.PositiveBigIntegerField()  # bytes, encrypted
    expires_at = models.DateTimeField()
    fetched = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(SealedExports)()

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(
            ("act", "maker", "form", "size", "expires_at", "fetched"), Sensitivity.RESTRICTED
        ),
    }

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["expires_at"], name="exports_by_end"),
        ]

    def __str__(self) -> str:
        return f"export of {self.act}"
