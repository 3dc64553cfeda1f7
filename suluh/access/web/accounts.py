"""The accounts of an office: who is there, invited, or gone, and what can be done about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from suluh.access.actor import Actor
from suluh.access.guards import WorkspaceRequest, page
from suluh.access.models import Account, Agency, Invitation, Membership
from suluh.access.operations import accounts as operations
from suluh.access.operations.joining import invite, withdraw_invitation
from suluh.access.queries.actors import role_book_of
from suluh.access.queries.colleagues import Colleague, colleagues, open_invitations
from suluh.access.web.changed import CHANGED
from suluh.access.web.joining import sent
from suluh.foundation import components as c
from suluh.foundation.rows import ChangedMeanwhile


class RoleForm(forms.Form):
    """The roles that this actor can give; nothing else of the request is read."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        known = operations.assignable_roles(actor)
        choices = [(role.code, role.label(language)) for role in known]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class ChangeRoleForm(RoleForm):
    """Another role, for the membership as it was when the page was made."""

    as_read = forms.CharField(required=False, widget=forms.HiddenInput)


class InviteForm(RoleForm):
    full_name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("They sign in with it. Nothing is sent there."),
    )
    field_order = ("full_name", "email", "role")


@dataclass(frozen=True, slots=True)
class Row:
    """A colleague as the page shows one."""

    person: Colleague
    role: str
    seen: str
    is_you: bool


@page("accounts.manage")
def accounts(request: WorkspaceRequest) -> HttpResponse:
    """Who works here as what, and who is invited."""
    everybody, labels = colleagues(request.actor), _labels(request.actor)
    rows = [
        Row(
            person,
            labels.get(person.role, person.role),
            date_format(person.seen_on, "j F Y") if person.seen_on else _("never"),
            person.account_id == request.actor.account_id,
        )
        for person in everybody
    ]
    agency: Agency = Agency.objects.visible_to(request.actor).get()
    context = {
        "header": _header(),
        "here": [row for row in rows if row.person.is_open],
        "gone": [row for row in rows if not row.person.is_open],
        "invited": [
            (each, labels.get(each.role, each.role), agency.clock(each.expires_at))
            for each in open_invitations(request.actor)
        ],
    }
    return render(request, "access/accounts.html", context)


def _header() -> c.PageHeader:
    return c.PageHeader(
        _("Accounts"),
        _("Who can sign in to this office, and as what."),
        actions=[
            c.Action(_("Invite a colleague"), reverse("account_invite"), "user-plus", primary=True),
            c.Action(_("Agreement"), reverse("agreement_edit"), "file-pen-line"),
            c.Action(_("Recovery sheet"), reverse("recovery_sheet"), "key-round"),
        ],
    )


def _labels(actor: Actor) -> dict[str, str]:
    language = get_language() or "en"
    return {role.code: role.label(language) for role in role_book_of(actor).roles.values()}


@page("accounts.manage", methods=("GET", "POST"), fresh=True)
def account_invite(request: WorkspaceRequest) -> HttpResponse:
    """Invite somebody. The answer shows the code, once."""
    form = InviteForm(sent(request), actor=request.actor)
    if form.is_valid():
        try:
            invitation, code = invite(request.actor, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            agency: Agency = Agency.objects.visible_to(request.actor).get()
            shown = {
                "invitation": invitation,
                "groups": code.split("-"),
                "until": agency.clock(invitation.expires_at),
                "header": c.PageHeader(_("Hand over this code")),
            }
            return render(request, "access/invited.html", shown)
    context = {"header": c.PageHeader(_("Invite a colleague")), "form": form}
    status = 400 if form.errors else 200
    return render(request, "access/account_form.html", context, status=status)


@page("accounts.manage", loads=Invitation, methods=("POST",))
def invitation_withdraw(request: WorkspaceRequest, invitation: Invitation) -> HttpResponse:
    """Make its code worthless."""
    withdraw_invitation(request.actor, invitation=invitation)
    messages.success(request, _("The invitation is withdrawn. Its code opens nothing."))
    return redirect("accounts")


@page("accounts.manage", loads=Membership, methods=("GET", "POST"), fresh=True)
def account_role(request: WorkspaceRequest, membership: Membership) -> HttpResponse:
    """Give a colleague another role."""
    account = membership.account
    stands = {"role": membership.role, "as_read": membership.as_read}
    form = ChangeRoleForm(sent(request), actor=request.actor, initial=stands)
    if form.is_valid():
        try:
            operations.change_role(request.actor, account=account, **form.cleaned_data)
        except ChangedMeanwhile:
            messages.error(request, CHANGED)
            return redirect("account_role", pk=membership.pk)
        messages.success(request, _("%(name)s has another role now.") % {"name": account.full_name})
        return redirect("accounts")
    header = c.PageHeader(
        _("Role of %(name)s") % {"name": account.full_name},
        _("It holds at once. Administrators and auditors are told."),
    )
    status = 400 if form.errors else 200
    context = {"header": header, "form": form}
    return render(request, "access/account_form.html", context, status=status)


@page("accounts.manage", loads=Membership, methods=("GET", "POST"))
def account_left(request: WorkspaceRequest, membership: Membership) -> HttpResponse:
    """Somebody has left, perhaps a minute ago: asked once, done at once."""
    account = membership.account
    if request.method == "POST":
        operations.deactivate_account(request.actor, account=account)
        return _done(request, _("The account of %(name)s is closed."), account)
    confirm = c.Confirm(
        title=_("Has %(name)s left?") % {"name": account.full_name},
        changes=(
            _("They are signed out everywhere, at once."),
            _("They cannot sign in any more."),
            _("Invitations that they made are withdrawn."),
            _("What they wrote stays."),
        ),
        undo=_("You can open the account again at any time."),
        verb=_("Close the account"),
        url=reverse("account_left", args=[membership.pk]),
        back_url=reverse("accounts"),
    )
    return _ask(request, confirm)


@page("accounts.manage", loads=Membership, methods=("GET", "POST"), fresh=True)
def account_open(request: WorkspaceRequest, membership: Membership) -> HttpResponse:
    """Open a closed account again."""
    account = membership.account
    if request.method == "POST":
        try:
            seen = request.POST.get("as_read", "")
            operations.open_account(request.actor, account=account, as_read=seen)
        except ChangedMeanwhile:
            messages.error(request, CHANGED)
            return redirect("accounts")
        return _done(request, _("The account of %(name)s is open again."), account)
    if account.is_active:
        messages.info(request, _("This account is open already."))
        return redirect("accounts")
    confirm = c.Confirm(
        title=_("Open the account of %(name)s again?") % {"name": account.full_name},
        changes=(
            _("They can sign in with their former password."),
            _("They have their former role."),
        ),
        undo=_("You can close it again at any time."),
        verb=_("Open the account"),
        url=reverse("account_open", args=[membership.pk]),
        as_read=operations.standing(membership),
        back_url=reverse("accounts"),
    )
    return _ask(request, confirm)


@page("accounts.manage", loads=Membership, methods=("GET", "POST"), fresh=True)
def account_factor(request: WorkspaceRequest, membership: Membership) -> HttpResponse:
    """Somebody lost their second factor."""
    account = membership.account
    if request.method == "POST":
        operations.reset_second_factor(request.actor, account=account)
        return _done(request, _("%(name)s sets up a new second factor at sign-in."), account)
    confirm = c.Confirm(
        title=_("Remove the second factor of %(name)s?") % {"name": account.full_name},
        changes=(
            _("Talk to them first, in person or by a voice you know."),
            _("Their password alone opens the account until they set up a new one."),
            _("They are signed out everywhere, and told about this."),
            _("What they asked a second person for, or approved themselves, ends."),
        ),
        undo=_("This cannot be undone: they set up a new one."),
        verb=_("Remove the second factor"),
        url=reverse("account_factor", args=[membership.pk]),
        back_url=reverse("accounts"),
    )
    return _ask(request, confirm)


def _ask(request: WorkspaceRequest, confirm: c.Confirm) -> HttpResponse:
    context = {"title": confirm.title, "confirm": confirm}
    return render(request, "access/confirm.html", context)


def _done(request: WorkspaceRequest, sentence: str, account: Account) -> HttpResponse:
    messages.success(request, sentence % {"name": account.full_name})
    return redirect("accounts")
