"""The page for somebody who was invited: the code they were handed, and a password of their own.

The code is typed and sent, never part of an address: nothing of it stays in a history or a log.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.access.domain.attempts import Guess
from suluh.access.domain.codes import digest_of
from suluh.access.guards import public_page
from suluh.access.models import Account
from suluh.access.operations.attempts import allow_all, forget
from suluh.access.operations.joining import CodeCannotBeUsed, join
from suluh.access.signing_in.client_address import client_address

LONGEST_PASSWORD = 1024  # characters: a longer one only makes the machine work


def code_field(label: Any, help_text: Any) -> forms.CharField:
    """A code as it was read aloud or printed."""
    plain = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    return forms.CharField(
        label=label, help_text=help_text, max_length=100, widget=forms.TextInput(attrs=plain)
    )


class NewPasswordForm(forms.Form):
    """A password, twice. The operation judges it."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("New password again"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = [str(rule) for rule in password_validators_help_texts()]
        self.fields["password"].help_text = lazystr(" ".join(rules))

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError(_("The two passwords differ. Type both again."))
        return again


class JoinForm(NewPasswordForm):
    code = code_field(
        gettext_lazy("Code"), gettext_lazy("5 groups of 5. Small letters and spaces do not matter.")
    )
    field_order = ("code", "password", "again")


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form sent, even when it sent nothing; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def where_from(request: HttpRequest) -> str:
    return client_address(request.META, proxies=settings.TRUSTED_PROXIES)


@public_page(methods=("GET", "POST"))
def join_page(request: HttpRequest) -> HttpResponse:
    """Use an invitation. Every code that opens nothing gets the same answer."""
    form = JoinForm(sent(request))
    if form.is_valid():
        account = _join(request, form)
        if account is not None:
            return render(request, "access/joined.html", {"email": account.email})
    return render(request, "access/join.html", {"form": form}, status=400 if form.errors else 200)


def _join(request: HttpRequest, form: JoinForm) -> Account | None:
    """The new account, or None with the reason in the form."""
    code, password = form.cleaned_data["code"], form.cleaned_data["password"]
    guess: dict[Guess, object] = {
        Guess.INVITATION: digest_of(code),
        Guess.ADDRESS: where_from(request),
    }
    if not allow_all(guess):
        form.add_error(None, _("Too many attempts. Wait a while, then try again."))
        return None
    try:
        account = join(code=code, password=password)
    except CodeCannotBeUsed:
        form.add_error("code", _("This code opens nothing. Check it, or ask for a new one."))
        return None
    except ValidationError as weak:
        form.add_error("password", weak)
        account = None
    for kind, subject in guess.items():
        forget(kind, subject)
    return account
