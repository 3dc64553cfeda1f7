"""What an account must do once before it works: steps between signing in and the first page.

Each step has a page of its own, which must stay reachable while the step is open: it is declared
with `@signed_in_page(step="...")`. The guard sends everybody else's request to the first open step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from suluh.access.actor import Actor
from suluh.access.queries.agreements import must_agree
from suluh.access.queries.factors import has_factor, needs_factor
from suluh.access.signing_in.presence import visit_of
from suluh.access.signing_in.proof import has_shown_factor


@dataclass(frozen=True, slots=True)
class Step:
    """`is_open` says whether this account still has to do it."""

    code: str
    url_name: str
    is_open: Callable[[HttpRequest, Actor], bool]


def _factor_not_shown(request: HttpRequest, actor: Actor) -> bool:
    """A factor was set up, but in another session: here only the password was asked."""
    account = request.user
    return (
        account.is_authenticated
        and has_factor(actor.account_id)
        and not has_shown_factor(request, account)
    )


def _factor_missing(request: HttpRequest, actor: Actor) -> bool:
    """At every request anew: whoever is given such a role while signed in meets it at once."""
    return needs_factor(actor) and not has_factor(actor.account_id)


def _is_locked(request: HttpRequest, actor: Actor) -> bool:
    """presence.py stops every address; this stands behind it, should it ever be left out."""
    visit = visit_of(request)
    return visit is not None and visit.locked_at is not None


def _agreement_open(request: HttpRequest, actor: Actor) -> bool:
    """Before the first page, and again after each change of the text."""
    return must_agree(actor)


STEPS: tuple[Step, ...] = (
    Step("unlock", "unlock", _is_locked),
    Step("confirm", "account_reauthenticate", _factor_not_shown),
    Step("second_factor", "second_factor", _factor_missing),
    Step("agreement", "agreement", _agreement_open),
)


def open_step(request: HttpRequest, actor: Actor, *, at: str = "") -> Step | None:
    """The first step that is open before the page of the step `at`, or before any other page."""
    for step in STEPS:
        if step.code == at:
            return None
        if step.is_open(request, actor):
            return step
    return None
