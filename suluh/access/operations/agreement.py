"""The confidentiality agreement: begun with the office, changed, and accepted by each person.

Nobody accepts for another, and nobody accepts anything but the version in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.models import Acceptance, AgreementVersion
from suluh.access.operations.audit import record
from suluh.access.operations.office import MANAGE, hold_office
from suluh.access.queries.agreements import agreement_in_force, shipped_texts

LONGEST = 20_000  # characters of one text


def begin_agreement(actor: Actor) -> None:
    """Version 1, the draft that ships, for the new office that `actor` works for."""
    AgreementVersion.objects.create(
        agency_id=actor.agency, number=1, texts=shipped_texts(), shipped=True
    )


def accept_agreement(actor: Actor, *, version: UUID) -> None:
    """The actor agrees to the version that they were shown.

    Raises Refused for the operator, who signs nothing; ValidationError when `version` is not the
    one in force (any more).
    """
    if actor.account_id is None:
        raise policy.Refused(_("Only a person can agree, and only for themselves."))
    with transaction.atomic():
        hold_office(actor)  # the version in force stays the same while we look
        found = agreement_in_force(actor)
        if found is None or found.pk != version:
            raise ValidationError(_("The agreement was changed in the meantime. Read it again."))
        _accepted, new = Acceptance.objects.visible_to(actor).get_or_create(
            agency_id=actor.agency, account_id=actor.account_id, version=found
        )
        if new:
            record(actor, "agreement.accepted", subject=found, version=found.number)


def change_agreement(
    actor: Actor, *, texts: Mapping[str, str], instead_of: UUID | None
) -> AgreementVersion:
    """Store a new version; everybody is asked to accept it before they go on.

    `instead_of` is the version that the actor read. Raises Refused; ValidationError when another
    is in force by now, without a text, or with one that is too long or the same.
    """
    policy.require(actor, MANAGE)
    tidy = {language: _tidy(text) for language, text in texts.items() if text.strip()}
    if not tidy:
        raise ValidationError(_("Write the agreement in one language at least."))
    if any(len(text) > LONGEST for text in tidy.values()):
        raise ValidationError(_("This is longer than %(most)d characters.") % {"most": LONGEST})
    with transaction.atomic():
        hold_office(actor, MANAGE)
        former = agreement_in_force(actor)
        if (former.pk if former else None) != instead_of:
            raise ValidationError(_("A colleague changed the agreement meanwhile. Read it again."))
        if former is not None and former.texts == tidy:
            raise ValidationError(_("This is the text that is in force already."))
        version: AgreementVersion = AgreementVersion.objects.create(
            agency_id=actor.agency,
            number=former.number + 1 if former else 1,
            texts=tidy,
            made_by_id=actor.account_id,
        )
        record(actor, "agreement.changed", subject=version, version=version.number)
    return version


def _tidy(text: str) -> str:
    """A browser sends every line end as two characters."""
    return text.replace("\r\n", "\n").strip()
