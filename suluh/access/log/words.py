"""What a look at the log found, in a sentence: on the page and at the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from suluh.access.domain.chain import Fault, Kind

SENTENCES: Mapping[Kind, str | Promise] = {
    Kind.CHANGED: _("Entry {n} was changed."),
    Kind.REMOVED: _("Entry {n} is missing."),
    Kind.INSERTED: _("Entry {n} does not belong there."),
    Kind.REORDERED: _("Entry {n} was moved."),
    Kind.REPLACED: _("Entry {n} is not the one that the next entry was sealed with."),
    Kind.CUT_OFF: _("Entry {n} and all after it are missing."),
    Kind.HEAD_MISSING: _("The head of the log is missing."),
    Kind.HEAD_DIFFERS: _("The head is not the digest of entry {n}."),
    Kind.NOT_IN_CHAIN: _("No entry has the digest that was given. The log was made anew or cut."),
    Kind.CLOCK: _("Entry {n} is earlier than the one before it."),
    Kind.UNKNOWN_VERSION: _("Entry {n} was written by a newer version of Suluh."),
    Kind.UNREADABLE: _("Entry {n} cannot be read."),
}


def sentence(fault: Fault) -> str:
    """In the language in force; a command speaks English."""
    return str(SENTENCES[fault.kind]).format(n=fault.sequence)
