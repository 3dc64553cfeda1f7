"""The pages of visits: lock and unlock this one, see and end the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from suluh.access.guards import WorkspaceRequest, signed_in_page
from suluh.access.models import Account, Agency, Visit
from suluh.access.operations import open_visits
from suluh.access.queries.factors import factors_of
from suluh.access.signing_in.presence import RETURN_TO, end, lock, safe_page, visit_of
from suluh.access.signing_in.proof import FACTOR, PASSWORD, note_proof
from suluh.access.signing_in.second_steps import PasskeyForm, options_text
from suluh.foundation import components as c

STEP = "unlock"


@dataclass(frozen=True, slots=True)
class Shown:
    """One visit on the page."""

    number: UUID
    device: str
    since: str
    seen: str
    here: bool


class UnlockForm(forms.Form):
    """The password again. Judged, counted and recorded as at sign-in."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, *args: Any, request: WorkspaceRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.was_wrong = False

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not get_adapter(self.request).reauthenticate(self.request.user, password):
            self.was_wrong = True
            raise forms.ValidationError(_("This is not your password."))
        return password


@signed_in_page(methods=("POST",), step=STEP)
def lock_now(request: WorkspaceRequest) -> HttpResponse:
    """Lock this visit; `next` is the page to come back to."""
    visit = visit_of(request)
    if visit is None:
        return redirect("home")
    return lock(request, visit, back_to=safe_page(request, request.POST.get("next", "")))


@signed_in_page(methods=("POST",), step=STEP)
def present(request: WorkspaceRequest) -> HttpResponse:
    """Somebody types or points: workspace.js says so, or a long form would lock before it is sent.

    The middleware has noted it already.
    """
    return HttpResponse(status=204)


@signed_in_page(methods=("GET", "POST"), step=STEP)
def unlock(request: WorkspaceRequest) -> HttpResponse:
    """Ask for the password or a passkey. The page names nobody: a stranger may stand before it."""
    visit, account = visit_of(request), cast(Account, request.user)
    if visit is None or not visit.locked_at:
        return redirect("home")
    by_passkey = "credential" in request.POST
    form = UnlockForm(None if by_passkey else request.POST or None, request=request)
    passkey = PasskeyForm(request.POST if by_passkey else None, user=account)
    if (passkey if by_passkey else form).is_valid():
        return _unlocked(request, account, FACTOR if by_passkey else PASSWORD)
    if form.was_wrong and open_visits.count_wrong_unlock(visit):
        return end(request, visit, open_visits.GUESSES)
    has_passkey = bool(factors_of(account.pk).passkeys)
    options = options_text(begin_authentication(account)) if has_passkey else ""
    page = {"form": form, "passkey": passkey, "options": options}
    return render(request, "access/unlock.html", page)


def _unlocked(request: WorkspaceRequest, account: Account, way: str) -> HttpResponse:
    """A new key is an unlocked visit; a cookie taken from the locked machine opens nothing."""
    back_to = request.session.pop(RETURN_TO, "")
    request.session.cycle_key()
    note_proof(request, account, way)
    return redirect(safe_page(request, back_to) or "home")


@signed_in_page
def visits(request: WorkspaceRequest) -> HttpResponse:
    """Where the signed-in person is signed in."""
    agency: Agency = Agency.objects.visible_to(request.actor).get()
    this = visit_of(request)
    found = [
        Shown(
            number=each.number,
            device=_device(each),
            since=agency.clock(each.started_at),
            seen=agency.clock(each.seen_at),
            here=this is not None and each.pk == this.pk,
        )
        for each in open_visits.visits_of(request.actor.account_id)
    ]
    header = c.PageHeader(
        _("Your sessions"),
        _("Where you are signed in. End what you do not know, and change your password."),
    )
    page = {
        "header": header,
        "here": [each for each in found if each.here],
        "elsewhere": [each for each in found if not each.here],
        "lock_minutes": settings.LOCK_MINUTES,
        "idle_minutes": settings.IDLE_MINUTES,
    }
    return render(request, "access/visits.html", page)


@signed_in_page(methods=("POST",))
def visit_end(request: WorkspaceRequest, number: UUID) -> HttpResponse:
    """Sign out in one other place. Somebody else's visit is not found."""
    found = _elsewhere(request).filter(number=number)
    if not open_visits.end_own_visits(request.actor, visits=found):
        raise Http404
    messages.success(request, _("You are signed out there."))
    return redirect("visits")


@signed_in_page(methods=("POST",))
def visits_end(request: WorkspaceRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    ended = open_visits.end_own_visits(request.actor, visits=_elsewhere(request))
    words = ngettext("%(count)s session ended.", "%(count)s sessions ended.", ended)
    messages.success(request, words % {"count": ended})
    return redirect("visits")


def _elsewhere(request: WorkspaceRequest) -> Any:
    this = visit_of(request)
    return open_visits.visits_of(request.actor.account_id).exclude(pk=this.pk if this else "")


def _device(visit: Visit) -> str:
    browser, _slash, system = visit.device.partition("/")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")
