"""Signing in, as django-allauth does it, with our words and a closed front door.

Accounts are opened by an administrator; nobody signs themselves up. No mail is sent.
"""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from suluh.access.models import Account
from suluh.access.operations.accounts import change_own_password
from suluh.access.operations.visits import begin_visit, end_visit, refuse_visit


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up, our own sentences, one message worth showing, and every visit in the log."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail and password do not go together. Check both."),
        "too_many_login_attempts": _("Too many attempts. Wait 5 minutes, then try again."),
        "enter_current_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Account) -> None:
        with begin_visit(user):
            super().login(request, user)

    def logout(self, request: HttpRequest) -> None:
        end_visit(request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        refuse_visit(str(credentials.get("email", "")))

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        refuse_visit(user.email)
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def set_password(self, user: Account, password: str) -> None:
        change_own_password(user, password=password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

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


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], _("E-mail"))
        _word(self.fields["password"], _("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["oldpassword"], _("Present password"))
        _word(self.fields["password1"], _("New password"), " ".join(_password_rules()))
        _word(self.fields["password2"], _("New password again"))


def _word(field: forms.Field, label: Any, help_text: str = "") -> None:
    """A label above the field; a placeholder would vanish when it is needed most."""
    field.label = label
    field.help_text = lazystr(help_text)
    field.widget.attrs.pop("placeholder", None)


def _password_rules() -> list[str]:
    return [str(rule) for rule in password_validators_help_texts()]
