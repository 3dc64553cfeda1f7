"""Between a request and its page: is this visit still alive, and is it locked?

A middleware and no guard, because it stands before the pages of other packages too.

A page that asks again by itself puts BY_ITSELF into the address. Such a request does not say that
somebody is there; whoever adds it to another address only makes their own lock come earlier.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from suluh.access.domain.visits import Limits, Standing, standing
from suluh.access.models import Visit
from suluh.access.operations import open_visits

GetResponse = Callable[[HttpRequest], HttpResponse]

BY_ITSELF = "again"
OPEN_WHILE_LOCKED = ("unlock", "account_logout", "language")
RETURN_TO = "return_to"
# To the browser, when a visit ends: pages that could be gone back to, and what scripts kept.
LEAVE_NOTHING = '"cache", "storage"'
ENDED = "ended"  # in the address of the sign-in page: which sentence stands there


class Presence:
    """End a visit that was silent too long, lock one that was silent for a while, else note it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visit = visit_of(request)
        if visit is None:
            return self.get_response(request)
        answer = self._answer(request, visit)
        if not request.user.is_authenticated:
            answer.headers["Clear-Site-Data"] = LEAVE_NOTHING
        return answer

    def _answer(self, request: HttpRequest, visit: Visit) -> HttpResponse:
        what = standing(visit.started_at, visit.seen_at, datetime.now(UTC), limits())
        if what not in {Standing.OPEN, Standing.LOCK}:
            return end(request, visit, what)
        if what is Standing.LOCK or visit.locked_at:
            answer = lock(request, visit, back_to=_asked_for(request))
            return self.get_response(request) if _is_open_while_locked(request) else answer
        if not _came_by_itself(request):
            open_visits.see(visit)
        return self.get_response(request)


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit of whoever is signed in by this request."""
    if not request.user.is_authenticated:
        return None
    visit: Visit | None = getattr(request.session, "visit", None)
    return visit


def limits() -> Limits:
    return Limits(
        lock=timedelta(minutes=settings.LOCK_MINUTES), idle=timedelta(minutes=settings.IDLE_MINUTES)
    )


def lock(request: HttpRequest, visit: Visit, *, back_to: str) -> HttpResponse:
    """Lock this visit and show the unlock page. Where to return to is kept in the visit, not in
    the address: that would tell whoever sees the locked screen."""
    if not visit.locked_at:
        open_visits.lock(visit)
    if back_to and RETURN_TO not in request.session:
        request.session[RETURN_TO] = _as_asked_by_somebody(back_to)
    return redirect("unlock")


def end(request: HttpRequest, visit: Visit, cause: str) -> HttpResponse:
    """End this visit by a rule and lead to the sign-in page, which says why."""
    page = _asked_for(request)
    open_visits.close(visit, request.user, cause=cause)  # type: ignore[arg-type]
    logout(request)
    query = {ENDED: cause} | ({"next": page} if page else {})
    return redirect(f"{reverse('account_login')}?{urlencode(query)}")


def safe_page(request: HttpRequest, address: str) -> str:
    """`address` when it leads to a page of this workspace, else ""."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours and address.startswith("/") else ""


def _asked_for(request: HttpRequest) -> str:
    """The page to come back to; what a form sent cannot be sent again."""
    if request.method != "GET" or _is_open_while_locked(request):
        return ""
    return _as_asked_by_somebody(safe_page(request, request.get_full_path()))


def _came_by_itself(request: HttpRequest) -> bool:
    """What a form sends comes from somebody, whatever its address."""
    return request.method in {"GET", "HEAD"} and BY_ITSELF in request.GET


def _as_asked_by_somebody(address: str) -> str:
    """Without BY_ITSELF: whoever comes back to it is there."""
    parts = urlsplit(address)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in asked if name != BY_ITSELF]
    return address if kept == asked else urlunsplit(parts._replace(query=urlencode(kept)))


def _is_open_while_locked(request: HttpRequest) -> bool:
    return request.path in {reverse(name) for name in OPEN_WHILE_LOCKED}
