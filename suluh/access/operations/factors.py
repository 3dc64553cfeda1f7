"""Second factors: added, used, removed. Everybody looks after their own; nobody sees another's.

Codes are judged here and not by allauth: it remembers used codes for 30 seconds in the memory of
one process, so that a code could work twice. Here the last step used stands in the row.
"""

from __future__ import annotations

import json
import time
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor, somebody
from suluh.access.domain import one_time_codes as codes
from suluh.access.models import Account
from suluh.access.operations.audit import record
from suluh.access.queries import factors
from suluh.access.queries.actors import actor_of
from suluh.access.queries.factors import PASSKEY, RECOVERY, TOTP
from suluh.foundation.field_keys import key_ring
from suluh.foundation.sealing import CannotOpen

KIND = {TOTP: "totp", PASSKEY: "passkey"}  # as the log names them


class WrongCode(Exception):
    """The code is not the present one, was used already, or is no recovery code."""


def add_totp(actor: Actor, *, secret: str, code: str) -> list[str]:
    """Keep the secret once a code shows that the app has it. Gives new recovery codes, or [].

    Raises WrongCode. An app that was set up before gives way to the new one.
    """
    step = codes.matching_step(secret, code, now=time.time(), after=-1)
    if step is None:
        raise WrongCode
    with transaction.atomic():
        factors.authenticators(actor.account_id).filter(type=TOTP).delete()
        # Only now: a rotation of the keys waits for us from here on, or is over.
        sealed = key_ring().seal(secret, about=factors.place(actor.account_id, TOTP))
        _create(actor, TOTP, {"secret": sealed, "step": step})
        made = _first_recovery_codes(actor)
        record(actor, "factor.added", kind=KIND[TOTP])
    return made


def add_passkey(actor: Actor, *, name: str, credential: dict[str, Any]) -> list[str]:
    """Keep a passkey that web/passkeys.py has verified. Gives new recovery codes, or []."""
    with transaction.atomic():
        _create(actor, PASSKEY, {"name": name, "credential": credential})
        made = _first_recovery_codes(actor)
        record(actor, "factor.added", kind=KIND[PASSKEY])
    return made


def make_recovery_codes(actor: Actor) -> list[str]:
    """New codes; those on the old paper stop working. Raises Refused without any factor."""
    if not factors.has_factor(actor.account_id):
        raise policy.Refused(_("Recovery codes stand in for a second step. Set one up first."))
    with transaction.atomic():
        made = _store_recovery_codes(actor)
        record(actor, "recovery_codes.made")
    return made


def remove_factor(actor: Actor, *, kind: str, pk: int | None = None) -> None:
    """Remove the app, or the passkey `pk`; with the last one the recovery codes go too.

    Raises Refused when it is the last one and the role needs one; Authenticator.DoesNotExist.
    """
    with transaction.atomic():
        rows = factors.authenticators(actor.account_id).select_for_update()
        strong = [row for row in rows if row.type in factors.STRONG]
        row = next((each for each in strong if each.type == kind and pk in (None, each.pk)), None)
        if row is None:
            raise Authenticator.DoesNotExist
        if len(strong) == 1:
            require_removable(actor)
            factors.authenticators(actor.account_id).delete()
        else:
            row.delete()
        record(actor, "factor.removed", kind=KIND[row.type])


def require_removable(actor: Actor) -> None:
    """Raises Refused when this actor may not be without a second factor."""
    if factors.needs_factor(actor):
        raise policy.Refused(
            _("Your role needs a second step at sign-in. Set up another before you remove this.")
        )


def use_code(account: Account, code: str) -> Authenticator:
    """Judge a code and use it up: six digits from the app, or a recovery code.

    Raises WrongCode; CannotOpen when the keys of this installation cannot open its secrets.
    """
    with transaction.atomic():
        # The account's row is locked first: two processes cannot both use the same code.
        Account.objects.select_for_update().get(pk=account.pk)
        # And its secrets: a rotation of the keys must not seal what is about to be replaced.
        found = factors.authenticators(account.pk).select_for_update()
        rows = {row.type: row for row in found}
        for kind, use in ((TOTP, _use_totp), (RECOVERY, _use_recovery_code)):
            if kind in rows and use(account, rows[kind], code):
                return rows[kind]
    raise WrongCode


def refuse_code(account: Account) -> None:
    """Somebody gave a wrong code; which one is not kept."""
    if actor := actor_of(account):
        with transaction.atomic():
            record(somebody(actor.agency), "sign_in.refused", subject=account, reason="wrong_code")


def seal_anew() -> int:
    """Seal every stored secret with the newest key, within a transaction. Gives their number.

    What no key here opens stays as it is: it is lost already, and no reason to stop. Whoever is
    writing one is waited for, and whoever comes then waits: what they seal has the newest key.
    """
    if connection.vendor == "postgresql":  # SQLite has one writer at a time anyway
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Authenticator._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    ring, done = key_ring(), 0
    rows = Authenticator.objects.select_for_update().filter(type__in=factors.SEALED)
    for row in rows.order_by("pk").iterator():
        name, place = (
            factors.SEALED[Authenticator.Type(row.type)],
            factors.place(row.user_id, row.type),
        )
        try:
            row.data[name] = ring.seal(ring.open(row.data[name], about=place), about=place)
        except CannotOpen:
            continue
        row.save(update_fields=["data"])
        done += 1
    return done


def _use_totp(account: Account, row: Authenticator, code: str) -> bool:
    secret = key_ring().open(row.data["secret"], about=factors.place(account.pk, TOTP))
    step = codes.matching_step(secret, code, now=time.time(), after=row.data["step"])
    if step is None:
        return False
    row.data["step"] = step
    row.save(update_fields=["data"])
    return True


def _use_recovery_code(account: Account, row: Authenticator, code: str) -> bool:
    place = factors.place(account.pk, RECOVERY)
    digests = json.loads(key_ring().open(row.data["digests"], about=place))
    left = codes.without(digests, code, salt=str(account.pk))
    if left is None:
        return False
    row.data = _sealed_digests(account.pk, left)
    row.save(update_fields=["data"])
    if actor := actor_of(account):
        record(actor, "recovery_code.used", codes_left=len(left))
    return True


def _first_recovery_codes(actor: Actor) -> list[str]:
    if factors.authenticators(actor.account_id).filter(type=RECOVERY).exists():
        return []
    return _store_recovery_codes(actor)


def _store_recovery_codes(actor: Actor) -> list[str]:
    made, salt = codes.new_recovery_codes(), str(actor.account_id)
    digests = [codes.recovery_digest(code, salt=salt) for code in made]
    factors.authenticators(actor.account_id).filter(type=RECOVERY).delete()
    _create(actor, RECOVERY, _sealed_digests(actor.account_id, digests))
    return made


def _sealed_digests(account_id: UUID | None, digests: list[str]) -> dict[str, Any]:
    place = factors.place(account_id, RECOVERY)
    return {"digests": key_ring().seal(json.dumps(digests), about=place), "left": len(digests)}


def _create(actor: Actor, kind: str, data: dict[str, Any]) -> None:
    Authenticator.objects.create(
        user_id=actor.account_id, type=kind, data=data, created_at=timezone.now()
    )
