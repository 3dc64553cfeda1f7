"""Recovery codes: how many are left, and new ones, which are shown once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suluh.access.guards import WorkspaceRequest, signed_in_page
from suluh.access.operations.factors import make_recovery_codes
from suluh.access.queries.factors import factors_of, has_factor
from suluh.foundation import components as c


@signed_in_page(fresh=True, methods=("GET", "POST"))
def recovery_codes(request: WorkspaceRequest) -> HttpResponse:
    """How many are left; POST makes new ones. Those on paper are never shown again."""
    if request.method == "POST":
        return shown_once(request, make_recovery_codes(request.actor))
    context = {
        "header": c.PageHeader(_("Recovery codes"), _left(request)),
        "has_factor": has_factor(request.actor.account_id),
    }
    return render(request, "account/recovery_codes.html", context)


def after_adding(request: WorkspaceRequest, made: list[str], done: str) -> HttpResponse:
    """Where to go when a factor was added: to its first recovery codes, when it came with some."""
    messages.success(request, done)
    return shown_once(request, made) if made else redirect("account")


def removed(request: WorkspaceRequest, done: str) -> HttpResponse:
    """Where to go when a factor was removed."""
    messages.success(request, done)
    return redirect("account")


def shown_once(request: WorkspaceRequest, codes: list[str]) -> HttpResponse:
    """The codes, on the page that answers the POST and nowhere else."""
    header = c.PageHeader(
        _("Your recovery codes"),
        _("Copy or print them now: they are shown this once, and nobody can look them up."),
    )
    return render(request, "account/recovery_codes_shown.html", {"header": header, "codes": codes})


def _left(request: WorkspaceRequest) -> str:
    left = factors_of(request.actor.account_id).codes_left
    if left is None:
        return _("You have none yet.")
    said = ngettext("%(left)d of your codes is left.", "%(left)d of your codes are left.", left)
    return said % {"left": left}
