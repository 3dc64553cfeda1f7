"""The guard before every page of the workspace.

    @page("directory.view", loads=Service)
    def service(request: WorkspaceRequest, service: Service) -> HttpResponse: ...

The guard makes the actor, loads the object through the actor's scope and hands both over. A view
without it has no `request.actor` and lacks its argument, so it crashes instead of leaking; the
boot check (config/checks.py) finds it even earlier.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.queries import actor_of
from suluh.access.roles import roles
from suluh.foundation.scoping import ScopedRow

View = Callable[..., HttpResponseBase]


class WorkspaceRequest(HttpRequest):
    """A request that passed a guard. Only the guard sets `actor`."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class Access:
    """What a view declares: a capability, or why it needs none ("signed in", "public")."""

    capability: str
    loads: str = ""


PUBLIC = Access("public")
SIGNED_IN = Access("signed in")


def page(
    capability: str, *, loads: type[ScopedRow] | None = None, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View], View]:
    """Open a view to actors with `capability`.

    With `loads`, the row named by the URL's `pk` is loaded within the actor's scope and handed
    over: 404 outside the scope, 403 with the policy's sentence inside it without the power.
    Raises KeyError at import when no role file describes the capability.
    """
    declared = Access(roles().capabilities[capability].code, loads.__name__ if loads else "")

    def guard(view: View) -> View:
        def guarded(request: WorkspaceRequest, **captured: Any) -> HttpResponseBase:
            if loads is None:
                policy.require(request.actor, capability)
                return view(request, **captured)
            visible = loads.objects.visible_to(request.actor)  # type: ignore[attr-defined]
            found = get_object_or_404(visible, pk=captured.pop("pk"))
            policy.require(request.actor, capability)
            return view(request, found, **captured)

        return _declare(_for_members(guarded), view, declared, methods)

    return guard


def signed_in_page(view: View) -> View:
    """Open a view to every member of an agency. For pages that show nothing of the content."""
    return _declare(_for_members(view), view, SIGNED_IN, ("GET",))


def public_page(view: View) -> View:
    """Open a view to the whole world. A test pins the exact list of these."""

    def opened(request: HttpRequest, **captured: Any) -> HttpResponseBase:
        return view(request, **captured)

    return login_not_required(_declare(opened, view, PUBLIC, ("GET",)))


def declared_access(view: Callable[..., Any]) -> Access | None:
    """What a guard declared for this view, or None when no guard stands before it."""
    return getattr(view, "access", None)


def _for_members(view: View) -> View:
    """Make the actor, or send a stranger to sign in. Raises Refused without an agency."""

    def members_only(request: HttpRequest, **captured: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        actor = actor_of(request.user)
        if actor is None:
            raise policy.Refused(
                _("Your account belongs to no agency yet. Ask your administrator to add you.")
            )
        cast(WorkspaceRequest, request).actor = actor
        return view(request, **captured)

    return members_only


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
