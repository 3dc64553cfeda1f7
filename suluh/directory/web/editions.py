"""Editions in the workspace: make a draft, and see what the public door shows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from suluh.access.guards import WorkspaceRequest, page
from suluh.directory import queries
from suluh.directory.operations import editions as operations
from suluh.directory.web.moments import office_clock
from suluh.directory.web.reading import own_names
from suluh.foundation import components as c


@page("directory.edition", methods=("GET", "POST"))
def editions(request: WorkspaceRequest) -> HttpResponse:
    """The editions made so far; posting makes a new draft."""
    if request.method == "POST":
        edition = operations.create_draft_edition(request.actor, name="")
        messages.success(
            request, _("Draft edition %(name)s is on the public door.") % {"name": edition.name}
        )
        return redirect("directory:editions")
    found = queries.editions(request.actor)[:50]
    header = c.PageHeader(
        _("Editions"),
        _("A draft is marked “unchecked draft” on every page until gates exist."),
        actions=[c.Action(_("Make a draft edition"), request.path, primary=True, post=True)],
    )
    return render(
        request,
        "directory/editions.html",
        {"header": header, "table": _table(request, found) if found else None},
    )


def _table(request: WorkspaceRequest, found: object) -> c.Table:
    clock = office_clock(request.actor)
    columns = [
        c.Column(_("Edition")),
        c.Column(_("Services"), end=True),
        c.Column(_("Languages")),
        c.Column(_("When")),
    ]
    rows = [
        [c.Cell(each.name, strong=True), c.Cell(each.services), c.Cell(own_names(each.languages)),
         c.Cell(clock(each.updated_at))]
        for each in found  # type: ignore[attr-defined]
    ]  # fmt: skip
    return c.Table(_("Editions"), columns, [c.RowGroup(rows)])
