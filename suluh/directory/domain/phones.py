"""Phone numbers as people type them: several in a cell, extensions, letters for digits."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from suluh.directory.domain.dates import western_digits

# Emergency and service numbers are short everywhere (ITU-T E.161 leaves them to each country).
SHORTEST, SHORT_LONGEST = 3, 6

_SEVERAL = re.compile(r"\s*(?:[/|;\n,]|\bor\b|\batau\b|\band\b|\bdan\b|ឬ|أو)\s*", re.IGNORECASE)
_EXTENSION = re.compile(
    r"[,;\s]*(?:x|ext\.?|extension|pes\.?|#)\s*:?\s*(\d{1,7})\s*$", re.IGNORECASE
)
_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "B": "8"})


@dataclass(frozen=True, slots=True)
class PhoneFound:
    """One number: `value` in E.164, a short number as dialled, or the text as found.

    `doubt` names what is odd: "", letter_for_digit, too_short, too_long, not_a_number, or
    unlikely (the length is possible, but the country gives out no such number).
    """

    value: str
    extension: str = ""
    doubt: str = ""


def parse_phone(text: str, country: str) -> PhoneFound:
    """Read one number. `country` is ISO 3166 alpha-2, used when there is no +."""
    plain = western_digits(text).strip()
    extension = ""
    if match := _EXTENSION.search(plain):
        extension, plain = match[1], plain[: match.start()]
    digits = re.sub(r"\D", "", plain)
    if re.search(r"\d", plain) and re.search(r"(?<=\d)\s?[OolISB]|[OolISB]\s?(?=\d)", plain):
        return PhoneFound(plain.translate(_LETTERS), extension, "letter_for_digit")
    if re.search(r"[^\W\d_]", plain) or not digits:
        return PhoneFound(text.strip(), "", "not_a_number")
    if SHORTEST <= len(digits) <= SHORT_LONGEST and not plain.startswith("+"):
        return PhoneFound(digits, extension)
    return _long(plain, extension, country)


def _long(plain: str, extension: str, country: str) -> PhoneFound:
    try:
        number = phonenumbers.parse(plain, country.upper() or None)
    except phonenumbers.NumberParseException as error:
        short = error.error_type == phonenumbers.NumberParseException.TOO_SHORT_NSN
        return PhoneFound(plain.strip(), extension, "too_short" if short else "not_a_number")
    reason = phonenumbers.is_possible_number_with_reason(number)
    doubts = {
        phonenumbers.ValidationResult.TOO_SHORT: "too_short",
        phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "too_short",
        phonenumbers.ValidationResult.TOO_LONG: "too_long",
        phonenumbers.ValidationResult.INVALID_LENGTH: "too_short",
    }
    if doubt := doubts.get(reason, ""):
        return PhoneFound(plain.strip(), extension, doubt)
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return PhoneFound(value, extension, "" if phonenumbers.is_valid_number(number) else "unlikely")


def split_phones(text: str) -> list[str]:
    """The numbers in one cell, each with its own extension."""
    protected = _EXTENSION.sub(lambda match: f" x{match[1]}", text.strip())
    return [part for part in _SEVERAL.split(protected) if part]


def readable(value: str) -> str:
    """A number as people read it aloud: E.164 in international spacing, others unchanged."""
    if not value.startswith("+"):
        return value
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
