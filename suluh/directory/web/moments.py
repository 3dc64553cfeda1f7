"""Moments as the clock on the wall of the office shows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from suluh.access.actor import Actor
from suluh.access.models import Agency


def office_clock(actor: Actor) -> Callable[[datetime], str]:
    """How to write a moment for people of the actor's agency: day and minute in its time zone."""
    agency: Agency = Agency.objects.visible_to(actor).get()
    return agency.clock
