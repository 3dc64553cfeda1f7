"""Passkeys: added and removed by their owner. The browser part is static/suluh/passkey.js."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.access.guards import WorkspaceRequest, signed_in_page
from suluh.access.models import Account
from suluh.access.operations.factors import add_passkey, remove_factor, require_removable
from suluh.access.queries.factors import PASSKEY, Passkey, factors_of
from suluh.access.signing_in.proof import FACTOR, note_proof
from suluh.access.signing_in.second_steps import options_text
from suluh.access.web.recovery_codes import after_adding, removed
from suluh.foundation import components as c

NAME_LENGTH = 60  # letters


class NewPasskey(forms.Form):
    """A name for people, and what the browser made."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("So that you know it again: the device it is on."),
        max_length=NAME_LENGTH,
    )
    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        """Raises ValidationError unless it answers the question that this session was asked."""
        credential = self.cleaned_data["credential"]
        try:
            auth.parse_registration_response(credential)
            binding = auth.complete_registration(credential)
        except (AttributeError, KeyError, TypeError, ValueError) as malformed:
            raise ValidationError(
                _("The passkey was not made. Please try once more.")
            ) from malformed
        if not binding.is_user_verified():
            raise ValidationError(_("The device has to ask for a finger, a face or a PIN."))
        return credential


@signed_in_page(step="second_factor", fresh=True, methods=("GET", "POST"))
def add(request: WorkspaceRequest) -> HttpResponse:
    account = cast(Account, request.user)
    form = NewPasskey(request.POST or None)
    if form.is_valid():
        made = add_passkey(
            request.actor,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
        )
        note_proof(request, account, FACTOR)
        return after_adding(request, made, _("The passkey was added."))
    context = {
        "form": form,
        "options": options_text(auth.begin_registration(account, passwordless=True)),
        "header": c.PageHeader(
            _("Add a passkey"),
            _("It stays on a device and opens with a finger, a face or a PIN. Nobody can copy it."),
        ),
    }
    return render(request, "account/passkey_add.html", context)


@signed_in_page(fresh=True, methods=("GET", "POST"))
def remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = factors_of(request.actor.account_id)
    passkey = next((each for each in found.passkeys if each.pk == pk), None)
    if passkey is None:
        raise Http404
    if request.method == "POST":
        return _removed(request, pk)
    if found.count == 1:
        require_removable(request.actor)
    return render(
        request, "account/factor_remove.html", {"confirm": _question(passkey, found.count)}
    )


def _removed(request: WorkspaceRequest, pk: int) -> HttpResponse:
    try:
        remove_factor(request.actor, kind=PASSKEY, pk=pk)
    except Authenticator.DoesNotExist as gone:
        raise Http404 from gone
    return removed(request, _("The passkey was removed."))


def _question(passkey: Passkey, count: int) -> c.Confirm:
    changes = [_("“%(name)s” no longer opens your account.") % {"name": passkey.name}]
    if count == 1:
        changes.append(_("Your password alone opens it then. Your recovery codes stop working."))
    return c.Confirm(
        title=_("Remove this passkey?"),
        changes=changes,
        undo=_("You can add it again at any time. Delete it on the device, too."),
        verb=_("Remove it"),
        url=reverse("passkey_remove", args=[passkey.pk]),
        back_url=reverse("account"),
    )
