"""Show once more that it is you: before a sensitive act, or a factor was set up elsewhere."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from suluh.access.guards import WorkspaceRequest, signed_in_page
from suluh.access.models import Account
from suluh.access.queries.factors import factors_of
from suluh.access.signing_in.presence import safe_page
from suluh.access.signing_in.proof import FACTOR, PASSWORD, note_proof
from suluh.access.signing_in.second_steps import CodeForm, PasskeyForm, options_text


class PasswordForm(forms.Form):
    """For accounts without a second factor."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):  # counted and recorded there
            raise ValidationError(_("This is not your present password."))
        return password


@signed_in_page(step="confirm", methods=("GET", "POST"))
def confirm(request: WorkspaceRequest) -> HttpResponse:
    """Asks for the second factor; for the password where there is none."""
    account = cast(Account, request.user)
    found = factors_of(account.pk)
    typed: Any = CodeForm if found.count else PasswordForm
    by_passkey = "credential" in request.POST
    form = typed(None if by_passkey else request.POST or None, user=account)
    passkey = PasskeyForm(request.POST if by_passkey else None, user=account)
    if (passkey if by_passkey else form).is_valid():
        note_proof(request, account, FACTOR if found.count else PASSWORD)
        return redirect(_next(request))
    context = {
        "form": form,
        "passkey": passkey,
        "options": options_text(begin_authentication(account)) if found.passkeys else "",
        "asks_for_code": found.totp_since is not None or bool(found.codes_left),
        "has_factor": found.count > 0,
        "next": _next(request),
    }
    return render(request, "account/confirm.html", context)


def _next(request: HttpRequest) -> str:
    """The page that was asked for, when it is one of this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return safe_page(request, asked) or reverse("home")
