"""Which languages readers see, and who has read them. It shows in the next edition made."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.operations.audit import record
from suluh.directory import queries
from suluh.directory.domain.languages import (
    LONGEST_NAME,
    SOURCE,
    DirectoryLanguage,
    is_name,
    shown_by_default,
    tidy_name,
)
from suluh.directory.models import PublishedLanguage
from suluh.directory.operations.intakes import agency_of
from suluh.foundation.refusal import Refusal

CAPABILITY = "directory.edition"
USAGE = 2  # exit status of a command that was given something it cannot use


def set_language(actor: Actor, *, code: str, shown: bool) -> DirectoryLanguage:
    """Show a language of the directory to readers, or hide it.

    Raises policy.Refused; Refusal for a language the directory does not have, and for English
    turned off.
    """
    policy.require(actor, CAPABILITY)
    _require_own(actor, code)
    if code == SOURCE and not shown:
        raise Refusal(
            _("English stays on: a text that is missing is shown in English."), status=USAGE
        )
    with transaction.atomic():
        row = _row(actor, code)
        row.shown = shown
        row.save(update_fields=["shown", "updated_at"])
        record(actor, "language.shown" if shown else "language.hidden", language=code)
    return _now(actor, code)


def review_language(actor: Actor, *, code: str, reviewer: str) -> DirectoryLanguage:
    """Write down who has read a language, today where the agency works; "" takes the review back.

    Raises policy.Refused; Refusal for a language the directory does not have, and for what
    cannot be a name.
    """
    policy.require(actor, CAPABILITY)
    _require_own(actor, code)
    name = tidy_name(reviewer)
    if name and not is_name(name):
        raise Refusal(
            _("Write the name of the person who read it, in %(limit)d characters or fewer.")
            % {"limit": LONGEST_NAME},
            status=USAGE,
        )
    with transaction.atomic():
        row = _row(actor, code)
        row.reviewed_by = name
        row.reviewed_on = agency_of(actor).today() if name else None
        row.save(update_fields=["reviewed_by", "reviewed_on", "updated_at"])
        # The name itself has no place in the log.
        record(actor, "language.reviewed" if name else "language.review_taken_back", language=code)
    return _now(actor, code)


def _require_own(actor: Actor, code: str) -> None:
    own = [each.code for each in queries.published_languages(actor)]
    if code not in own:
        raise Refusal(
            _("“%(code)s” is not a language of this directory. Choose one of these: %(known)s.")
            % {"code": code, "known": ", ".join(own)},
            status=USAGE,
        )


def _row(actor: Actor, code: str) -> PublishedLanguage:
    row: PublishedLanguage
    row, _created = PublishedLanguage.objects.visible_to(actor).get_or_create(
        agency_id=actor.agency, code=code, defaults={"shown": shown_by_default(code)}
    )
    return row


def _now(actor: Actor, code: str) -> DirectoryLanguage:
    return next(each for each in queries.published_languages(actor) if each.code == code)
