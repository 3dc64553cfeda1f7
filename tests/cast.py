"""The named cast: a permission test should read like a story.

Port Tamsin Desk compiles a directory: Ilya edits it, Sari reads it, Omar looks after the accounts,
Vera audits, Dewi has left. Noor edits the directory of another agency, Lake Harrow Desk. A stranger
is nobody.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.mfa.models import Authenticator

from suluh.access.actor import Actor
from suluh.access.domain.one_time_codes import STEP, totp_code
from suluh.access.models import Account, Agency
from suluh.access.operations import create_account, create_agency, deactivate_account
from suluh.access.operations.agreement import accept_agreement
from suluh.access.queries.actors import actor_of, operator
from suluh.access.queries.agreements import agreement_in_force
from suluh.access.queries.factors import TOTP, place
from suluh.foundation.field_keys import key_ring

# Counted from the day of the run, so that nothing is too old or too new on some later day.
NOON = (datetime.now(UTC) - timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)
FIRST_DAY = NOON - timedelta(days=20, hours=4)  # when the cast came to their offices
APP_SECRET = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"
PASSWORD = "seven lamps by the harbour"
PERSONAS = ("ilya", "sari", "omar", "vera", "noor", "dewi", "stranger")


@dataclass(frozen=True)
class Cast:
    """Everybody, each with an account; `actor(account)` is the same person at work."""

    port_tamsin: Agency
    lake_harrow: Agency
    ilya: Account
    sari: Account
    omar: Account
    vera: Account
    noor: Account
    dewi: Account

    def account(self, persona: str) -> Account | None:
        return None if persona == "stranger" else getattr(self, persona)

    def actor(self, account: Account) -> Actor:
        actor = actor_of(account)
        assert actor is not None, f"{account} does not act for anybody"
        return actor


def assemble() -> Cast:
    """Put the cast into the database, by the same operations that an installation uses."""
    port_tamsin = _agency("Port Tamsin Desk", "Asia/Jakarta")
    lake_harrow = _agency("Lake Harrow Desk", "Asia/Makassar")
    cast = Cast(
        port_tamsin=port_tamsin,
        lake_harrow=lake_harrow,
        ilya=_account(port_tamsin, "Ilya Marrow", "editor"),
        sari=_account(port_tamsin, "Sari Lind", "reader"),
        omar=_account(port_tamsin, "Omar Vane", "administrator"),
        vera=_account(port_tamsin, "Vera Holm", "auditor"),
        noor=_account(lake_harrow, "Noor Ashe", "editor"),
        dewi=_account(port_tamsin, "Dewi Roe", "editor"),
    )
    for everybody in (cast.ilya, cast.sari, cast.omar, cast.vera, cast.noor, cast.dewi):
        agree(everybody)
    deactivate_account(operator(port_tamsin), account=cast.dewi)
    cast.dewi.refresh_from_db()
    for guarded in (cast.omar, cast.vera):  # their roles need a second factor
        give_app(guarded)
    return cast


def agree(account: Account) -> None:
    """Accept the agreement in force, as the person does on their first day."""
    actor = actor_of(account)
    assert actor is not None
    version = agreement_in_force(actor)
    assert version is not None
    accept_agreement(actor, version=version.pk)


def give_app(account: Account) -> None:
    """An authenticator app with APP_SECRET; the log says nothing of it."""
    sealed = key_ring().seal(APP_SECRET, about=place(account.pk, TOTP))
    data = {"secret": sealed, "step": 0}
    Authenticator.objects.create(user=account, type=TOTP, data=data)


def code_of_now(steps: int = 0, *, secret: str = APP_SECRET) -> str:
    """What the app shows now, or some steps of 30 seconds later."""
    return totp_code(secret, int(time.time()) // STEP + steps)


def _agency(name: str, timezone: str) -> Agency:
    return create_agency(
        operator(), name=name, country="ID", timezone=timezone, languages=["en", "id"]
    )


def _account(agency: Agency, full_name: str, role: str) -> Account:
    email = f"{full_name.split()[0].lower()}@example.org"
    return create_account(
        operator(agency),
        agency=agency,
        email=email,
        full_name=full_name,
        role=role,
        password=PASSWORD,
    )
