"""The last number of the log, to be kept elsewhere; and a kept one, compared with the log now."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.access import log as reading
from suluh.access.domain.chain import Kind, Verdict
from suluh.access.domain.keeping import lines_for_paper, read_digest
from suluh.access.guards import WorkspaceRequest, page
from suluh.access.log.words import sentence
from suluh.access.models import Agency
from suluh.access.operations.audit import LogIsDamaged
from suluh.access.operations.log_keeping import keep_head
from suluh.foundation import components as c


class KeptForm(forms.Form):
    """What the page showed when it was printed: the log may have gone on since."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput)


class CompareForm(forms.Form):
    """A digest as it stands on paper."""

    digest = forms.CharField(
        label=gettext_lazy("The 64 digits and letters from your paper"),
        help_text=gettext_lazy("In any groups and lines; capitals or not."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        max_length=500,
    )

    def clean_digest(self) -> str:
        try:
            return read_digest(self.cleaned_data["digest"])
        except ValueError as wrong:
            raise ValidationError(
                _("There is a slip in it. It has 64 digits and letters from a to f.")
            ) from wrong


@page("audit.read", methods=("GET", "POST"))
def log_head(request: WorkspaceRequest) -> HttpResponse:
    """Number, digest, date and office, for paper. POST: somebody says that they keep it."""
    wrong = ""
    if request.method == "POST":
        form = KeptForm(request.POST)
        try:
            if form.is_valid():
                keep_head(request.actor, **form.cleaned_data)
                messages.success(request, _("It is noted that you keep this number."))
                return redirect("log")
            wrong = _("Load the page again.")
        except ValidationError as refused:
            wrong = " ".join(refused.messages)
    return _head_page(request, wrong)


def _head_page(request: WorkspaceRequest, wrong: str) -> HttpResponse:
    """Raises LogIsDamaged when there is no head."""
    head = reading.head(request.actor)
    if head is None:
        raise LogIsDamaged
    agency: Agency = Agency.objects.visible_to(request.actor).get()
    context = {
        "header": c.PageHeader(_("A number to keep")),
        "agency": agency,
        "number": head.sequence,
        "at": agency.clock(head.at) if head.at else "",
        "lines": lines_for_paper(head.digest),
        "form": KeptForm(initial={"number": head.sequence, "digest": head.digest}),
        "wrong": wrong,
    }
    return render(request, "access/log_head.html", context, status=400 if wrong else 200)


@page("audit.read", methods=("GET", "POST"))
def log_compare(request: WorkspaceRequest) -> HttpResponse:
    """Whether the log still holds a kept digest. Sent with POST, for it walks the whole log."""
    form = CompareForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_bound and form.is_valid():
        digest = form.cleaned_data["digest"]
        verdict = reading.examine(request.actor, earlier=digest)
        number = reading.number_of(request.actor, digest)
        found = _in_words(verdict, number)
    header = c.PageHeader(_("Compare a kept number"), _("Has the log been changed since?"))
    context = {"header": header, "form": form, "found": found}
    wrong = form.is_bound and not form.is_valid()
    return render(request, "access/log_compare.html", context, status=400 if wrong else 200)


def _in_words(verdict: Verdict, number: int | None) -> tuple[c.Chip, list[str]]:
    """What was found, and what to do."""
    fault = verdict.first_fault
    if fault is None:
        fits = c.Chip(_("It fits"), "circle-check", "good")
        return fits, [_what_fits(verdict, number), _("Nothing before it was changed.")]
    differs = c.Chip(_("It does not fit"), "octagon-alert", "condition")
    said = [sentence(fault)]
    if fault.kind is Kind.NOT_IN_CHAIN:
        said.append(_("Compare what you typed with your paper first, group by group."))
    said += [
        _("If it stays so, change nothing here and keep the paper safe."),
        _("Tell whoever answers for this office, and whoever looks after this computer."),
    ]
    return differs, said


def _what_fits(verdict: Verdict, number: int | None) -> str:
    counts = {
        "number": _grouped(number or 0),
        "entries": _grouped(verdict.entries),
    }
    if number is None:  # the beginning of every log, before its first entry
        return _("All %(entries)s entries fit together.") % counts
    return _("It belongs to entry %(number)s, and all %(entries)s entries fit together.") % counts


def _grouped(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)
