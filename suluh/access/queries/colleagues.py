"""The colleagues of an office, for whoever looks after the accounts: no visit by the hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Max

from suluh.access.actor import Actor
from suluh.access.models import Agency, Invitation, Membership, Visit
from suluh.access.queries.factors import STRONG
from suluh.access.queries.office_clock import moment
from suluh.access.roles import roles


@dataclass(frozen=True, slots=True)
class Colleague:
    """One account of the office. `pk` is that of the membership; `seen_on` a day, or None."""

    pk: UUID
    account_id: UUID
    name: str
    email: str
    role: str
    is_open: bool
    has_factor: bool
    seen_on: date | None


def colleagues(actor: Actor) -> list[Colleague]:
    """Open accounts first, by name. Four queries, however many they are."""
    agency: Agency = Agency.objects.visible_to(actor).get()
    rows = list(
        Membership.objects.visible_to(actor)
        .select_related("account")
        .order_by("-account__is_active", "account__full_name", "account__email")
    )
    ids = [row.account_id for row in rows]
    protected = _with_factor(ids)
    seen = dict(
        Visit.objects.filter(account__in=ids).values_list("account").annotate(at=Max("seen_at"))
    )
    return [
        Colleague(
            pk=row.pk,
            account_id=row.account_id,
            name=row.account.full_name,
            email=row.account.email,
            role=row.role,
            is_open=row.account.is_active,
            has_factor=row.account_id in protected,
            seen_on=_day(agency, row.account.last_login, seen.get(row.account_id)),
        )
        for row in rows
    ]


def open_invitations(actor: Actor) -> list[Invitation]:
    """Those whose code can still be used, the latest first."""
    rows = Invitation.objects.visible_to(actor).select_related("invited_by")
    still = rows.filter(used_at=None, withdrawn_at=None, expires_at__gt=moment(actor))
    return list(still.order_by("-created_at"))


def open_accounts(actor: Actor) -> int:
    """How many people can sign in to the actor's office."""
    count: int = Membership.objects.visible_to(actor).filter(account__is_active=True).count()
    return count


def should_separate(actor: Actor) -> bool:
    """Whether the actor still does both in an office that has a second person by now."""
    role = roles().roles.get(actor.role)
    return role is not None and role.mixed and role.assignable and open_accounts(actor) > 1


def _with_factor(ids: Iterable[UUID]) -> set[UUID]:
    """Whether, never what: nobody else sees how a person signs in."""
    rows = Authenticator.objects.filter(user__in=list(ids), type__in=STRONG)
    return set(rows.values_list("user", flat=True))


def _day(agency: Agency, *moments: datetime | None) -> date | None:
    known = [each for each in moments if each is not None]
    return agency.day(max(known)) if known else None
