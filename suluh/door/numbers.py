"""Phone numbers: how they are shown, and what a phone is told to dial."""

from __future__ import annotations

import phonenumbers
from django.utils.safestring import SafeString

from suluh.directory.edition.contents import Values
from suluh.door.wording import left_to_right

CALLED = ("free_phone", "phone")  # channels on which one speaks


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


def dialled(contact: Values) -> str:
    """The part of a `tel:` link after the colon."""
    extension = digits(contact.get("extension", ""))
    return digits(contact.get("value", "")) + (f";ext={extension}" if extension else "")


def is_free(contact: Values) -> bool:
    """Known to be free to call; a free-phone line is, unless someone noted otherwise."""
    noted = contact.get("free_to_call")
    return noted == "yes" or (contact.get("channel") == "free_phone" and noted != "no")
