"""Readers' reports in the workspace: what to look into, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from suluh.access.actor import Actor
from suluh.access.guards import WorkspaceRequest, page
from suluh.directory.edition.reports import LIMIT
from suluh.directory.models import ReaderReport
from suluh.directory.operations import reports as operations
from suluh.foundation import components as c
from suluh.kernel.languages import pick

PAGE_SIZE = 50
REASON_WORDS: dict[str, str | Promise] = {
    "wrong_number": gettext_lazy("The number is wrong"),
    "closed": gettext_lazy("It is closed"),
    "felt_unsafe": gettext_lazy("A reader felt unsafe"),
}


@dataclass(frozen=True, slots=True)
class ShownMatter:
    """One service and reason, in words, and the button that says it was looked into."""

    name: str
    url: str
    reason: str | Promise
    readers: str
    days: str
    action: c.Action


@page("directory.edit")
def reports(request: WorkspaceRequest) -> HttpResponse:
    """What readers reported and nobody has looked into yet."""
    found = operations.open_matters(request.actor)
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    sentence = _("Readers pressed one button on the public door. Nobody knows who they are.")
    context = {
        "header": c.PageHeader(_("Readers’ reports"), sentence),
        "matters": _matters(request.actor, shown),
        "shown": shown,
        "empty": c.EmptyState(
            _("Nothing to look into"),
            _("New reports from the public door arrive every few minutes."),
        ),
    }
    return render(request, "directory/reports.html", context)


@page("directory.edit", loads=ReaderReport, methods=("POST",))
def report_handle(request: WorkspaceRequest, report: ReaderReport) -> HttpResponse:
    """Mark one service and reason as looked into."""
    operations.handle_report(request.actor, report=report)
    messages.success(request, _("Marked as looked into. A new report opens it again."))
    return redirect("directory:reports")


def _matters(actor: Actor, shown: Page) -> list[ShownMatter]:  # type: ignore[type-arg]
    """The reports of one page of matters, in its order."""
    keys = [(each["service"], each["reason"]) for each in shown.object_list]
    rows: dict[tuple[object, str], list[ReaderReport]] = {key: [] for key in keys}
    services = {service for service, _reason in keys}
    found = operations.open_reports(actor).filter(service__in=services).select_related("service")
    for row in found.order_by("-day"):
        rows.get((row.service_id, row.reason), []).append(row)
    language = get_language() or "en"
    return [_matter(days, language) for days in rows.values() if days]


def _matter(days: Sequence[ReaderReport], language: str) -> ShownMatter:
    """`days`: the reports of one service and reason, the latest first."""
    latest, first = days[0], days[-1]
    handle = reverse("directory:report_handle", args=[latest.pk])
    return ShownMatter(
        name=pick(latest.service.name, language) or _("No name"),
        url=reverse("directory:service", args=[latest.service_id]),
        reason=REASON_WORDS[latest.reason],
        readers=_readers(days),
        days=str(latest.day) if latest is first else _span(first, latest),
        action=c.Action(_("Looked into"), handle, "check", post=True),
    )


def _span(first: ReaderReport, latest: ReaderReport) -> str:
    return _("%(first)s to %(last)s") % {"first": first.day, "last": latest.day}


def _readers(days: Sequence[ReaderReport]) -> str:
    """How often it was pressed: from LIMIT on a day nobody counts further."""
    count = sum(each.count for each in days)
    if any(each.count >= LIMIT for each in days):
        return _("%(count)d or more") % {"count": count}
    return ngettext("%(count)d time", "%(count)d times", count) % {"count": count}
