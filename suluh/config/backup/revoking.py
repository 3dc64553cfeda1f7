"""A restore brings back what was revoked since the backup was made. Here that ends again.

It is done in the new database while that is still beside the old one, after its tables were brought
up to date, so that no moment comes in which a void paper opens something. In a process of its own:
the database that Django calls default may be another one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping

from suluh.config.backup.schema import WORKSPACE_SETTINGS
from suluh.foundation.environment import HOME
from suluh.foundation.home import Home
from suluh.foundation.refusal import Refusal

REVOKE, LOOK = "revoke", "look"
_CHILD = "suluh.config.backup.revoking_child"


def revoke(environment: Mapping[str, str]) -> list[str]:
    """End what came back in the staged database. Gives who can sign in there, sorted.

    Raises Refusal when it could not be done: then the restore must not go on.
    """
    found = _ask(REVOKE, environment)
    if found is None:
        raise Refusal(
            "What was revoked since the backup was made could not be revoked again; the lines "
            "above say why. Nothing here was changed."
        )
    return found


def who_can_sign_in(home: Home) -> list[str] | None:
    """Who can sign in to the database in use, sorted; None when it cannot be read."""
    return _ask(LOOK, {HOME.name: str(home.root)})


def in_words(can_sign_in: list[str] | None) -> list[str]:
    """For whoever restored: lines that say what to check, because no program can know it."""
    if can_sign_in is None:
        listed = ["Who can sign in could not be read. See: suluh account list"]
    elif can_sign_in:
        listed = ["These can sign in, as when the backup was made:"]
        listed += [f"    {email}" for email in can_sign_in]
    else:
        listed = ["Nobody can sign in."]
    return [
        *listed,
        "Check who has left since then, and close their accounts: suluh account left --email E",
        "Passwords, roles and second factors are those of that day, too.",
        "Recovery sheets, recovery codes, invitations and approvals from before hold no more.",
    ]


def _ask(what: str, environment: Mapping[str, str]) -> list[str] | None:
    outcome = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", _CHILD, what],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": WORKSPACE_SETTINGS, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    found: list[str] | None = json.loads(outcome.stdout) if outcome.returncode == 0 else None
    return found
