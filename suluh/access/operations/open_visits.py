"""Visits that are under way: seen, locked, unlocked, ended. The log says why one ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.models import Account, Membership, Visit
from suluh.access.operations.audit import record
from suluh.access.operations.office import hold_office
from suluh.access.queries.actors import actor_of

SEEN_AGAIN = timedelta(minutes=1)  # a page is no reason to write every time
UNLOCKS = 5  # wrong passwords at the unlock page that end the visit
GUESSES = "guesses"


def see(visit: Visit) -> None:
    """Somebody is there. Written at most once a minute."""
    now = datetime.now(UTC)
    if not timedelta(0) <= now - visit.seen_at < SEEN_AGAIN:
        Visit.objects.filter(pk=visit.pk).update(seen_at=now)


def lock(visit: Visit) -> None:
    """From here on this visit opens nothing but the unlock page. A new key unlocks it."""
    visit.locked_at = datetime.now(UTC)
    visit.wrong_unlocks = 0
    found = Visit.objects.filter(pk=visit.pk, locked_at=None)
    found.update(locked_at=visit.locked_at, wrong_unlocks=0)


def count_wrong_unlock(visit: Visit) -> bool:
    """One more wrong answer at the unlock page; gives whether that was one too many."""
    Visit.objects.filter(pk=visit.pk).update(wrong_unlocks=F("wrong_unlocks") + 1)
    return not Visit.objects.filter(pk=visit.pk, wrong_unlocks__lt=UNLOCKS).exists()


def close(visit: Visit, account: Account, *, cause: str) -> None:
    """End a visit by a rule; `cause` is a code of acts.toml, such as "idle"."""
    actor = actor_of(account)
    with transaction.atomic():
        gone, _tables = Visit.objects.filter(pk=visit.pk).delete()
        if gone and actor is not None:
            record(actor, "visit.closed", cause=cause)


def visits_of(account_id: UUID | None) -> QuerySet[Visit]:
    """The visits of an account that are under way, the last seen first."""
    alive = Visit.objects.filter(account=account_id, expire_date__gt=datetime.now(UTC))
    return alive.exclude(account=None).order_by("-seen_at")


def end_own_visits(actor: Actor, *, visits: Iterable[Visit]) -> int:
    """Somebody signs themselves out elsewhere. Gives how many visits ended."""
    with transaction.atomic():
        found = visits_of(actor.account_id).filter(pk__in=[each.pk for each in visits])
        ended: int = found.delete()[0]
        if ended:
            record(actor, "visit.ended_elsewhere", visits=ended)
    return ended


def end_visits(actor: Actor, *, account: Account) -> int:
    """Sign a colleague out everywhere. Gives how many visits ended.

    Nobody does this to themselves: there is a page of the own sessions, which keeps this one.
    Raises Refused; Membership.DoesNotExist for an account of another agency.
    """
    policy.require(actor, "accounts.manage")
    if account.pk == actor.account_id:
        raise policy.Refused(_("Your own sessions are on a page of their own: Your sessions."))
    with transaction.atomic():
        hold_office(actor, "accounts.manage")
        Membership.objects.visible_to(actor).get(account=account)
        ended = forget_visits(account)
        record(actor, "visit.ended_by_office", subject=account, visits=ended)
    return ended


def forget_visits(account: Account) -> int:
    """End every visit of an account. Part of a recorded act: call it in its transaction."""
    ended: int = Visit.objects.filter(account=account).delete()[0]
    return ended


def throw_away_old() -> None:
    """Delete visits that ended by their age."""
    Visit.objects.filter(expire_date__lt=datetime.now(UTC)).delete()
