"""Erasing the name of somebody who left: asked for here, approved by a second person, then done."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from suluh.access.guards import WorkspaceRequest, page
from suluh.access.models import Account, JointAct, Membership
from suluh.access.operations.erasing import (
    ERASED,
    ask_to_erase,
    erasable,
    erase_account,
)
from suluh.access.operations.two_people import require_ready
from suluh.foundation import components as c


@page("accounts.manage")
def erasures(request: WorkspaceRequest) -> HttpResponse:
    """The closed accounts that still have a name."""
    header = c.PageHeader(
        _("Erase the name of somebody who left"),
        _("Close the account first. Then ask here, and a second person approves."),
    )
    context = {
        "header": header,
        "members": erasable(request.actor).order_by("account__full_name"),
        "empty": c.EmptyState(
            _("No closed account has a name"), _("There is nothing to erase here.")
        ),
    }
    return render(request, "access/erasures.html", context)


@page("accounts.manage", loads=Membership, methods=("POST",))
def erasure_ask(request: WorkspaceRequest, membership: Membership) -> HttpResponse:
    """Ask a second person."""
    ask_to_erase(request.actor, account=membership.account)
    messages.success(request, _("You asked. It stands here until somebody answers."))
    return redirect("joint")


@page("accounts.manage", loads=JointAct, methods=("GET", "POST"), fresh=True)
def erase_now(request: WorkspaceRequest, joint: JointAct) -> HttpResponse:
    """What was approved is done, for ever."""
    if joint.about is None or joint.act != ERASED:
        raise Http404
    account = get_object_or_404(Account, pk=joint.about)
    require_ready(request.actor, ERASED, account)
    if request.method == "POST":
        erase_account(request.actor, account=account)
        messages.success(request, _("The name is erased. The log shows an identifier instead."))
        return redirect("joint")
    confirm = c.Confirm(
        title=_("Erase %(name)s?") % {"name": account.full_name},
        changes=[
            _("Name and e-mail address are replaced, and all ways to sign in are removed."),
            _("What this person did stays in the log, as done by an account that was erased."),
            _("A name that they let us publish beside a language stays. Change it there."),
            _("What others wrote about them, such as a reason in an emergency, stays."),
            _("Backups made before today still hold the name until you destroy them."),
        ],
        undo=_("This cannot be undone, only by putting back a backup."),
        verb=_("Erase for ever"),
        url=reverse("erase_now", args=[joint.pk]),
        back_url=reverse("joint"),
    )
    header = c.PageHeader(_("Erase the name of somebody who left"))
    context = {"header": header, "confirm": confirm, "refused": ""}
    return render(request, "access/joint_confirm.html", context)
