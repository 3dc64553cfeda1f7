"""The second step at sign-in, as django-allauth asks for it, with our judgement and our words.

allauth keeps whoever gave the right password outside until the step is done: there is no session
of an account before it.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from suluh.access.domain.attempts import Guess
from suluh.access.models import Account
from suluh.access.operations.attempts import allow_all, forget
from suluh.access.operations.factors import WrongCode, refuse_code, use_code
from suluh.foundation.sealing import CannotOpen

NAME = "Suluh"  # how apps and browsers list the account
WRONG = _("This code does not fit, or it was used already. Wait for the next one.")
TOO_MANY = _("Too many attempts. Wait, then try again: 5 minutes at first, later up to an hour.")
LOST = _(
    "This computer can no longer open your codes. A passkey may still work. "
    "Else ask your administrator to let you set up a second step anew."
)
NOT_THIS_PASSKEY = _("This passkey does not belong to this account, or it took too long.")


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Our words; and no secret of allauth's making, because it could not be bound to its row."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": NOT_THIS_PASSKEY,  # allauth's word for a passkey that does not fit
    }

    def encrypt(self, text: str) -> str:
        raise NotImplementedError("operations/factors.py seals what is stored")

    def decrypt(self, encrypted_text: str) -> str:
        raise NotImplementedError("operations/factors.py opens what is stored")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": NAME}

    def _get_site_name(self) -> str:
        return NAME


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """Six digits from the app, or a recovery code from paper: one field takes both."""

    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code: forms.Field = self.fields["code"]
        code.label = _("Code")
        code.help_text = _("Six digits from your app, or one of your recovery codes.")
        code.widget.attrs.pop("placeholder", None)
        code.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.authenticator = judged(self.user, code)
        return code


def judged(account: Account, code: str) -> Authenticator:
    """Use up a code. Raises ValidationError with a sentence for whoever typed it.

    Whoever is inside has a count of their own: somebody at the door with the password, and
    without the codes, must not keep them from changing that password.
    """
    inside = context.request.user.pk == account.pk
    guesses: dict[Guess, object] = {
        Guess.FACTOR_INSIDE if inside else Guess.SECOND_FACTOR: account.pk,
        Guess.ADDRESS: get_adapter().get_client_ip(context.request),
    }
    if not allow_all(guesses):
        raise ValidationError(TOO_MANY)
    try:
        authenticator = use_code(account, code)
    except CannotOpen as lost:
        raise ValidationError(LOST) from lost
    except WrongCode as wrong:
        refuse_code(account)
        raise ValidationError(WRONG) from wrong
    for guess, subject in guesses.items():
        forget(guess, subject)
    authenticator.user = account
    return authenticator


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step, or to show once more who sits there."""

    def clean_credential(self) -> Authenticator:
        return _passkey(super().clean_credential)


class PasskeyAloneForm(LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of the password: the device has asked for a finger, a face or a PIN."""

    def clean_credential(self) -> Authenticator:
        return _passkey(super().clean_credential)


def options_text(options: dict[str, Any]) -> str:
    """The question to a passkey as passkey.js reads it: JSON for an attribute."""
    return json.dumps(options, cls=DjangoJSONEncoder)


def _passkey(clean: Any) -> Authenticator:
    """What a browser sends is anybody's text: a part that is missing is a wrong passkey."""
    try:
        return clean()
    except (AttributeError, KeyError, TypeError, ValueError) as malformed:
        raise ValidationError(NOT_THIS_PASSKEY) from malformed
