"""Is a password easy to guess? Judged offline by zxcvbn: lists, names, keyboards, dates, repeats.

Django's list of common passwords knows hardly any of twelve letters, so it let "passwordpassword"
pass. Wheeler 2016, "zxcvbn: low-budget password strength estimation", describes the estimate.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

ENOUGH = 3  # of 4: more than a hundred million guesses
JUDGED = 72  # letters; the estimate takes long for more, and so many are enough


class HardToGuessValidator:
    """Raises ValidationError for a password that a list or a pattern would find soon."""

    def validate(self, password: str, user: Any = None) -> None:
        about = [getattr(user, "email", ""), *str(getattr(user, "full_name", "")).split()]
        known = [each for each in about if each]
        if not password or zxcvbn(password[:JUDGED], user_inputs=known)["score"] < ENOUGH:
            raise ValidationError(
                _("This password is easy to guess. Take four words that have nothing in common."),
                code="password_easy_to_guess",
            )

    def get_help_text(self) -> str:
        return _("Best are four or more words that have nothing in common.")
