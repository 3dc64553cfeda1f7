"""Languages in the workspace: which of them readers see, and who has read them."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.access.guards import WorkspaceRequest, page
from suluh.directory import queries
from suluh.directory.domain.languages import LONGEST_NAME, DirectoryLanguage
from suluh.directory.operations import languages as operations
from suluh.foundation import components as c
from suluh.foundation.refusal import Refusal
from suluh.kernel.languages import LANGUAGES, Language


class ReviewForm(forms.Form):
    """The name of the person who has read a language. The operation judges it."""

    reviewer = forms.CharField(
        label=gettext_lazy("Who has read it"),
        help_text=gettext_lazy(
            "The name is published. Ask the person first. Leave it empty to take the review back."
        ),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": LONGEST_NAME, "autocomplete": "off"}),
    )


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """One language as the page shows it. `mistaken`: its form was sent and not accepted."""

    language: Language
    state: DirectoryLanguage
    seen: c.Chip
    read: c.Chip
    form: ReviewForm
    mistaken: bool


@page("directory.edition")
def languages(request: WorkspaceRequest) -> HttpResponse:
    """The languages of the directory, with what each state means."""
    return _listed(request)


@page("directory.edition", methods=("POST",))
def language_turn(request: WorkspaceRequest, code: str, shown: bool) -> HttpResponse:
    """Show a language to readers, or hide it."""
    try:
        operations.set_language(request.actor, code=code, shown=shown)
    except Refusal as refused:
        return _listed(request, refused=str(refused))
    done = (
        _("The next edition shows %(language)s.")
        if shown
        else _("The next edition leaves out %(language)s.")
    )
    messages.success(request, done % {"language": LANGUAGES[code].english_name})
    return redirect("directory:languages")


@page("directory.edition", methods=("POST",))
def language_review(request: WorkspaceRequest, code: str) -> HttpResponse:
    """Write down who has read a language; without a name the review is taken back."""
    reviewer = request.POST.get("reviewer", "")
    try:
        state = operations.review_language(request.actor, code=code, reviewer=reviewer)
    except Refusal as refused:
        return _listed(request, refused=str(refused), mistaken=code)
    said = {"language": LANGUAGES[code].english_name, "name": state.reviewed_by}
    done = (
        _("The next edition says that %(name)s has read %(language)s.")
        if state.reviewed_by
        else _("The next edition names nobody as reader of %(language)s.")
    )
    messages.success(request, done % said)
    return redirect("directory:languages")


def _listed(request: WorkspaceRequest, *, refused: str = "", mistaken: str = "") -> HttpResponse:
    header = c.PageHeader(
        _("Languages"),
        _("What you change here is seen in the next edition."),
        actions=[c.Action(_("See the editions"), reverse("directory:editions"), "book-open")],
    )
    rows = [
        _row(state, _form(request, state, refused if state.code == mistaken else ""))
        for state in queries.published_languages(request.actor)
    ]
    # A refusal that belongs to no row stands on top.
    on_top = "" if any(row.mistaken for row in rows) else refused
    context = {"header": header, "rows": rows, "refused": on_top}
    return render(request, "directory/languages.html", context, status=400 if refused else 200)


def _form(request: WorkspaceRequest, state: DirectoryLanguage, refused: str) -> ReviewForm:
    """As sent when it was refused, else with the name that is known."""
    ids = f"{state.code}-%s"
    if not refused:
        return ReviewForm(initial={"reviewer": state.reviewed_by}, auto_id=ids)
    form = ReviewForm(request.POST, auto_id=ids)
    form.add_error("reviewer", refused)
    return form


def _row(state: DirectoryLanguage, form: ReviewForm) -> LanguageRow:
    return LanguageRow(
        language=LANGUAGES[state.code],
        state=state,
        seen=c.Chip(_("Shown"), "eye", "good") if state.shown else c.Chip(_("Hidden"), "eye-off"),
        read=_read(state),
        form=form,
        mistaken=form.is_bound,
    )


def _read(state: DirectoryLanguage) -> c.Chip:
    if state.reviewed_by:
        said = {"name": state.reviewed_by, "date": state.reviewed_on}
        return c.Chip(_("Reviewed by %(name)s on %(date)s") % said, "user-check", "good")
    if state.draft:
        return c.Chip(_("Draft by machine, nobody has read it"), "circle-alert", "ask")
    return c.Chip(_("Source language"), "circle-check", "good")
