"""Services in the workspace: find one, read what is known, correct it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from suluh.access.guards import WorkspaceRequest, page
from suluh.access.models import Agency
from suluh.directory import queries
from suluh.directory.models import Service
from suluh.directory.operations.editing import correct_service
from suluh.directory.rows import record_of
from suluh.directory.rules import explain
from suluh.directory.vocabularies import shelf
from suluh.directory.web.reading import known_fields
from suluh.directory.web.service_form import ServiceForm, initial
from suluh.foundation import components as c
from suluh.foundation.rows import ChangedMeanwhile
from suluh.kernel.languages import pick
from suluh.kernel.sensitivity import Sensitivity

PAGE_SIZE = 50


@page("directory.view", methods=("GET", "POST"))
def services(request: WorkspaceRequest) -> HttpResponse:
    """The list, by name; `q` narrows it to names that hold the words.

    Words are posted: an address stays in the history of the browser and in logs, and somebody may
    look for a person by name.
    """
    words = request.POST.get("q", "").replace("\0", "")[:100]  # PostgreSQL refuses it
    found = queries.services_named(request.actor, words)
    number = request.POST.get("page") or request.GET.get("page")
    shown = Paginator(found, PAGE_SIZE).get_page(number)
    context = {
        "header": _list_header(request, found.count(), words),
        "table": _table(shown.object_list),
        "shown": shown,
        "words": words,
        "empty": _empty(request, words),
    }
    return render(request, "directory/services.html", context)


def _list_header(request: WorkspaceRequest, count: int, words: str) -> c.PageHeader:
    sentence = ngettext("%(count)d service", "%(count)d services", count) % {"count": count}
    export = c.Action(_("Take all as a workbook"), reverse("directory:export"), "download")
    offered = count and not words and request.actor.can("directory.edit")
    return c.PageHeader(_("Services"), sentence, actions=[export] if offered else [])


def _table(found: object) -> c.Table:
    language = get_language() or "en"
    columns = [
        c.Column(_("Service")),
        c.Column(_("Type")),
        c.Column(_("Area")),
        c.Column(_("Last checked")),
    ]
    rows = [_row(service, language) for service in found]  # type: ignore[attr-defined]
    return c.Table(_("Services"), columns, [c.RowGroup(rows)])


def _row(service: Service, language: str) -> list[c.Cell]:
    types, areas = shelf()["service_types"], shelf()["areas"]
    organization = pick(service.organization.name, language) if service.organization else ""
    return [
        c.Cell(pick(service.name, language) or _("No name"),
               reverse("directory:service", args=[service.pk]), organization),
        c.Cell(", ".join(types.label(code, language) for code in service.types) or _("Not known")),
        c.Cell(", ".join(areas.label(code, language) for code in service.areas) or _("Not known")),
        c.Cell(str(service.verified_on) if service.verified_on else _("Never")),
    ]  # fmt: skip


def _empty(request: WorkspaceRequest, words: str) -> c.EmptyState:
    if words:
        return c.EmptyState(_("Nothing by that name"), _("Try fewer or other words."))
    action = None
    if request.actor.can("directory.check"):
        action = c.Action(
            _("Check a workbook"), reverse("directory:checks"), "file-spreadsheet", primary=True
        )
    return c.EmptyState(_("No services yet"), _("Bring in a workbook to begin."), action)


@page("directory.view", loads=Service)
def service(request: WorkspaceRequest, service: Service) -> HttpResponse:
    """All that is known of one service, and what is not."""
    language = get_language() or "en"
    actions = []
    if request.actor.can("directory.edit"):
        edit = reverse("directory:service_edit", args=[service.pk])
        actions = [c.Action(_("Correct"), edit, "pencil", primary=True)]
    header = c.PageHeader(
        pick(service.name, language),
        pick(service.organization.name, language) if service.organization else "",
        actions=actions,
    )
    # What is restricted belongs to the editors of the agency.
    may_edit = request.actor.can("directory.edit")
    most = Sensitivity.RESTRICTED if may_edit else Sensitivity.PRACTITIONER
    known = known_fields(record_of(service), language, most=most)
    return render(request, "directory/service.html", {"header": header, "sections": known})


@page("directory.edit", loads=Service, methods=("GET", "POST"))
def service_edit(request: WorkspaceRequest, service: Service) -> HttpResponse:
    """Correct a service; each problem stands beside its field."""
    form = _form(request, service)
    if request.method == "POST" and form.is_valid() and _corrected(request, service, form):
        return redirect("directory:service", pk=service.pk)
    header = c.PageHeader(_("Correct: %(name)s") % {"name": pick(service.name, form.language)})
    return render(
        request, "directory/service_edit.html", {"header": header, "form": form, "service": service}
    )


def _form(request: WorkspaceRequest, service: Service) -> ServiceForm:
    agency = Agency.objects.visible_to(request.actor).get()
    languages = agency.languages or ["en"]
    return ServiceForm(
        request.POST if request.method == "POST" else None,
        initial={"as_read": service.as_read, **initial(record_of(service), languages)},
        languages=languages,
        language=get_language() or "en",
    )


def _corrected(request: WorkspaceRequest, service: Service, form: ServiceForm) -> bool:
    """Save what was written. Otherwise the form says why not, and nothing was changed."""
    seen = form.cleaned_data["as_read"]
    try:
        problems = correct_service(request.actor, service=service, cells=form.cells(), as_read=seen)
    except ChangedMeanwhile:
        form.compare()
        return False
    form.show(problems)
    if not form.is_valid():
        return False
    for problem in problems:
        words = explain(problem, form.language)
        messages.warning(request, f"{words.title}. {words.message} {words.mend}")
    messages.success(request, _("Saved. The public edition changes when you make a new one."))
    return True
