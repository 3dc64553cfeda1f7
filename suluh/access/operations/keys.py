"""The keys of this installation, as its log has them. Only the machine's operator changes them."""

from __future__ import annotations

from django.db import transaction

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.operations.audit import record
from suluh.access.operations.factors import seal_anew
from suluh.access.queries.actors import agencies_of_this_machine, operator


def seal_everything_anew(actor: Actor) -> int:
    """Seal every sealed value with the newest key, all or none. Gives their number.

    Every agency's log says that the keys were changed. Raises Refused.
    """
    policy.require(actor, "agencies.create")
    with transaction.atomic():
        done = seal_anew()
        note_rotation(actor)
    return done


def note_rotation(actor: Actor) -> None:
    """Write into every agency's log that the keys were changed. Raises Refused."""
    policy.require(actor, "agencies.create")
    with transaction.atomic():
        for agency in agencies_of_this_machine():
            record(operator(agency), "keys.rotated")
