"""Signing in, as django-allauth does it, with our words and a closed front door.

Accounts are opened by an administrator; nobody signs themselves up. No mail is sent.
"""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import lazystr
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from suluh.access.domain.attempts import Guess
from suluh.access.domain.devices import device
from suluh.access.models import Account
from suluh.access.operations.accounts import change_own_password
from suluh.access.operations.attempts import allow, allow_all, forget
from suluh.access.operations.visits import begin_visit, end_visit, refuse_visit
from suluh.access.signing_in.client_address import client_address
from suluh.access.signing_in.presence import ENDED, safe_page
from suluh.access.signing_in.sessions import DEVICE

BEGAN_WITH = "began_with"  # in the session: which password this sign-in began with


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up, our own sentences, one message worth showing, and every visit in the log."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail and password do not go together. Check both."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait, then try again: 5 minutes at first, later up to an hour."
        ),
        "enter_current_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """Between the password and the second step minutes may go by."""
        request.session[BEGAN_WITH] = user.get_session_auth_hash()
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def login(self, request: HttpRequest, user: Account) -> None:
        """Raises ImmediateHttpResponse when the password was changed since, or the account closed:
        a former one opens nothing, also where it was right when it was asked for."""
        began_with = request.session.pop(BEGAN_WITH, "")
        same = constant_time_compare(began_with, user.get_session_auth_hash())
        if not (same and user.is_active):
            clear_login(request)
            raise ImmediateHttpResponse(redirect("account_login"))
        with begin_visit(user):
            super().login(request, user)
            request.session[DEVICE] = device(request.headers.get("User-Agent", ""))

    def logout(self, request: HttpRequest) -> None:
        end_visit(request.user)
        super().logout(request)

    def is_safe_url(self, url: str | None) -> bool:
        """Only a page of ours by its path: allauth's own takes each name in SULUH_HOSTS, of which
        some may be another program's, and fails on an address that is none."""
        return bool(url and safe_page(self.request or context.request, url))

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request.META, proxies=settings.TRUSTED_PROXIES)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counted before it is judged, the same for an address that nobody has."""
        if not allow_all(self._guesses(request, credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        account: Account | None = super().authenticate(request, **credentials)
        if account is not None:
            for guess, subject in self._guesses(request, credentials).items():
                forget(guess, subject)
        return account

    def reauthenticate(self, user: Account, password: str) -> bool:
        """The password again, of somebody who signed in: recorded as at sign-in, and counted apart.
        Else a stranger who guesses at the door could shut out whoever sits inside.
        """
        if not allow(Guess.INSIDE, user.pk):
            raise self.validation_error("too_many_login_attempts")
        if not user.check_password(password):
            refuse_visit(user.email)
            return False
        forget(Guess.INSIDE, user.pk)
        return True

    def _guesses(self, request: HttpRequest, credentials: dict[str, Any]) -> dict[Guess, object]:
        email, address = credentials.get("email", ""), self.get_client_ip(request)
        return {
            Guess.PASSWORD: f"{email} {address}",
            Guess.ACCOUNT: email,
            Guess.ADDRESS: address,
        }

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        refuse_visit(str(credentials.get("email", "")))

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        refuse_visit(user.email)
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def set_password(self, user: Account, password: str) -> None:
        change_own_password(user, password=password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """One page of ours asks for everything (web/confirm.py)."""
        return [{"id": "confirm", "description": "", "url": reverse("account_reauthenticate")}]

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """allauth announces every sign-in, with the e-mail address. We say what changed."""
        if message_template == "account/messages/password_changed.txt":
            messages.success(request, _("Your password was changed."))
        if level >= messages.ERROR and "message" in kwargs:  # why a passkey was refused
            messages.error(request, kwargs["message"])


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], _("E-mail"))
        _word(self.fields["password"], _("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.why_here = _why_here(self.request.GET.get(ENDED, ""))


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["oldpassword"], _("Present password"))
        _word(self.fields["password1"], _("New password"), " ".join(_password_rules()))
        _word(self.fields["password2"], _("New password again"))

    def clean_oldpassword(self) -> str:
        old: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, old):
            raise get_adapter().validation_error("enter_current_password")
        return old


def _why_here(cause: str) -> str:
    """Why somebody who was signed in stands before the sign-in page; "" for everybody else."""
    if cause == "idle":
        return (
            ngettext(
                "You were signed out because nothing happened for %(minutes)s minute.",
                "You were signed out because nothing happened for %(minutes)s minutes.",
                settings.IDLE_MINUTES,
            )
            % {"minutes": settings.IDLE_MINUTES}
            + " "
            + gettext("What you had saved is safe.")
        )
    return {
        "age": gettext("You were signed out because you signed in long ago. Sign in once more."),
        "clock": gettext("You were signed out because the clock of the server changed."),
        "guesses": gettext("You were signed out because the password was wrong too often."),
    }.get(cause, "")


def _word(field: forms.Field, label: Any, help_text: str = "") -> None:
    """A label above the field; a placeholder would vanish when it is needed most."""
    field.label = label
    field.help_text = lazystr(help_text)
    field.widget.attrs.pop("placeholder", None)


def _password_rules() -> list[str]:
    return [str(rule) for rule in password_validators_help_texts()]
