"""Reading emergency accesses: whose they are, which nobody has judged, and who could look."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.models import EmergencyAccess, Membership
from suluh.access.queries.actors import role_book_of

REVIEW = "emergency.review"
ENDED, JUDGED = "emergency.ended", "emergency.judged"


def emergencies_of(actor: Actor) -> QuerySet[EmergencyAccess]:
    """All of the actor's office, the newest first, with the people that belong to them."""
    found = EmergencyAccess.objects.visible_to(actor)
    return found.select_related("account", "seen_by", "judged_by").order_by("-opened_at")


def own_emergencies(actor: Actor) -> QuerySet[EmergencyAccess]:
    """Those that the actor opened."""
    return emergencies_of(actor).filter(account=actor.account_id)


def not_looked_at(actor: Actor) -> QuerySet[EmergencyAccess]:
    """Those of others of which nobody has said yet that they know."""
    return (
        emergencies_of(actor).filter(seen_by=None, judged_by=None).exclude(account=actor.account_id)
    )


def to_judge(actor: Actor, now: datetime) -> list[EmergencyAccess]:
    """All that nobody has judged, those that are open now first."""
    found = emergencies_of(actor).filter(justified=None)
    return sorted(found, key=lambda each: not each.opening.is_open(now))


def judged(actor: Actor) -> QuerySet[EmergencyAccess]:
    """Those that are done with."""
    return emergencies_of(actor).exclude(justified=None)


def was_stopped(actor: Actor, capability: str, *, since: datetime) -> bool:
    """Whether somebody else ended the actor's `capability` after `since`, or found it not right.

    Read from the log, which alone knows who ended it and when it was judged.
    """
    mine = own_emergencies(actor).filter(capability=capability).order_by()
    by_others = log.entries(actor).filter(at__gt=since).exclude(actor=actor.account_id)
    ended = by_others.filter(act=ENDED, subject__in=mine.values("pk"))
    wrong = by_others.filter(act=JUDGED, subject__in=mine.filter(justified=False).values("pk"))
    return ended.exists() or wrong.exists()


def somebody_looks(actor: Actor) -> bool:
    """Whether anybody with an open account, other than the actor, looks at emergencies."""
    looking = [code for code, role in role_book_of(actor).roles.items() if REVIEW in role.grants]
    others = Membership.objects.visible_to(actor).exclude(account=actor.account_id)
    found: bool = others.filter(role__in=looking, account__is_active=True).exists()
    return found
