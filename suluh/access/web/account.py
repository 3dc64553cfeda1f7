"""My account: password, second steps, passkeys and recovery codes of whoever signed in."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from allauth.account import views as allauth_views
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from suluh.access.guards import WorkspaceRequest, signed_in_page
from suluh.access.models import Agency
from suluh.access.queries.factors import Factors, factors_of, has_factor, needs_factor
from suluh.foundation import components as c

FEW = 3  # codes left at which the page says that it is time for new ones


@signed_in_page
def account(request: WorkspaceRequest) -> HttpResponse:
    found = factors_of(request.actor.account_id)
    agency: Agency = Agency.objects.visible_to(request.actor).get()
    context = {
        "header": c.PageHeader(_("My account"), request.user.get_username()),
        "state": _state(found),
        "app_since": _day(agency, found.totp_since),
        "passkeys": _passkeys(agency, found) if found.passkeys else None,
        "codes_left": found.codes_left,
        "few_codes": found.codes_left is not None and found.codes_left < FEW,
        "must_keep": needs_factor(request.actor) and found.count == 1,
        "visits_url": _address("visits"),
    }
    return render(request, "account/account.html", context)


@signed_in_page(step="second_factor")
def second_factor(request: WorkspaceRequest) -> HttpResponse:
    """Asks for a second step where the role needs one."""
    if has_factor(request.actor.account_id):
        return redirect("account")
    return render(request, "account/second_factor.html", {})


@signed_in_page(fresh=True, methods=("GET", "POST"))
def password(request: WorkspaceRequest) -> HttpResponse:
    """allauth's own page, behind our guard."""
    return cast(HttpResponse, allauth_views.password_change(request))


def _state(found: Factors) -> c.Chip:
    if found.count:
        return c.Chip(_("On"), "shield-check", "good")
    return c.Chip(_("Not set up"), "shield", "plain")


def _passkeys(agency: Agency, found: Factors) -> c.Table:
    rows = [
        [
            c.Cell(each.name, strong=True),
            c.Cell(_day(agency, each.added_at)),
            c.Cell(_day(agency, each.used_at) or _("not yet")),
            c.Cell(_("Remove"), url=reverse("passkey_remove", args=[each.pk])),
        ]
        for each in found.passkeys
    ]
    columns = [c.Column(text) for text in (_("Name"), _("Added"), _("Last used"), _("Change"))]
    return c.Table(_("Passkeys"), columns, [c.RowGroup(rows)])


def _day(agency: Agency, moment: datetime | None) -> str:
    return agency.clock(moment)[:10] if moment else ""


def _address(url_name: str) -> str:
    """Of a page that another part of the room brings, or "" without it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
