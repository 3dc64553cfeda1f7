"""The confidentiality agreement: each person's page, and the administrators' page for the text."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from suluh.access.guards import WorkspaceRequest, page, signed_in_page
from suluh.access.models import Agency, AgreementVersion
from suluh.access.operations import agreement as operations
from suluh.access.queries.agreements import Agreed, agreement_in_force, who_agreed
from suluh.access.web.joining import sent
from suluh.foundation import components as c


@signed_in_page(step="agreement", methods=("GET", "POST"))
def agreement(request: WorkspaceRequest) -> HttpResponse:
    """Read it, and agree or leave."""
    refused = ""
    if request.method == "POST":
        try:
            operations.accept_agreement(request.actor, version=_named(request))
        except ValidationError as changed:
            refused = " ".join(changed.messages)
        else:
            return redirect("home")
    found = agreement_in_force(request.actor)
    language, text = _text(found)
    context = {"version": found, "text": text, "text_language": language, "refused": refused}
    return render(request, "access/agreement.html", context, status=400 if refused else 200)


def _named(request: WorkspaceRequest) -> UUID:
    """The version that the page showed. Raises ValidationError for anything else."""
    named: UUID = forms.UUIDField().clean(request.POST.get("version", ""))
    return named


def _text(version: AgreementVersion | None) -> tuple[str, str]:
    """Language and text: the reader's own language, else any there is."""
    texts: dict[str, str] = version.texts if version else {}
    asked = get_language() or "en"
    language = next((code for code in (asked, "en", *texts) if texts.get(code)), asked)
    return language, texts.get(language, "")


class AgreementForm(forms.Form):
    """One text for each language of the workspace, and the version that was read."""

    instead_of = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, own_name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text, %(language)s") % {"language": own_name},
                required=False,
                max_length=operations.LONGEST,
                widget=forms.Textarea(attrs={"rows": 14, "lang": code}),
            )

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"text_{code}"] for code, _name in settings.LANGUAGES}


@page("accounts.manage", methods=("GET", "POST"), fresh=True)
def agreement_edit(request: WorkspaceRequest) -> HttpResponse:
    """Change the text; see who has agreed to which version."""
    found = agreement_in_force(request.actor)
    texts: dict[str, str] = found.texts if found else {}
    initial = {f"text_{code}": text for code, text in texts.items()}
    initial["instead_of"] = str(found.pk) if found else ""
    form = AgreementForm(sent(request), initial=initial)
    if form.is_valid():
        instead_of = form.cleaned_data["instead_of"]
        try:
            operations.change_agreement(request.actor, texts=form.texts(), instead_of=instead_of)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, _("Everybody is asked to agree to the new text."))
            return redirect("agreement_edit")
    header = c.PageHeader(
        _("Confidentiality agreement"),
        _("Everybody agrees before their first page, and again after each change."),
    )
    table = _table(request, found.number if found else 0)
    context = {"header": header, "form": form, "version": found, "table": table}
    return render(
        request, "access/agreement_edit.html", context, status=400 if form.errors else 200
    )


def _table(request: WorkspaceRequest, in_force: int) -> c.Table:
    agency: Agency = Agency.objects.visible_to(request.actor).get()
    columns = [c.Column(_("Name")), c.Column(_("Agreed to")), c.Column(_("When"))]
    everybody = who_agreed(request.actor)
    waiting = [each for each in everybody if each.number != in_force]
    agreed = [each for each in everybody if each.number == in_force]
    groups = [
        c.RowGroup([_row(agency, each) for each in some], chip)
        for some, chip in (
            (waiting, c.Chip(_("Not yet asked, or not yet agreed"), "circle-alert", "ask")),
            (agreed, c.Chip(_("Agreed to the text in force"), "circle-check", "good")),
        )
        if some
    ]
    return c.Table(_("Who has agreed"), columns, groups)


def _row(agency: Agency, each: Agreed) -> list[c.Cell]:
    if each.number is None or each.at is None:
        return [c.Cell(each.name), c.Cell(_("no version")), c.Cell("")]
    version = _("version %(number)d") % {"number": each.number}
    return [c.Cell(each.name), c.Cell(version), c.Cell(date_format(agency.day(each.at), "j F Y"))]
