"""The rows of the pages by which people come, agree, leave and find back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from suluh.access.models import Account, Membership, OfficeRecovery, RecoverySheet
from suluh.access.operations.joining import invite
from tests.cast import Cast

# In the order of the cast: ilya, sari, omar, vera, noor, dewi, stranger.
ROWS: dict[str, tuple[int, ...]] = {
    "GET join":                       (200, 200, 200, 200, 200, 200, 200),
    "POST join":                      (400, 400, 400, 400, 400, 400, 400),
    "GET recover":                    (200, 200, 200, 200, 200, 200, 200),
    "POST recover":                   (400, 400, 400, 400, 400, 400, 400),
    "GET agreement":                  (200, 200, 200, 200, 200, 302, 302),
    # Nothing is sent along, so there is no version that could be accepted.
    "POST agreement":                 (400, 400, 400, 400, 400, 302, 302),
    "GET accounts":                   (403, 403, 200, 403, 403, 302, 302),
    "POST accounts":                  (405, 405, 405, 405, 405, 302, 302),
    "GET account_invite":             (403, 403, 200, 403, 403, 302, 302),
    "POST account_invite":            (403, 403, 400, 403, 403, 302, 302),
    "GET account_role":               (403, 403, 200, 403, 403, 302, 302),
    "POST account_role":              (403, 403, 400, 403, 403, 302, 302),
    "GET account_left":               (403, 403, 200, 403, 403, 302, 302),
    "POST account_left":              (403, 403, 302, 403, 403, 302, 302),
    "GET account_open":               (403, 403, 200, 403, 403, 302, 302),
    "POST account_open":              (403, 403, 302, 403, 403, 302, 302),
    "GET account_factor":             (403, 403, 200, 403, 403, 302, 302),
    "POST account_factor":            (403, 403, 302, 403, 403, 302, 302),
    "GET account_visits_end":         (405, 405, 405, 405, 405, 302, 302),
    "POST account_visits_end":        (403, 403, 302, 403, 403, 302, 302),
    "GET invitation_withdraw":        (405, 405, 405, 405, 405, 302, 302),
    "POST invitation_withdraw":       (403, 403, 302, 403, 403, 302, 302),
    "GET agreement_edit":             (403, 403, 200, 403, 403, 302, 302),
    "POST agreement_edit":            (403, 403, 400, 403, 403, 302, 302),
    "GET recovery_sheet":             (403, 403, 200, 403, 403, 302, 302),
    "POST recovery_sheet":            (403, 403, 200, 403, 403, 302, 302),
    "GET recovery_stop":              (404, 404, 200, 404, 404, 302, 302),
    "POST recovery_stop":             (404, 404, 302, 404, 404, 302, 302),
}  # fmt: skip


def membership(account: Account) -> Membership:
    found: Membership = Membership.objects.unscoped(reason="test").get(account=account)
    return found


def _sari(cast: Cast) -> dict[str, Any]:
    return {"pk": membership(cast.sari).pk}


def _dewi(cast: Cast) -> dict[str, Any]:
    return {"pk": membership(cast.dewi).pk}


def _vera(cast: Cast) -> dict[str, Any]:
    """She has a second factor."""
    return {"pk": membership(cast.vera).pk}


def _invitation(cast: Cast) -> dict[str, Any]:
    omar = cast.actor(cast.omar)
    found, _code = invite(omar, full_name="Mira Holt", email="mira@example.org", role="reader")
    return {"pk": found.pk}


def _recovery(cast: Cast) -> dict[str, Any]:
    """Somebody asks for Omar's account."""
    sheet = RecoverySheet.objects.create(agency=cast.port_tamsin, digest="0" * 64)
    begun = OfficeRecovery.objects.create(
        agency=cast.port_tamsin, account=cast.omar, sheet=sheet, begun_at=datetime.now(UTC)
    )
    return {"pk": begun.pk}


OBJECTS = {
    "account_role": _sari,
    "account_left": _sari,
    "account_open": _dewi,
    "account_factor": _vera,
    "account_visits_end": _sari,
    "invitation_withdraw": _invitation,
    "recovery_stop": _recovery,
}
