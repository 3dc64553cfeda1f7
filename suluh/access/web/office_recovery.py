"""The recovery sheet, the way back that it opens, and the strip by which everybody sees it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.access.actor import Actor
from suluh.access.domain.attempts import Guess
from suluh.access.domain.recovery import ready_at
from suluh.access.guards import WorkspaceRequest, page, public_page, signed_in_page
from suluh.access.models import Agency, OfficeRecovery
from suluh.access.operations import recovery as operations
from suluh.access.operations.attempts import allow_all, forget
from suluh.access.queries.recoveries import MANAGE, may_stop, open_recoveries, valid_sheet
from suluh.access.web.joining import NewPasswordForm, code_field, where_from
from suluh.foundation import components as c


@page("accounts.manage", methods=("GET", "POST"), fresh=True)
def recovery_sheet(request: WorkspaceRequest) -> HttpResponse:
    """Whether there is a sheet; a new one is shown once, ready to be printed."""
    agency: Agency = Agency.objects.visible_to(request.actor).get()
    if request.method == "POST":
        code = operations.make_sheet(request.actor)
        made = {"groups": code.split("-"), "made_on": date_format(agency.today(), "j F Y")}
        return render(request, "access/recovery_sheet_made.html", made)
    sheet = valid_sheet(request.actor)
    header = c.PageHeader(
        _("Recovery sheet"),
        _("A paper for the day on which password, phone and codes are all lost."),
    )
    made_on = date_format(agency.day(sheet.created_at), "j F Y") if sheet else ""
    return render(request, "access/recovery_sheet.html", {"header": header, "made_on": made_on})


class PaperForm(forms.Form):
    """What stands on the paper, and whose account it is for."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    code = code_field(gettext_lazy("Code on the sheet"), gettext_lazy("6 groups of 5."))


@public_page(methods=("GET", "POST"))
def recover(request: HttpRequest) -> HttpResponse:
    """Begin the wait, look where it stands, and after it choose a new password."""
    if request.method != "POST":
        return _ask(request, PaperForm())
    paper = PaperForm(request.POST)
    if not paper.is_valid() or not _counted(request, paper):
        return _ask(request, paper)
    email, code = paper.cleaned_data["email"], paper.cleaned_data["code"]
    try:
        standing = operations.ask_for_recovery(email=email, code=code)
        _forget(request, email)
        if standing.ready:
            return _choose(request, paper)
    except operations.CannotRecover:
        operations.refuse_recovery(email)
        paper.add_error(None, _("This address and code do not open anything. Check both."))
        return _ask(request, paper)
    return render(request, "access/recover_waiting.html", {"ready_at": standing.ready_at})


def _ask(request: HttpRequest, paper: PaperForm) -> HttpResponse:
    status = 400 if paper.errors else 200
    return render(request, "access/recover.html", {"form": paper}, status=status)


def _choose(request: HttpRequest, paper: PaperForm) -> HttpResponse:
    """The wait is over. Without a password yet, ask for one; the paper's code comes along."""
    asked = NewPasswordForm(request.POST if "password" in request.POST else None)
    if asked.is_valid():
        try:
            operations.finish_recovery(
                **paper.cleaned_data, password=asked.cleaned_data["password"]
            )
        except ValidationError as weak:
            asked.add_error("password", weak)
        else:
            return render(request, "access/recovered.html")
    context = {"form": asked, "paper": paper.cleaned_data}
    status = 400 if asked.errors else 200
    return render(request, "access/recover_password.html", context, status=status)


def _counted(request: HttpRequest, paper: PaperForm) -> bool:
    """By the address that was typed, known or not, so that the limits tell nothing either."""
    guess: dict[Guess, object] = {
        Guess.RECOVERY: paper.cleaned_data["email"],
        Guess.ADDRESS: where_from(request),
    }
    if allow_all(guess):
        return True
    paper.add_error(None, _("Too many attempts. Wait a while, then try again."))
    return False


def _forget(request: HttpRequest, email: str) -> None:
    forget(Guess.RECOVERY, email)
    forget(Guess.ADDRESS, where_from(request))


def _may_be_stopped(actor: Actor) -> QuerySet[OfficeRecovery]:
    """As `may_stop` says of one."""
    every = OfficeRecovery.objects.visible_to(actor).select_related("account")
    return every if actor.can(MANAGE) else every.filter(account=actor.account_id)


@signed_in_page(methods=("GET", "POST"), reached=_may_be_stopped)
def recovery_stop(request: WorkspaceRequest, recovery: OfficeRecovery) -> HttpResponse:
    """Stop a recovery that nobody here asked for."""
    if request.method == "POST":
        operations.stop_recovery(request.actor, recovery=recovery)
        return redirect("home")
    confirm = c.Confirm(
        title=_("Stop the recovery of %(name)s?") % {"name": recovery.account.full_name},
        changes=(
            _("Nobody gets a new password by it."),
            _("The recovery sheet is void. Make a new one afterwards."),
        ),
        undo=_("It cannot go on afterwards. With a new sheet it can begin again."),
        verb=_("Stop it"),
        url=reverse("recovery_stop", args=[recovery.pk]),
        back_url=reverse("home"),
    )
    return render(request, "access/confirm.html", {"title": confirm.title, "confirm": confirm})


def recovery_strips(actor: Actor) -> tuple[c.Strip, ...]:
    """For the top of every page, while a recovery of the office is under way."""
    found = open_recoveries(actor)
    if not found:
        return ()
    agency: Agency = Agency.objects.visible_to(actor).get()
    return tuple(_strip(actor, agency, each) for each in found)


def _strip(actor: Actor, agency: Agency, recovery: OfficeRecovery) -> c.Strip:
    said = {"name": recovery.account.full_name, "at": agency.clock(ready_at(recovery.begun_at))}
    return c.Strip(
        _("Somebody used the recovery sheet for the account of %(name)s.") % said,
        _("From %(at)s they can set a new password. Nobody here asked for it? Have it stopped.")
        % said,
        c.Action(_("Stop it"), reverse("recovery_stop", args=[recovery.pk]))
        if may_stop(actor, recovery)
        else None,
    )
