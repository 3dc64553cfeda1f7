"""The log as a page. Whoever may read it sees who did what, and nothing of the content."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from suluh.access import log as reading
from suluh.access.domain.keeping import Kept, is_due
from suluh.access.guards import WorkspaceRequest, page
from suluh.access.models import Agency
from suluh.access.operations.log_keeping import note_reading
from suluh.access.web.log_filter import LogFilter
from suluh.access.web.log_table import table
from suluh.foundation import components as c

PAGE_SIZE = 50


@page("audit.read")
def log(request: WorkspaceRequest) -> HttpResponse:
    """What was done for this agency, the newest first; a person, an act or a day alone."""
    note_reading(request.actor)
    agency: Agency = Agency.objects.visible_to(request.actor).get()
    asked = LogFilter(request.actor, request.GET, get_language() or "en")
    found = reading.entries_asked_for(request.actor, asked.asked(agency))
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "header": _header(request),
        "reminder": _reminder(request),
        "form": asked,
        "kept": asked.query(),
        "table": table(agency, list(shown.object_list), get_language() or "en"),
        "shown": shown,
        "empty": c.EmptyState(_("Nothing was done like that"), _("Ask for less, or another day.")),
    }
    return render(request, "access/log.html", context)


def _header(request: WorkspaceRequest) -> c.PageHeader:
    return c.PageHeader(
        _("Log"),
        _("Who did what, and when. It holds no content."),
        actions=[
            c.Action(_("Keep the last number"), reverse("log_head"), "pencil"),
            c.Action(_("Compare a kept number"), reverse("log_compare"), "scroll-text"),
        ],
    )


def _reminder(request: WorkspaceRequest) -> tuple[str, str, bool]:
    """Which number is kept elsewhere, what to do, and whether it is time to do it."""
    now, kept = datetime.now(UTC), reading.last_kept(request.actor)
    began = None if kept else reading.first_act_at(request.actor)
    due = is_due(kept, began, now)
    if kept is None:
        said = _("No number of this log was ever kept elsewhere.")
    else:
        said = _last_kept(kept, now)
    return said, _("Write down the last number today.") if due else "", due


def _last_kept(kept: Kept, now: datetime) -> str:
    days = max((now - kept.at).days, 0)
    number = number_format(kept.number, use_l10n=True, force_grouping=True)
    if not days:
        return _("The last number kept elsewhere is %(number)s, from today.") % {"number": number}
    return ngettext(
        "The last number kept elsewhere is %(number)s, from %(days)d day ago.",
        "The last number kept elsewhere is %(number)s, from %(days)d days ago.",
        days,
    ) % {"number": number, "days": days}
