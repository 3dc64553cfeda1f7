"""What an account must do once before it works: steps between signing in and the first page.

Each step has a page of its own, which must stay reachable while the step is open: it is declared
with `@signed_in_page(step="...")`. The guard sends everybody else's request to the first open step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from suluh.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Step:
    """`is_open` says whether this account still has to do it."""

    code: str
    url_name: str
    is_open: Callable[[HttpRequest, Actor], bool]


STEPS: tuple[Step, ...] = ()


def open_step(request: HttpRequest, actor: Actor, *, at: str = "") -> Step | None:
    """The first step that is open before the page of the step `at`, or before any other page."""
    for step in STEPS:
        if step.code == at:
            return None
        if step.is_open(request, actor):
            return step
    return None
