"""Moments as the clock on the wall of the office shows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from suluh.access.actor import Actor
from suluh.access.models import Agency


def office_clock(actor: Actor) -> Callable[[datetime], str]:
    """How to write a moment for people of the actor's agency: day and minute in its time zone."""
    zone = ZoneInfo(Agency.objects.visible_to(actor).get().timezone)
    return lambda moment: f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
