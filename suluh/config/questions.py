"""The questions of `suluh start`: asked at the terminal, or answered by options."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from getpass import getpass

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from suluh.access.validators import known_languages, known_timezone
from suluh.foundation.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Question:
    """`check` returns the answer tidied, or raises ValidationError with a sentence."""

    name: str
    words: str
    check: Callable[[str], str]
    secret: bool = False

    def answer(self, given: str | None) -> str:
        """The given answer, else what the person types, asked again until it can be used.

        Raises Refusal (status 2) when there is nobody at the terminal to ask.
        """
        if given is not None or not sys.stdin.isatty():
            return self._once(given)
        while True:
            try:
                return self.check(self._ask())
            except ValidationError as wrong:
                print("  " + " ".join(wrong.messages), file=sys.stderr)

    def _once(self, given: str | None) -> str:
        if given is None and self.secret:
            given = sys.stdin.readline().rstrip("\n")
        if given is None:
            raise Refusal(f"Say --{self.name}: nobody is there to be asked.", status=2)
        try:
            return self.check(given)
        except ValidationError as wrong:
            raise Refusal(f"--{self.name}: {' '.join(wrong.messages)}", status=2) from wrong

    def _ask(self) -> str:
        return getpass(f"{self.words}: ") if self.secret else input(f"{self.words}: ")


def _something(text: str) -> str:
    if not text.strip():
        raise ValidationError("Please write something.")
    return text.strip()


def _country(text: str) -> str:
    code = text.strip().upper()
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise ValidationError("Write the two letters of a country, such as KH or ID.")
    return code


def _languages(text: str) -> str:
    codes = [code.strip() for code in text.split(",") if code.strip()]
    known_languages(codes)
    return ",".join(codes)


def _timezone(text: str) -> str:
    known_timezone(text.strip())
    return text.strip()


def _email(text: str) -> str:
    validate_email(text.strip())
    return text.strip().lower()


QUESTIONS = (
    Question("agency", "Name of your office", _something),
    Question("country", "Country, two letters (KH, ID, ...)", _country),
    Question("languages", "Languages, the working language first (en,km)", _languages),
    Question("timezone", "Time zone (Asia/Phnom_Penh)", _timezone),
    Question("name", "Your name", _something),
    Question("email", "Your e-mail address, to sign in", _email),
)


def password_question(check: Callable[[str], None]) -> Question:
    """The password is asked last, since it is compared with the other answers."""

    def checked(text: str) -> str:
        check(text)
        return text

    return Question("password", "A password, 12 characters or more", checked, secret=True)
