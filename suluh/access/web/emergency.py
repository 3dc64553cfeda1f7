"""Emergency access: opened by somebody, noticed and looked at by somebody else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.access.actor import Actor
from suluh.access.guards import WorkspaceRequest, page, signed_in_page
from suluh.access.models import Agency, EmergencyAccess
from suluh.access.operations import emergency as operations
from suluh.access.queries.actors import may_open_in_emergency
from suluh.access.queries.emergencies import (
    REVIEW,
    judged,
    not_looked_at,
    own_emergencies,
    somebody_looks,
    to_judge,
)
from suluh.access.why import say_capability
from suluh.foundation import components as c

JUDGED = {"right": True, "wrong": False}
JUDGED_SHOWN = 100  # what nobody has judged is always shown


class OpenForm(forms.Form):
    """What to open, and why. `seen` is whether anybody else is there who will read it."""

    capability = forms.ChoiceField(label=gettext_lazy("What you need to do"))
    reason = forms.CharField(
        label=gettext_lazy("What has happened"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, can_open: frozenset[str], seen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = (
            _("A colleague can read this at once. Name nobody who is not needed.")
            if seen
            else _("Others read this later. Name nobody who is not needed.")
        )
        choices = [(code, say_capability(code)) for code in sorted(can_open)]
        self.fields["capability"].choices = choices  # type: ignore[attr-defined]


@signed_in_page(methods=("GET", "POST"), fresh=True, needs=may_open_in_emergency)
def emergency(request: WorkspaceRequest) -> HttpResponse:
    """Open emergency access, or end the own one."""
    can_open = may_open_in_emergency(request.actor)
    against = {each: operations.why_not_now(request.actor, each) for each in can_open}
    against = {each: why for each, why in against.items() if why}
    still, seen = can_open - request.actor.emergency - against.keys(), somebody_looks(request.actor)
    posted = request.POST if request.method == "POST" else None
    form = OpenForm(posted, can_open=still, seen=seen)
    if form.is_valid():
        try:
            operations.open_emergency(request.actor, **form.cleaned_data)
        except ValidationError as wrong:
            about_reason = getattr(wrong, "code", None) == operations.REASON
            form.add_error("reason" if about_reason else None, wrong)
        else:
            messages.success(request, _opened(seen))
            return redirect("home")
    now, agency = datetime.now(UTC), _agency(request.actor)
    context = {
        "header": c.PageHeader(_("Emergency access"), _promise(seen)),
        "form": form if still else None,
        "against": sorted(set(against.values())),
        "open": [
            _shown(each, request.actor, agency)
            for each in own_emergencies(request.actor)
            if each.opening.is_open(now)
        ],
    }
    return render(request, "access/emergency.html", context, status=400 if form.errors else 200)


def _promise(seen: bool) -> str:
    if seen:
        return _("For three hours, with a reason. A second person is told at once.")
    return _("For three hours, with a reason. Nobody else in this office can be told now.")


def _opened(seen: bool) -> str:
    if seen:
        return _("It is open for three hours. Your colleagues can see it.")
    return _(
        "It is open for three hours. Nobody else in this office can be told now. "
        "It stays in the log, for whoever looks at it later."
    )


def _reached(actor: Actor) -> QuerySet[EmergencyAccess]:
    """The own ones, and for whoever looks at emergencies all."""
    found = EmergencyAccess.objects.visible_to(actor)
    return found if actor.can(REVIEW) else found.filter(account=actor.account_id)


@signed_in_page(methods=("POST",), reached=_reached)
def emergency_end(request: WorkspaceRequest, access: EmergencyAccess) -> HttpResponse:
    """End it before its time: the own one, or as somebody who looks at emergencies."""
    operations.end_emergency(request.actor, access=access)
    messages.success(request, _("The emergency access is ended."))
    return redirect("emergencies" if request.actor.can(REVIEW) else "home")


@page(REVIEW)
def emergencies(request: WorkspaceRequest) -> HttpResponse:
    """Every emergency access, with its reason and what was thought of it."""
    header = c.PageHeader(
        _("Emergency access"), _("Look at each one: was it right to open more than usual?")
    )
    agency, older = _agency(request.actor), judged(request.actor)
    found = [*to_judge(request.actor, datetime.now(UTC)), *older[:JUDGED_SHOWN]]
    context = {
        "header": header,
        "rows": [_shown(each, request.actor, agency) for each in found],
        "not_shown": max(0, older.count() - JUDGED_SHOWN),
    }
    return render(request, "access/emergencies.html", context)


@page(REVIEW, loads=EmergencyAccess, methods=("POST",))
def emergency_seen(request: WorkspaceRequest, access: EmergencyAccess) -> HttpResponse:
    """A second person knows of it."""
    operations.take_note(request.actor, access=access)
    return redirect("emergencies")


@page(REVIEW, loads=EmergencyAccess, methods=("POST",))
def emergency_judge(request: WorkspaceRequest, access: EmergencyAccess) -> HttpResponse:
    """A second person says whether it was right."""
    was = request.POST.get("was", "")
    if was not in JUDGED:
        messages.error(request, _("Say whether it was right or not."))
        return redirect("emergencies")
    try:
        operations.judge(request.actor, access=access, justified=JUDGED[was])
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return redirect("emergencies")


def emergency_strips(actor: Actor) -> tuple[c.Strip, ...]:
    """For the top of every page: to a second person until they know of it, to the own opener."""
    if not (actor.can(REVIEW) or actor.emergency):
        return ()
    now = datetime.now(UTC)
    mine = own_emergencies(actor) if actor.emergency else ()
    return (
        *_told(actor),
        *(_reminded(actor, each) for each in mine if each.opening.is_open(now)),
    )


def _told(actor: Actor) -> tuple[c.Strip, ...]:
    """One strip, however many there are: a page must stay a page."""
    unseen = list(not_looked_at(actor)) if actor.can(REVIEW) else []
    if not unseen:
        return ()
    last, look = unseen[0], c.Action(_("Look at it"), reverse("emergencies"))
    said = {"name": last.account.full_name, "act": say_capability(last.capability)}
    if len(unseen) == 1:
        strong = _("%(name)s has opened emergency access.") % said
        return (c.Strip(strong, _("They may %(act)s for three hours. Read why.") % said, look),)
    strong = _("Emergency access was opened %(number)d times, the last time by %(name)s.")
    text = _("Nobody has said yet that they know of it. Read why.")
    return (c.Strip(strong % {**said, "number": len(unseen)}, text, look),)


def _reminded(actor: Actor, access: EmergencyAccess) -> c.Strip:
    agency = _agency(actor)
    return c.Strip(
        _("Emergency access is open."),
        _("Until %(time)s. End it as soon as you can.") % {"time": agency.clock(access.until)},
        c.Action(_("End it now"), reverse("emergency_end", args=[access.pk]), post=True),
    )


def _agency(actor: Actor) -> Agency:
    found: Agency = Agency.objects.visible_to(actor).get()
    return found


def _shown(access: EmergencyAccess, actor: Actor, agency: Agency) -> dict[str, Any]:
    """One emergency access as the pages show it."""
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
