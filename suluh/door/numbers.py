"""Phone numbers: how they are shown, and what a phone is told to dial."""

from __future__ import annotations

import phonenumbers
from django.utils.safestring import SafeString

from suluh.door.wording import left_to_right


def shown(number: str) -> SafeString:
    """A number in groups, from left to right in every script; a short number as it is."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return left_to_right(number)
    international = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return left_to_right(phonenumbers.format_number(parsed, international))


def digits(number: str) -> str:
    """Only what a phone can dial, so that nothing else can stand in a link."""
    return "".join(each for each in number if each in "+*#0123456789")


def dialled(number: str, extension: str = "") -> str:
    """The part of a `tel:` link after the colon."""
    inside = digits(extension)
    return digits(number) + (f";ext={inside}" if inside else "")
