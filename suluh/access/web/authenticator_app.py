"""The authenticator app: a QR code once, six digits at each sign-in."""

from __future__ import annotations

from typing import cast

from allauth.mfa.models import Authenticator
from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.access.domain.attempts import Guess
from suluh.access.domain.one_time_codes import in_groups, new_totp_secret, totp_address
from suluh.access.guards import WorkspaceRequest, signed_in_page
from suluh.access.models import Account
from suluh.access.operations.attempts import allow, forget
from suluh.access.operations.factors import (
    WrongCode,
    add_totp,
    remove_factor,
    require_removable,
)
from suluh.access.queries.factors import TOTP, factors_of
from suluh.access.signing_in.proof import FACTOR, note_proof
from suluh.access.signing_in.second_steps import NAME, TOO_MANY
from suluh.access.web.qr_code import qr_code
from suluh.access.web.recovery_codes import after_adding, removed
from suluh.foundation import components as c
from suluh.foundation.field_keys import key_ring
from suluh.foundation.sealing import CannotOpen

IN_SESSION = "suluh_app_secret"  # sealed, until the first code shows that the app has it


class FirstCode(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("The six digits that the app shows now."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


@signed_in_page(step="second_factor", fresh=True, methods=("GET", "POST"))
def add(request: WorkspaceRequest) -> HttpResponse:
    account, secret = cast(Account, request.user), _secret(request)
    form = FirstCode(request.POST or None)
    if form.is_valid():
        made = _added(request, form, secret)
        if made is not None:
            del request.session[IN_SESSION]
            note_proof(request, account, FACTOR)
            return after_adding(request, made, _("The authenticator app was set up."))
    context = {
        "form": form,
        "qr": qr_code(totp_address(secret, account=account.email, issuer=NAME)),
        "secret": in_groups(secret),
        "header": c.PageHeader(
            _("Set up an authenticator app"),
            _("An app on your telephone shows six new digits every 30 seconds, without internet."),
        ),
    }
    return render(request, "account/app_add.html", context)


@signed_in_page(fresh=True, methods=("GET", "POST"))
def remove(request: WorkspaceRequest) -> HttpResponse:
    found = factors_of(request.actor.account_id)
    if found.totp_since is None:
        raise Http404
    if request.method == "POST":
        try:
            remove_factor(request.actor, kind=TOTP)
        except Authenticator.DoesNotExist as gone:
            raise Http404 from gone
        return removed(request, _("The authenticator app was removed."))
    if found.count == 1:
        require_removable(request.actor)
    return render(request, "account/factor_remove.html", {"confirm": _question(found.count)})


def _secret(request: WorkspaceRequest) -> str:
    """The secret of this attempt: the same until it succeeds, so that a slip costs nothing."""
    about = f"django_session/{request.actor.account_id}"
    try:
        return key_ring().open(request.session.get(IN_SESSION, ""), about=about)
    except CannotOpen:
        secret = new_totp_secret()
        request.session[IN_SESSION] = key_ring().seal(secret, about=about)
        return secret


def _added(request: WorkspaceRequest, form: FirstCode, secret: str) -> list[str] | None:
    """The new recovery codes, or None and a sentence in the form."""
    account_id = request.actor.account_id
    if not allow(Guess.FACTOR_INSIDE, account_id):
        form.add_error("code", TOO_MANY)
        return None
    try:
        made = add_totp(request.actor, secret=secret, code=form.cleaned_data["code"])
    except WrongCode:
        form.add_error(
            "code", _("This is not the code of now. Is the clock of the telephone right?")
        )
        return None
    forget(Guess.FACTOR_INSIDE, account_id)
    return made


def _question(count: int) -> c.Confirm:
    changes = [_("Its codes no longer open your account.")]
    if count == 1:
        changes.append(_("Your password alone opens it then. Your recovery codes stop working."))
    return c.Confirm(
        title=_("Remove the authenticator app?"),
        changes=changes,
        undo=_("You can set it up again at any time. Delete it in the app, too."),
        verb=_("Remove it"),
        url=reverse("app_remove"),
        back_url=reverse("account"),
    )
