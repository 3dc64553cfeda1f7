"""Signing in and out, and being refused, as the log has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from suluh.access.actor import somebody
from suluh.access.models import Account
from suluh.access.operations.audit import record
from suluh.access.operations.open_visits import throw_away_old
from suluh.access.queries.actors import (
    actor_of,
    agencies_of_this_machine,
    agency_of_account,
)


@contextmanager
def begin_visit(account: Account) -> Iterator[None]:
    """Around the sign-in itself: without its entry nobody is signed in."""
    throw_away_old()
    with transaction.atomic():
        yield
        if actor := actor_of(account):
            record(actor, "sign_in.done")


def end_visit(account: Account | AnonymousUser) -> None:
    """Somebody signs out. A session that only ends by its age leaves no entry."""
    if account.is_anonymous:
        return
    if actor := actor_of(account):
        with transaction.atomic():
            record(actor, "sign_in.ended")


def refuse_visit(email: str) -> None:
    """Somebody was refused at sign-in. What they typed is not kept: it may be a password.

    An address that nobody has belongs to no agency. The attempt then stands in the log of the
    agency that was set up first, so that somebody sees the guessing, and so that the answer
    comes as late as for an address that is known. Attempts beyond the limit are not recorded.
    """
    account = Account.objects.filter(email=email.lower()).first()
    agency = agency_of_account(account) if account else None
    if agency is None:
        agency = min(agencies_of_this_machine(), key=lambda each: each.created_at, default=None)
    if agency is None:
        return
    with transaction.atomic():
        record(somebody(agency.pk), "sign_in.refused", subject=account, reason=_reason(account))


def _reason(account: Account | None) -> str:
    if account is None:
        return "unknown_address"
    return "wrong_password" if account.is_active else "closed_account"
