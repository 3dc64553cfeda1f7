"""Bringing a file in: upload, watch, read the check as a page, import, see what changed."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from suluh.access.guards import WorkspaceRequest, page
from suluh.access.signing_in.presence import BY_ITSELF
from suluh.directory import jobs, queries
from suluh.directory.models import Intake
from suluh.directory.operations import intakes as operations
from suluh.directory.web import findings
from suluh.directory.web.changes import ShownChange, shown_changes
from suluh.directory.web.moments import office_clock
from suluh.foundation import components as c
from suluh.foundation import environment

ASKS_AFTER = 2  # seconds
ASKS_AGAIN = 15 * 60 // ASKS_AFTER  # times: for a quarter of an hour


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy(
            "A Suluh workbook, any .xlsx or .csv, or an HSDS package as .zip or .json."
        ),
    )

    def clean_file(self) -> object:
        limit = environment.UPLOAD_LIMIT.number()
        if self.cleaned_data["file"].size > limit * 1024 * 1024:
            raise forms.ValidationError(
                _("This file is larger than %(limit)d megabytes. Split it in two.")
                % {"limit": limit}
            )
        return self.cleaned_data["file"]


@page("directory.check", methods=("GET", "POST"))
def checks(request: WorkspaceRequest) -> HttpResponse:
    """Upload a file, or go back to an earlier one."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        return _receive(request, form)
    earlier = queries.intakes(request.actor)[:20]
    header = c.PageHeader(
        _("Check a workbook"),
        _("Nothing is published by this, and the file is deleted after the check."),
        actions=[c.Action(_("Empty workbook"), reverse("directory:template"), "download")],
    )
    context = {
        "header": header,
        "form": form,
        "table": _earlier(request, earlier) if earlier else None,
        "waiting": _waiting(request),
    }
    return render(request, "directory/checks.html", context)


def _waiting(request: WorkspaceRequest) -> int:
    """Rows in quarantine, for those who can take them."""
    if not request.actor.can("directory.import"):
        return 0
    return queries.quarantined(request.actor).count()


@page("directory.offer", methods=("GET", "POST"))
def offer(request: WorkspaceRequest) -> HttpResponse:
    """Hand in a file, for the editors. Nothing of it can be read back here."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        _take_in(request, form)
        messages.success(request, _("Thank you. The editors have your workbook now."))
        return redirect("directory:offer")
    header = c.PageHeader(
        _("Hand in a workbook"),
        _("Give what you know to the editors. You do not see it afterwards."),
    )
    return render(request, "directory/offer.html", {"header": header, "form": form})


def _receive(request: WorkspaceRequest, form: UploadForm) -> HttpResponse:
    return redirect("directory:check", pk=_take_in(request, form).pk)


def _take_in(request: WorkspaceRequest, form: UploadForm) -> Intake:
    upload = form.cleaned_data["file"]
    intake = operations.receive(request.actor, file_name=upload.name, content=upload)
    transaction.on_commit(lambda: jobs.check_intake.enqueue(str(intake.pk)))
    return intake


STATES = {
    Intake.WAITING: gettext_lazy("Waiting for the check"),
    Intake.CHECKING: gettext_lazy("Being checked"),
    Intake.CHECKED: gettext_lazy("Checked"),
    Intake.REFUSED: gettext_lazy("Could not be opened"),
    Intake.IMPORTING: gettext_lazy("Being imported"),
    Intake.IMPORTED: gettext_lazy("Imported"),
}


def _earlier(request: WorkspaceRequest, intakes: object) -> c.Table:
    clock = office_clock(request.actor)
    columns = [
        c.Column(_("File")),
        c.Column(_("State")),
        c.Column(_("Services"), end=True),
        c.Column(_("When")),
    ]
    rows = [
        [
            c.Cell(intake.file_name, reverse("directory:check", args=[intake.pk])),
            c.Cell(STATES[intake.state]),
            c.Cell(intake.rows_total),
            c.Cell(clock(intake.created_at), note=str(intake.brought_by or "")),
        ]
        for intake in intakes  # type: ignore[attr-defined]
    ]
    return c.Table(_("Earlier files"), columns, [c.RowGroup(rows)])


@page("directory.check", loads=Intake)
def check(request: WorkspaceRequest, intake: Intake) -> HttpResponse:
    """The file's page, whatever state it is in: progress, findings, or what the import changed."""
    if intake.state in (Intake.WAITING, Intake.CHECKING, Intake.IMPORTING):
        return _progress(request, intake)
    if intake.state == Intake.IMPORTED:
        return _imported(request, intake)
    return _findings(request, intake)


def _progress(request: WorkspaceRequest, intake: Intake) -> HttpResponse:
    """Asks again by itself, without script, but not for ever: nobody may be there any more."""
    times = _times_asked(request)
    context = {
        "header": c.PageHeader(intake.file_name),
        "progress": c.Progress(STATES[intake.state], intake.rows_done, intake.rows_total),
        "asks_again": times < ASKS_AGAIN,
        "address": reverse("directory:check", args=[intake.pk]),
    }
    response = render(request, "directory/progress.html", context)
    if times < ASKS_AGAIN:
        response["Refresh"] = f"{ASKS_AFTER}; url=?{BY_ITSELF}={times + 1}"
    return response


def _times_asked(request: WorkspaceRequest) -> int:
    """How often the page has asked by itself. Anything but a small number is too often."""
    said = request.GET.get(BY_ITSELF, "0")
    return int(said) if said.isdecimal() and len(said) < 5 else ASKS_AGAIN


def _findings(request: WorkspaceRequest, intake: Intake) -> HttpResponse:
    groups = list(findings.groups(intake, get_language() or "en"))
    context = {
        "header": findings.header(intake, may_import=request.actor.can("directory.import")),
        "meter": findings.meter(intake),
        "groups": groups,
        "not_kept": intake.findings.get("not_kept", []),
    }
    return render(request, "directory/check.html", context)


@dataclass(frozen=True, slots=True)
class ServiceChanges:
    """What changed in one service."""

    service: str
    changes: list[ShownChange]


def _imported(request: WorkspaceRequest, intake: Intake) -> HttpResponse:
    result = intake.result
    header = c.PageHeader(
        _("Import of %(file)s") % {"file": intake.file_name},
        _(
            "%(created)d new, %(updated)d changed, %(unchanged)d as before, "
            "%(quarantined)d in quarantine."
        )
        % result,
        actions=[
            c.Action(_("See the services"), reverse("directory:services"), primary=True),
            c.Action(
                _("Marked workbook"),
                reverse("directory:check_report", args=[intake.pk]),
                "download",
            ),
        ],
    )
    language = get_language() or "en"
    changes = [
        ServiceChanges(each["service"], list(shown_changes(each["changes"], language)))
        for each in result["changes"]
    ]
    context = {"header": header, "changes": changes, "quarantined": result["quarantined"]}
    return render(request, "directory/imported.html", context)


@page("directory.import", loads=Intake, methods=("POST",))
def check_import(request: WorkspaceRequest, intake: Intake) -> HttpResponse:
    """Ask the job worker to import a checked file."""
    try:
        operations.ask_for_import(request.actor, intake=intake)
    except operations.NotReady:
        messages.info(request, _("This file is already being imported, or was."))
        return redirect("directory:check", pk=intake.pk)
    transaction.on_commit(lambda: jobs.import_intake.enqueue(str(intake.pk)))
    return redirect("directory:check", pk=intake.pk)
