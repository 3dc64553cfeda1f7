"""The guard before every page of the workspace.

    @page("directory.view", loads=Service)
    def service(request: WorkspaceRequest, service: Service) -> HttpResponse: ...

The guard makes the actor, loads the object through the actor's scope and hands both over. A view
without it has no `request.actor` and lacks its argument, so it crashes instead of leaking; the
boot check (config/checks.py) finds it even earlier.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast, overload
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.operations.refusals import note_refusal
from suluh.access.queries.actors import actor_of
from suluh.access.roles import roles
from suluh.access.signing_in.entry import open_step
from suluh.access.signing_in.proof import is_fresh
from suluh.foundation.row_security import rows_of_agency
from suluh.foundation.scoping import ScopedRow

View = Callable[..., HttpResponseBase]
Reached = Callable[[Actor], QuerySet[Any]]


class WorkspaceRequest(HttpRequest):
    """A request that passed a guard. Only the guard sets `actor`."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class Access:
    """What a view declares: a capability, or why it needs none ("signed in", "public").

    `needs` asks of an actor whether a page for members is for them at all, `reached` gives the rows
    of such a page that they reach.
    """

    capability: str
    loads: type[ScopedRow] | None = None
    fresh: bool = False
    needs: Callable[[Actor], object] | None = None
    reached: Reached | None = None


PUBLIC = "public"
SIGNED_IN = "signed in"


def page(
    capability: str,
    *,
    loads: type[ScopedRow] | None = None,
    methods: tuple[str, ...] = ("GET",),
    fresh: bool = False,
) -> Callable[[View], View]:
    """Open a view to actors with `capability`.

    With `loads`, the row named by the URL's `pk` is loaded within the actor's scope and handed
    over: 403 with the policy's sentence without the power, 404 outside the scope. The power is
    asked first, so that whoever lacks it does not learn what exists.
    `fresh` asks for the password or second factor again when that was some minutes ago.
    Raises KeyError at import when no role file describes the capability.
    """
    declared = Access(roles().capabilities[capability].code, loads, fresh)

    def guard(view: View) -> View:
        def guarded(request: WorkspaceRequest, **captured: Any) -> HttpResponseBase:
            policy.require(request.actor, capability)
            if fresh and (asked := _asked_again(request, methods)):
                return asked
            if loads is None:
                return view(request, **captured)
            visible = loads.objects.visible_to(request.actor)  # type: ignore[attr-defined]
            return view(request, get_object_or_404(visible, pk=captured.pop("pk")), **captured)

        return _declare(_for_members(guarded), view, declared, methods)

    return guard


@overload
def signed_in_page(view: View) -> View: ...


@overload
def signed_in_page(
    *,
    step: str = "",
    fresh: bool = False,
    methods: tuple[str, ...] = ("GET",),
    needs: Callable[[Actor], object] | None = None,
    reached: Reached | None = None,
) -> Callable[[View], View]: ...


def signed_in_page(
    view: View | None = None,
    *,
    step: str = "",
    fresh: bool = False,
    methods: tuple[str, ...] = ("GET",),
    needs: Callable[[Actor], object] | None = None,
    reached: Reached | None = None,
) -> View | Callable[[View], View]:
    """Open a view to every member of an agency. For pages that show nothing of the content.

    `step` names the step of entry.py that this page belongs to; `fresh` as in `page`. `needs`
    leaves out members to whom it says no. With `reached`, the row named by the URL's `pk` is looked
    for among the rows that it gives for the actor, and handed over; 404 when it is not there.
    """

    def guard(view: View) -> View:
        def guarded(request: WorkspaceRequest, **captured: Any) -> HttpResponseBase:
            if needs and not needs(request.actor):
                raise policy.Refused(_("Nothing that your role does needs this page."))
            if fresh and (asked := _asked_again(request, methods)):
                return asked
            if reached is None:
                return view(request, **captured)
            row = get_object_or_404(reached(request.actor), pk=captured.pop("pk"))
            return view(request, row, **captured)

        declared = Access(SIGNED_IN, None, fresh, needs, reached)
        return _declare(_for_members(guarded, step), view, declared, methods)

    return guard(view) if view else guard


@overload
def public_page(view: View) -> View: ...


@overload
def public_page(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]: ...


def public_page(
    view: View | None = None, *, methods: tuple[str, ...] = ("GET",)
) -> View | Callable[[View], View]:
    """Open a view to the whole world. A test pins the exact list of these."""

    def guard(view: View) -> View:
        def opened(request: HttpRequest, **captured: Any) -> HttpResponseBase:
            return view(request, **captured)

        return login_not_required(_declare(opened, view, Access(PUBLIC), methods))

    return guard(view) if view else guard


def declared_access(view: Callable[..., Any]) -> Access | None:
    """What a guard declared for this view, or None when no guard stands before it."""
    return getattr(view, "access", None)


def _for_members(view: View, step: str = "") -> View:
    """Make the actor; send a stranger to sign in, and a member to the step that is still open.

    What the page refuses, also in the middle of its work, stands in the log; a page that catches
    a refusal to say it in its form notes it itself. Raises Refused without an agency.
    """

    def members_only(request: HttpRequest, **captured: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        actor = actor_of(request.user)
        if actor is None:
            raise policy.Refused(
                _("Your account belongs to no agency yet. Ask your administrator to add you.")
            )
        cast(WorkspaceRequest, request).actor = actor
        with rows_of_agency(actor.agency_id):
            if pending := open_step(request, actor, at=step):
                return redirect(pending.url_name)
            try:
                return view(request, **captured)
            except policy.Refused as refused:
                with suppress(DatabaseError):  # no room, no lock: it stays a refusal all the same
                    note_refusal(actor, refused.capability)
                raise

    return members_only


def _asked_again(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse | None:
    """None when it was shown just now who sits there; else the page that asks, and then back.

    What a form held is not kept: it may be a password or somebody's data, and somebody else may
    answer the question. So the form is filled in once more, and that is said.
    """
    account = request.user
    if account.is_authenticated and is_fresh(request, account):
        return None
    if request.method not in {"GET", "HEAD"}:
        said = _(
            "Nothing was changed yet, because Suluh asked who you are. Please do it once more."
        )
        messages.info(request, said, fail_silently=True)
    back = request.get_full_path() if "GET" in methods else _came_from(request)
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")


def _came_from(request: HttpRequest) -> str:
    """The page of this site with the button that was pressed, else the first page."""
    try:
        came = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # anybody can send a header that is no address
        return reverse("home")
    return came.path if came.path and came.netloc == request.get_host() else reverse("home")


def _declare(guarded: View, view: View, access: Access, methods: tuple[str, ...]) -> View:
    allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)
    named = wraps(view)(require_http_methods(allowed)(guarded))
    named.access = access  # type: ignore[attr-defined]
    return cast(View, named)


__all__ = [
    "Access",
    "HttpResponse",
    "WorkspaceRequest",
    "declared_access",
    "page",
    "public_page",
    "signed_in_page",
]
