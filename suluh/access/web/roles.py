"""Roles of the office: what each may do, and how far. Ready roles are shown, own ones are made."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.domain.roles import Role
from suluh.access.guards import WorkspaceRequest, page
from suluh.access.models import AgencyRole, Membership, Team
from suluh.access.operations import roles as operations
from suluh.access.operations.refusals import note_refusal
from suluh.access.queries.actors import role_book_of
from suluh.access.roles import roles as ready_roles
from suluh.access.web.changed import CHANGED
from suluh.access.why import scope_words
from suluh.foundation import components as c
from suluh.foundation.rows import ChangedMeanwhile

_GRANT, NOT_AT_ALL = "grant-", ""


class RoleForm(forms.Form):
    """A name, how far each capability reaches, and what may be opened in an emergency."""

    name = forms.CharField(
        label=gettext_lazy("Name of the role"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    as_read = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, words = get_language() or "en", scope_words()
        known = [each for each in ready_roles().capabilities.values() if each.grantable]
        for capability in known:
            reaches = [(scope, words[scope]) for scope in words if scope in capability.scopes]
            self.fields[_GRANT + capability.code] = forms.ChoiceField(
                label=_capitalised(capability.say(language)),
                choices=[(NOT_AT_ALL, _("no")), *((scope.value, said) for scope, said in reaches)],
                required=False,
            )
        self.fields["emergency"] = forms.MultipleChoiceField(
            label=_("In an emergency, for three hours"),
            help_text=_("Opened with a reason, told to a second person, looked at afterwards."),
            choices=[(each.code, each.say(language)) for each in known if each.side == "content"],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def described(self) -> dict[str, Any]:
        """What the operation is given. Only after `is_valid`."""
        grants = {
            name.removeprefix(_GRANT): [value]
            for name, value in self.cleaned_data.items()
            if name.startswith(_GRANT) and value != NOT_AT_ALL
        }
        return {
            "name": self.cleaned_data["name"],
            "grants": grants,
            "emergency": self.cleaned_data["emergency"],
        }


def form_of(role: AgencyRole) -> RoleForm:
    """The form as the role stands."""
    grants = {_GRANT + code: scopes[0] for code, scopes in role.grants.items()}
    known = {"name": role.name, "emergency": role.emergency, "as_read": role.as_read}
    return RoleForm(initial={**known, **grants})


@page("roles.manage")
def roles(request: WorkspaceRequest) -> HttpResponse:
    """All roles, with what they may do and how many have them; and the teams."""
    header = c.PageHeader(
        _("Roles and teams"),
        _("The ready roles are enough for a small office."),
        actions=[
            c.Action(_("Make a role"), reverse("role_new"), "plus"),
            c.Action(_("Why can somebody see this?"), reverse("why"), "circle-question-mark"),
        ],
    )
    memberships = Membership.objects.visible_to(request.actor)
    held = Counter(memberships.filter(account__is_active=True).values_list("role", flat=True))
    own = {each.code: each for each in AgencyRole.objects.visible_to(request.actor)}
    book = role_book_of(request.actor)
    rows = [_row(role, held[role.code], own.get(role.code)) for role in book.assignable()]
    columns = [c.Column(_("Role")), c.Column(_("May")), c.Column(_("People"), end=True)]
    context = {
        "header": header,
        "table": c.Table(_("Roles"), columns, [c.RowGroup(rows)]),
        "teams": Team.objects.visible_to(request.actor).order_by("name"),
    }
    return render(request, "access/roles.html", context)


def _row(role: Role, held: int, own: AgencyRole | None) -> list[c.Cell]:
    language, words = get_language() or "en", scope_words()
    known = ready_roles().capabilities
    reaches: dict[str, list[str]] = {}  # how far -> what, so that it is said once
    for code, scopes in role.grants.items():
        reach = _(" and ").join(words[each] for each in sorted(scopes))
        reaches.setdefault(reach, []).append(known[code].say(language))
    may = [f"{', '.join(acts)} ({reach})" for reach, acts in reaches.items()]
    opened = ", ".join(known[code].say(language) for code in sorted(role.emergency))
    return [
        c.Cell(
            role.label(language),
            reverse("role", args=[own.pk]) if own else "",
            note="" if own else _("ready role"),
        ),
        c.Cell("; ".join(may), note=_("In an emergency: %s") % opened if opened else ""),
        c.Cell(held),
    ]


@page("roles.manage", methods=("GET", "POST"), fresh=True)
def role_new(request: WorkspaceRequest) -> HttpResponse:
    """Make a role."""
    form = RoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.make_role(request.actor, **form.described())
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, _("The role %s can be given now.") % made.name)
            return redirect("roles")
    return _form(request, form, c.PageHeader(_("Make a role")), None)


@page("roles.manage", loads=AgencyRole, methods=("GET", "POST"), fresh=True)
def role(request: WorkspaceRequest, role: AgencyRole) -> HttpResponse:
    """Change a role that the office made."""
    form = RoleForm(request.POST) if request.method == "POST" else form_of(role)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["as_read"]
            operations.change_role_grants(
                request.actor, role=role, as_read=seen, **form.described()
            )
        except ValidationError as wrong:
            form.add_error(None, wrong)
        except ChangedMeanwhile:
            messages.error(request, CHANGED)
            return redirect("role", pk=role.pk)
        else:
            messages.success(request, _("The role %s was changed. It holds at once.") % role.name)
            return redirect("roles")
    return _form(request, form, c.PageHeader(role.name), role)


@page("roles.manage", loads=AgencyRole, methods=("POST",))
def role_remove(request: WorkspaceRequest, role: AgencyRole) -> HttpResponse:
    """Remove a role that nobody has."""
    try:
        operations.remove_role(request.actor, role=role)
    except policy.Refused as refused:
        note_refusal(request.actor, refused.capability)
        messages.error(request, str(refused))
        return redirect("role", pk=role.pk)
    messages.success(request, _("The role %s was removed.") % role.name)
    return redirect("roles")


def _form(
    request: WorkspaceRequest, form: RoleForm, header: c.PageHeader, role: AgencyRole | None
) -> HttpResponse:
    context = {
        "header": header,
        "form": form,
        "role": role,
        "grants": [field for field in form if field.name.startswith(_GRANT)],
    }
    return render(request, "access/role.html", context, status=400 if form.errors else 200)


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
