"""When a service was checked, in words; and plainly so when that is too long ago."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suluh.directory.edition.contents import Values
from suluh.directory.edition.freshness import Freshness, freshness_of
from suluh.door.visit import Visit
from suluh.door.wording import day_in_words, joined, sentence


@dataclass(frozen=True, slots=True)
class Checked:
    """`doubtful` when nobody knows, or the check is too old to rely on."""

    words: SafeString
    doubtful: bool


def checked(visit: Visit, values: Values) -> Checked:
    """The whole sentence, for the page of a service."""
    freshness = freshness_of(values)
    if freshness is None or freshness.is_stale(visit.today):
        return Checked(_doubt(visit, freshness), True)
    again = _("Check again after %(day)s.") % {"day": _day(visit, freshness, again=True)}
    how = visit.word("verified_how", code) if (code := values.get("verified_how")) else ""
    sentences = [sentence(_on(visit, freshness)), sentence(how) if how else "", again]
    return Checked(joined([*filter(None, sentences)], " "), False)


def checked_briefly(visit: Visit, values: Values) -> Checked:
    """A few words, for a card."""
    freshness = freshness_of(values)
    if freshness is None or freshness.is_stale(visit.today):
        return Checked(_doubt(visit, freshness), True)
    return Checked(format_html("{}", _on(visit, freshness)), False)


def _doubt(visit: Visit, freshness: Freshness | None) -> SafeString:
    if freshness is None:
        return format_html("{}", _("Nobody knows when this was checked. Call before you go."))
    since = _("Not checked since %(day)s. Call before you go.")
    return format_html("{}", since % {"day": _day(visit, freshness)})


def _on(visit: Visit, freshness: Freshness) -> str:
    return _("Checked on %(day)s") % {"day": _day(visit, freshness)}


def _day(visit: Visit, freshness: Freshness, *, again: bool = False) -> str:
    return day_in_words(freshness.again if again else freshness.checked, visit.language.code)
