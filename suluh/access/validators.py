"""What an agency's and a membership's fields may hold; the lists themselves are data."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from suluh.kernel.languages import LANGUAGES


def known_timezone(name: str) -> None:
    """Raises ValidationError unless `name` is in the IANA time zone database."""
    if name not in _timezones():
        raise ValidationError(
            _("Write a time zone such as Asia/Jakarta. %(name)s is not one.") % {"name": name}
        )


def known_languages(codes: object) -> None:
    """Raises ValidationError unless `codes` is a list of at least one language Suluh knows."""
    if not isinstance(codes, list) or not codes or not set(codes) <= LANGUAGES.keys():
        raise ValidationError(
            _("Choose at least one of these languages: %(known)s.")
            % {"known": ", ".join(LANGUAGES)}
        )


@cache
def _timezones() -> set[str]:
    """Looking through the time zone files takes a tenth of a second; they do not change."""
    return available_timezones()
