"""Emergency access: opened by somebody, noticed and looked at by somebody else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.guards import WorkspaceRequest, page, signed_in_page
from suluh.access.models import Agency, EmergencyAccess
from suluh.access.operations import emergency as operations
from suluh.access.queries.actors import may_open_in_emergency
from suluh.access.why import say_capability
from suluh.foundation import components as c


class OpenForm(forms.Form):
    """What to open, and why."""

    capability = forms.ChoiceField(label=gettext_lazy("What you need to do"))
    reason = forms.CharField(
        label=gettext_lazy("What has happened"),
        help_text=gettext_lazy("A colleague reads this today. Name nobody who is not needed."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, can_open: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, say_capability(code)) for code in sorted(can_open)]
        self.fields["capability"].choices = choices  # type: ignore[attr-defined]


@signed_in_page(methods=("GET", "POST"), fresh=True)
def emergency(request: WorkspaceRequest) -> HttpResponse:
    """Open emergency access, or end the own one."""
    can_open = may_open_in_emergency(request.actor)
    if not can_open:
        raise policy.Refused(_("Your role cannot open anything in an emergency."))
    still = can_open - request.actor.emergency
    form = OpenForm(request.POST if request.method == "POST" else None, can_open=still)
    if request.method == "POST" and form.is_valid():
        try:
            operations.open_emergency(request.actor, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error("reason", wrong)
        else:
            messages.success(request, _("It is open for three hours. Your colleagues are told."))
            return redirect("home")
    header = c.PageHeader(
        _("Emergency access"), _("For three hours, with a reason. A second person is told at once.")
    )
    now = datetime.now(UTC)
    context = {
        "header": header,
        "form": form if still else None,
        "open": [
            _shown(each, request.actor)
            for each in _mine(request.actor)
            if each.opening.is_open(now)
        ],
    }
    return render(request, "access/emergency.html", context, status=400 if form.errors else 200)


@signed_in_page(methods=("POST",))
def emergency_end(request: WorkspaceRequest, pk: object) -> HttpResponse:
    """End it before its time: the own one, or as somebody who looks at emergencies."""
    access = get_object_or_404(_reached(request.actor), pk=pk)
    operations.end_emergency(request.actor, access=access)
    messages.success(request, _("The emergency access is ended."))
    return redirect("emergencies" if request.actor.can("emergency.review") else "home")


@page("emergency.review")
def emergencies(request: WorkspaceRequest) -> HttpResponse:
    """Every emergency access, with its reason and what was thought of it."""
    header = c.PageHeader(
        _("Emergency access"), _("Look at each one: was it right to open more than usual?")
    )
    rows = [_shown(each, request.actor) for each in _all(request.actor)[:100]]
    return render(request, "access/emergencies.html", {"header": header, "rows": rows})


@page("emergency.review", loads=EmergencyAccess, methods=("POST",))
def emergency_seen(request: WorkspaceRequest, access: EmergencyAccess) -> HttpResponse:
    """A second person knows of it."""
    operations.take_note(request.actor, access=access)
    return redirect("emergencies")


@page("emergency.review", loads=EmergencyAccess, methods=("POST",))
def emergency_judge(request: WorkspaceRequest, access: EmergencyAccess) -> HttpResponse:
    """A second person says whether it was right."""
    try:
        operations.judge(request.actor, access=access, justified=request.POST.get("was") == "right")
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return redirect("emergencies")


def emergency_strips(actor: Actor) -> tuple[c.Strip, ...]:
    """For the top of every page: to a second person until they know of it, to the own opener."""
    if not (actor.can("emergency.review") or actor.emergency):
        return ()
    now = datetime.now(UTC)
    return (
        *(_told(each) for each in _unseen(actor)),
        *(_reminded(actor, each) for each in _mine(actor) if each.opening.is_open(now)),
    )


def _unseen(actor: Actor) -> Any:
    if not actor.can("emergency.review"):
        return ()
    return _all(actor).filter(seen_by=None).exclude(account=actor.account_id)


def _mine(actor: Actor) -> Any:
    return _all(actor).filter(account=actor.account_id) if actor.emergency else ()


def _told(access: EmergencyAccess) -> c.Strip:
    said = {"name": access.account.full_name, "act": say_capability(access.capability)}
    return c.Strip(
        _("%(name)s has opened emergency access.") % said,
        _("They may %(act)s for three hours. Read why.") % said,
        c.Action(_("Look at it"), reverse("emergencies")),
    )


def _reminded(actor: Actor, access: EmergencyAccess) -> c.Strip:
    agency: Agency = Agency.objects.visible_to(actor).get()
    return c.Strip(
        _("Emergency access is open."),
        _("Until %(time)s. End it as soon as you can.") % {"time": agency.clock(access.until)},
        c.Action(_("End it now"), reverse("emergency_end", args=[access.pk]), post=True),
    )


def _all(actor: Actor) -> Any:
    found = EmergencyAccess.objects.visible_to(actor)
    return found.select_related("account", "seen_by", "judged_by").order_by("-opened_at")


def _reached(actor: Actor) -> Any:
    """The own ones, and for whoever looks at emergencies all."""
    found = EmergencyAccess.objects.visible_to(actor)
    return found if actor.can("emergency.review") else found.filter(account=actor.account_id)


def _shown(access: EmergencyAccess, actor: Actor) -> dict[str, Any]:
    """One emergency access as the pages show it."""
    agency: Agency = Agency.objects.visible_to(actor).get()
    is_open = access.opening.is_open(datetime.now(UTC))
    return {
        "access": access,
        "act": say_capability(access.capability),
        "opened": agency.clock(access.opened_at),
        "until": agency.clock(access.ended_at or access.until),
        "is_open": is_open,
        "mine": access.account_id == actor.account_id,
        "state": _state(access, is_open),
    }


def _state(access: EmergencyAccess, is_open: bool) -> c.Chip:
    if is_open:
        return c.Chip(_("Running now"), "siren", "condition")
    if access.justified is None:
        return c.Chip(_("To be looked at"), "clock", "ask")
    if access.justified:
        return c.Chip(_("It was right"), "circle-check", "good")
    return c.Chip(_("It was not right"), "circle-alert", "condition")
