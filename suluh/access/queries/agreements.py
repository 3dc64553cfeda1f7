"""Reading the confidentiality agreement: the version in force, and who has accepted which."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db.models import Exists, OuterRef

from suluh.access.actor import Actor
from suluh.access.models import Acceptance, AgreementVersion, Membership

FILE = Path(__file__).parents[1] / "data" / "agreement.toml"


@cache
def shipped_texts() -> dict[str, str]:
    """The draft that a new agency begins with, by language."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {language: text.strip() for language, text in read["text"].items()}


def agreement_in_force(actor: Actor) -> AgreementVersion | None:
    """The last version of the actor's agency, with `accepted`: whether the actor has agreed."""
    mine = Acceptance.objects.visible_to(actor).filter(account=actor.account_id)
    found: AgreementVersion | None = (
        AgreementVersion.objects.visible_to(actor)
        .annotate(accepted=Exists(mine.filter(version=OuterRef("pk"))))
        .order_by("-number")
        .first()
    )
    return found


def must_agree(actor: Actor) -> bool:
    """Whether the actor has still to accept the version in force."""
    found = agreement_in_force(actor)
    return found is not None and not found.accepted  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Agreed:
    """The last version that a member accepted, and when; None for neither."""

    account_id: UUID
    name: str
    number: int | None
    at: datetime | None


def who_agreed(actor: Actor) -> list[Agreed]:
    """Every open account of the agency by name, with the last version that it accepted."""
    accepted = Acceptance.objects.visible_to(actor).select_related("version")
    last = {each.account_id: each for each in accepted.order_by("version__number")}
    members = (
        Membership.objects.visible_to(actor)
        .filter(account__is_active=True)
        .order_by("account__full_name")
        .values_list("account_id", "account__full_name")
    )
    return [_agreed(account_id, name, last.get(account_id)) for account_id, name in members]


def _agreed(account_id: UUID, name: str, found: Acceptance | None) -> Agreed:
    if found is None:
        return Agreed(account_id, name, None, None)
    return Agreed(account_id, name, found.version.number, found.created_at)
