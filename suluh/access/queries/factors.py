"""The second factors of an account: what it has, and how its secrets are sealed.

The rows are those of django-allauth (`Authenticator`), which the sign-in needs; what stands in
them is ours. TOTP: {"secret": sealed, "step": the last step used}. Recovery codes: {"digests":
sealed list, "left": their number}. Passkeys: as allauth has them; a public key is no secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from suluh.access.actor import Actor
from suluh.access.roles import roles
from suluh.foundation.field_keys import given_from_outside, key_ring, ring_file
from suluh.foundation.sealing import CannotOpen, KeyRing

TOTP, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
RECOVERY = Authenticator.Type.RECOVERY_CODES
STRONG = (TOTP, PASSKEY)  # a factor by itself; recovery codes only stand in for one
SEALED = {TOTP: "secret", RECOVERY: "digests"}  # the value in `data` that is sealed


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey, as its owner named it."""

    pk: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """All second factors of one account. `codes_left` is None when it never had any."""

    totp_since: datetime | None
    passkeys: tuple[Passkey, ...]
    codes_left: int | None

    @property
    def count(self) -> int:
        return len(self.passkeys) + (self.totp_since is not None)


def factors_of(account_id: UUID | None) -> Factors:
    """Without opening anything that is sealed."""
    rows = list(authenticators(account_id).order_by("created_at", "pk"))
    totp = next((row for row in rows if row.type == TOTP), None)
    codes = next((row for row in rows if row.type == RECOVERY), None)
    return Factors(
        totp_since=totp.created_at if totp else None,
        passkeys=tuple(
            Passkey(row.pk, row.data["name"], row.created_at, row.last_used_at)
            for row in rows
            if row.type == PASSKEY
        ),
        codes_left=codes.data["left"] if codes else None,
    )


def has_factor(account_id: UUID | None) -> bool:
    return authenticators(account_id).filter(type__in=STRONG).exists()


def needs_factor(actor: Actor) -> bool:
    """Whether what this actor may do is more than a password should guard."""
    return roles().needs_second_factor(actor.capabilities)


def authenticators(account_id: UUID | None) -> QuerySet[Authenticator]:
    """The rows of one account. There is no other way to them: an account sees only its own."""
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=account_id)
    return rows


def place(account_id: UUID | None, kind: str) -> str:
    """To which row a sealed value is bound: of these two kinds an account has one each."""
    return f"mfa_authenticator.data/{kind}/{account_id}"


def unopened() -> int:
    """How many secrets of this installation no key opens: a number, and nothing of what they are.

    A sealed value is bound to its row, so one that was moved to another row counts, too. No key is
    made where there is none.
    """
    ring = key_ring() if given_from_outside() or ring_file().exists() else KeyRing(())
    rows = Authenticator.objects.filter(type__in=SEALED).values_list("user_id", "type", "data")
    return sum(not _opens(ring, data[SEALED[kind]], place(user, kind)) for user, kind, data in rows)


def _opens(ring: KeyRing, sealed: str, about: str) -> bool:
    try:
        ring.open(sealed, about=about)
    except CannotOpen:
        return False
    return True
