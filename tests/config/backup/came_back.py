"""Run in a process of its own, on the database of an installation.

`python -m tests.config.backup.came_back open` puts one of everything into it that a restore must
end, and one of what it must keep; `look` prints as JSON how many of each are in force.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import django

# Before the models, which need their settings.
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402

from suluh.access.models import (  # noqa: E402
    Account,
    EmergencyAccess,
    Invitation,
    JointAct,
    OfficeRecovery,
    RecoverySheet,
)
from suluh.access.queries.actors import agencies_of_this_machine  # noqa: E402
from suluh.foundation.row_security import rows_of_every_agency  # noqa: E402

OPEN: dict[Any, dict[str, Any]] = {
    RecoverySheet: {"void_at": None},
    OfficeRecovery: {"stopped_at": None, "done_at": None},
    Invitation: {"used_at": None, "withdrawn_at": None},
    JointAct: {"state__in": ["asked", "approved"]},
    EmergencyAccess: {"ended_at": None},
}


def open_everything() -> None:
    (agency,) = agencies_of_this_machine()
    account, now = Account.objects.order_by("email")[0], datetime.now(UTC)
    soon = now + timedelta(hours=2)
    sheet = RecoverySheet.objects.create(agency=agency, digest="s")
    OfficeRecovery.objects.create(agency=agency, account=account, sheet=sheet, begun_at=now)
    person = {"agency": agency, "full_name": "Mira", "email": "mira@example.org", "role": "reader"}
    Invitation.objects.create(**person, digest="o", expires_at=soon)
    for state in ("asked", "approved"):
        JointAct.objects.create(
            agency=agency, act="account.erased", digest=state, state=state, asker=account,
            asked_at=now,
        )  # fmt: skip
    EmergencyAccess.objects.create(
        agency=agency, account=account, capability="directory.edit", reason="r", opened_at=now,
        until=soon,
    )  # fmt: skip
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=account, type=kind, data={})


def in_force() -> dict[str, int]:
    reason = "a test looks"
    found = {
        model.__name__: model.objects.unscoped(reason=reason).filter(**still).count()
        for model, still in OPEN.items()
    }
    for kind in ("totp", "recovery_codes"):
        found[kind] = Authenticator.objects.filter(type=kind).count()
    return found


if __name__ == "__main__":
    with rows_of_every_agency(reason="a test prepares and looks"):
        if sys.argv[1] == "open":
            open_everything()
        print(json.dumps(in_force()))
