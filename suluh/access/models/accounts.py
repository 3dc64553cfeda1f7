"""Agencies, accounts, and who works for whom as what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from suluh.access import validators
from suluh.access.actor import Actor
from suluh.access.domain.scopes import Scope
from suluh.foundation.rows import Row
from suluh.foundation.scoping import ScopedQuerySet, ScopedRow
from suluh.kernel.sensitivity import Sensitivity


class Agencies(ScopedQuerySet["Agency"]):
    """An actor sees the own agency."""

    def rows_of(self, actor: Actor) -> Self:
        return self.filter(pk=actor.agency_id)


class Agency(ScopedRow):
    """A tenant: the office that compiles a directory. Not HSDS's organization."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    country = models.CharField(max_length=2, validators=[RegexValidator(r"^[A-Z]{2}$")])
    timezone = models.CharField(max_length=64, validators=[validators.known_timezone])
    languages = models.JSONField(default=list, validators=[validators.known_languages])

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(Agencies)()

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        "name": Sensitivity.PUBLIC,
        "slug": Sensitivity.PUBLIC,
        "country": Sensitivity.PUBLIC,
        "timezone": Sensitivity.PUBLIC,
        "languages": Sensitivity.PUBLIC,
    }

    def __str__(self) -> str:
        return self.name

    def today(self) -> date:
        """The day it is where the agency works."""
        return datetime.now(ZoneInfo(self.timezone)).date()

    def day(self, moment: datetime) -> date:
        """The day that a moment falls on where the agency works."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()

    def clock(self, moment: datetime) -> str:
        """A moment as the clock on the wall of the office shows it: day and minute."""
        return f"{moment.astimezone(ZoneInfo(self.timezone)):%Y-%m-%d %H:%M}"


class AgencyRows(ScopedQuerySet[Any]):
    """An actor sees the rows of the own agency."""

    def rows_of(self, actor: Actor) -> Self:
        return self.filter(agency_id=actor.agency_id)


class ReachedRows(AgencyRows):
    """Rows of the own agency, of those only what the actor's grant of `capability` reaches.

    `owner` names the column with the account that made a row; `referred` the one with the account
    that it was referred to. Without the grant an actor sees none, and so does whoever may create.
    """

    capability: ClassVar[str]
    owner: ClassVar[str]
    referred: ClassVar[str] = ""

    def rows_of(self, actor: Actor) -> Self:
        return super().rows_of(actor).filter(self._reached(actor))

    def _reached(self, actor: Actor) -> models.Q:
        scopes = actor.scopes(self.capability)
        if Scope.AGENCY in scopes:
            return models.Q()
        reached = models.Q(pk__in=())
        if Scope.OWN in scopes or Scope.TEAM in scopes:
            reached |= models.Q(**{self.owner: actor.account_id})
        if Scope.TEAM in scopes:
            reached |= models.Q(**{f"{self.owner}__in": actor.team})
        if Scope.REFERRED in scopes and self.referred:
            reached |= models.Q(**{self.referred: actor.account_id})
        return reached


class AgencyRow(ScopedRow):
    """The base of every root row of the workspace: it belongs to one agency."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(AgencyRows)()

    sensitivity: ClassVar[dict[str, Sensitivity]] = {"agency": Sensitivity.PRACTITIONER}

    class Meta:
        abstract = True


class AccountManager(BaseUserManager["Account"]):
    """Not scoped: sign-in looks for an account before there is an actor to scope by."""

    def create_account(self, email: str, full_name: str, password: str) -> Account:
        account = self.model(email=self.normalize_email(email).lower(), full_name=full_name)
        account.set_password(password)
        account.full_clean()
        account.save()
        return account


class Account(AbstractBaseUser, Row):
    """Somebody who signs in. What they may do follows from their membership alone."""

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    erased_at = models.DateTimeField(null=True, editable=False)  # name and address are gone since

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = AccountManager()

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        "email": Sensitivity.PERSONAL,
        "full_name": Sensitivity.PERSONAL,
        "password": Sensitivity.IDENTITY,
        "last_login": Sensitivity.PERSONAL,
        "is_active": Sensitivity.RESTRICTED,
        "erased_at": Sensitivity.RESTRICTED,
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="account_email_is_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name


class Membership(AgencyRow):
    """An account works for an agency in a role."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=60)  # a code of data/roles.toml, or of an AgencyRole

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        "account": Sensitivity.RESTRICTED,
        "role": Sensitivity.RESTRICTED,
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # An account works for one agency. Several would need a choice at sign-in.
            models.UniqueConstraint(fields=["account"], name="one_membership_per_account")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} as {self.role}"
