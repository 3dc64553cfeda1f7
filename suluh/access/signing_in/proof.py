"""What a session has shown about who sits there: a password, a second factor, and when.

allauth keeps the record in the session at sign-in, and web/confirm.py adds to it. A session knows
only what happened in it: a factor that was set up elsewhere has still to be shown here.
"""

from __future__ import annotations

import time

from allauth.account import app_settings
from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from django.http import HttpRequest

from suluh.access.models import Account
from suluh.access.queries.factors import has_factor

PASSWORD, FACTOR = "password", "mfa"


def note_proof(request: HttpRequest, account: Account, way: str) -> None:
    """They have just shown that it is them, `way` being PASSWORD or FACTOR."""
    record_authentication(request, account, way, reauthenticated=True)


def has_shown_factor(request: HttpRequest, account: Account) -> bool:
    """Whether a second factor was shown in this session, at any time."""
    return any(
        record["method"] == FACTOR for record in get_authentication_records(request, account)
    )


def is_fresh(request: HttpRequest, account: Account) -> bool:
    """Whether it was shown within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds that it is them.

    Whoever has a second factor shows that one: a password alone may have been looked up.
    """
    wanted = {FACTOR} if has_factor(account.pk) else {PASSWORD, FACTOR}
    shown = [
        record["at"]
        for record in get_authentication_records(request, account)
        if record["method"] in wanted
    ]
    timeout: int = app_settings.REAUTHENTICATION_TIMEOUT
    return bool(shown) and 0 <= time.time() - max(shown) < timeout
