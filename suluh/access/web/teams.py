"""Teams of the office: colleagues who see each other's work where a role says so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.access import policy
from suluh.access.guards import WorkspaceRequest, page
from suluh.access.models import Membership, Team, TeamMember
from suluh.access.operations import roles as operations
from suluh.access.operations.refusals import note_refusal
from suluh.access.web.changed import CHANGED
from suluh.foundation import components as c
from suluh.foundation.rows import ChangedMeanwhile


class TeamForm(forms.Form):
    """Who is in the team."""

    members = forms.MultipleChoiceField(
        label=gettext_lazy("Members"), widget=forms.CheckboxSelectMultiple, required=False
    )
    as_read = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = people  # type: ignore[attr-defined]


@page("roles.manage", methods=("POST",))
def team_new(request: WorkspaceRequest) -> HttpResponse:
    """Make a team, and go on to its members."""
    try:
        name = forms.CharField(max_length=100).clean(request.POST.get("name", ""))
        made = operations.make_team(request.actor, name=name)
    except ValidationError:
        messages.error(request, _("Write a name that no other team has."))
        return redirect("roles")
    return redirect("team", pk=made.pk)


@page("roles.manage", loads=Team, methods=("GET", "POST"), fresh=True)
def team(request: WorkspaceRequest, team: Team) -> HttpResponse:
    """Who is in the team."""
    members = TeamMember.objects.visible_to(request.actor).filter(team=team)
    now = [str(each) for each in members.values_list("account", flat=True)]
    form = TeamForm(
        request.POST if request.method == "POST" else None,
        people=_people(request),
        initial={"members": now, "as_read": team.as_read},
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_team(request.actor, team=team, **form.cleaned_data)
        except policy.Refused as refused:
            note_refusal(request.actor, refused.capability)
            form.add_error(None, str(refused))
        except ChangedMeanwhile:
            messages.error(request, CHANGED)
            return redirect("team", pk=team.pk)
        else:
            messages.success(request, _("The team %s was changed. It holds at once.") % team.name)
            return redirect("roles")
    context = {"header": c.PageHeader(team.name), "form": form, "team": team}
    return render(request, "access/team.html", context, status=400 if form.errors else 200)


@page("roles.manage", loads=Team, methods=("POST",))
def team_remove(request: WorkspaceRequest, team: Team) -> HttpResponse:
    """Remove a team; its members keep their accounts."""
    try:
        operations.remove_team(request.actor, team=team)
    except policy.Refused as refused:
        note_refusal(request.actor, refused.capability)
        messages.error(request, str(refused))
        return redirect("team", pk=team.pk)
    messages.success(request, _("The team %s was removed.") % team.name)
    return redirect("roles")


def _people(request: WorkspaceRequest) -> list[tuple[str, str]]:
    found = Membership.objects.visible_to(request.actor).filter(account__is_active=True)
    named = found.order_by("account__full_name").values_list("account", "account__full_name")
    return [(str(account), name) for account, name in named]
