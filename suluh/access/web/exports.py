"""Encrypted files: the log with names is asked for and made, files are fetched and deleted."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from suluh.access.actor import Actor
from suluh.access.guards import WorkspaceRequest, page, signed_in_page
from suluh.access.models import Agency, JointAct, SealedExport
from suluh.access.operations import exports as operations
from suluh.access.operations.log_taking import TAKEN, ask_for_log, take_log
from suluh.access.operations.two_people import require_ready
from suluh.access.two_people import joint_kinds
from suluh.access.web.log_filter import day_field
from suluh.foundation import components as c
from suluh.foundation.refusal import Refusal

AGE = "application/octet-stream"


class PeriodForm(forms.Form):
    """Which days of the log, and in which form."""

    since, until = day_field(gettext_lazy("First day")), day_field(gettext_lazy("Last day"))
    form = forms.ChoiceField(
        label=gettext_lazy("As"),
        choices=[("xlsx", gettext_lazy("Excel workbook")), ("csv", gettext_lazy("CSV file"))],
        widget=forms.RadioSelect,
        initial="xlsx",
    )


@page("audit.read", methods=("GET", "POST"))
def log_take(request: WorkspaceRequest) -> HttpResponse:
    """Ask a second person for some days of the log, with the names."""
    form = PeriodForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            ask_for_log(request.actor, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, _("You asked. It stands here until somebody answers."))
            return redirect("joint")
    header = c.PageHeader(
        _("Take the log with names"),
        _("For an investigator, or whoever answers for data protection. The file is encrypted."),
    )
    context = {"header": header, "form": form}
    return render(request, "access/log_take.html", context, status=400 if form.errors else 200)


@page("audit.read", loads=JointAct, methods=("GET", "POST"), fresh=True)
def log_take_now(request: WorkspaceRequest, joint: JointAct) -> HttpResponse:
    """What was approved is done. The answer to POST shows the passphrase, this once."""
    require_ready(request.actor, TAKEN, parameters=joint.parameters)
    if request.method == "POST":
        try:
            sealed = take_log(request.actor, parameters=joint.parameters)
        except Refusal as full:
            return _confirm(request, joint, refused=str(full))
        return _made(request, sealed)
    return _confirm(request, joint)


def _confirm(request: WorkspaceRequest, joint: JointAct, refused: str = "") -> HttpResponse:
    confirm = c.Confirm(
        title=_("Make the encrypted file now?"),
        changes=[
            _("Days: %(since)s to %(until)s.") % joint.parameters,
            _("The next page shows the passphrase once. Have paper and pen ready."),
            _("The file can be fetched %(most)d times within 24 hours, by you alone.")
            % {"most": SealedExport.MOST},
        ],
        undo=_("The approval is used up. The log says that you took these days."),
        verb=_("Make the file"),
        url=reverse("log_take_now", args=[joint.pk]),
        back_url=reverse("joint"),
    )
    context = {
        "header": c.PageHeader(_("Take the log with names")),
        "confirm": confirm,
        "refused": refused,
    }
    return render(request, "access/joint_confirm.html", context, status=400 if refused else 200)


def _made(request: WorkspaceRequest, sealed: operations.Sealed) -> HttpResponse:
    context = {
        "header": c.PageHeader(
            _("Write down the passphrase"), _("It is shown this once, and stored nowhere.")
        ),
        "groups": sealed.passphrase.split("-"),
        "passphrase": sealed.passphrase,
        "export": sealed.export,
        "name": _name(request.actor),
        "inside": f"log.{sealed.export.form}",
    }
    return render(request, "access/export_made.html", context)


@signed_in_page
def exports(request: WorkspaceRequest) -> HttpResponse:
    """The encrypted files that this person made and that still exist."""
    agency: Agency = Agency.objects.visible_to(request.actor).get()
    found = SealedExport.objects.visible_to(request.actor).order_by("-created_at")
    header = c.PageHeader(
        _("Encrypted files"), _("Each is deleted by itself after 24 hours. Only you see yours.")
    )
    context = {
        "header": header,
        "rows": [_row(each, agency) for each in found],
        "empty": c.EmptyState(_("No files"), _("An encrypted file that you make stands here.")),
    }
    return render(request, "access/exports.html", context)


def _row(export: SealedExport, agency: Agency) -> dict[str, object]:
    kind = joint_kinds().get(export.act)
    return {
        "pk": export.pk,
        "what": kind.say(get_language() or "en") if kind else export.act,
        "made": agency.clock(export.created_at),
        "until": agency.clock(export.expires_at),
        "size": filesizeformat(export.size),
        "left": max(SealedExport.MOST - export.fetched, 0),
    }


@signed_in_page(methods=("POST",), reached=SealedExport.objects.visible_to)
def export_fetch(request: WorkspaceRequest, export: SealedExport) -> HttpResponse:
    """The encrypted file itself. POST, because each time counts."""
    content = operations.fetch(request.actor, export=export)
    name = _name(request.actor)
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=AGE, headers=disposition)


@signed_in_page(methods=("POST",), reached=SealedExport.objects.visible_to)
def export_delete(request: WorkspaceRequest, export: SealedExport) -> HttpResponse:
    """Before its time is over."""
    operations.delete_export(request.actor, export=export)
    messages.success(request, _("The file is deleted."))
    return redirect("exports")


def _name(actor: Actor) -> str:
    """Says what kind of file and when, and nothing of what is inside."""
    agency: Agency = Agency.objects.visible_to(actor).get()
    return f"export-{agency.today():%Y-%m-%d}.age"
