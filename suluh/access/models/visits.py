"""A visit: what the server keeps while somebody is signed in."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from suluh.access.models.accounts import Account
from suluh.kernel.sensitivity import Sensitivity


def now() -> datetime:
    return datetime.now(UTC)


class Visit(AbstractBaseSession):
    """Django's session with the columns that the list of sessions, time limits and lock need.

    `session_key` is the SHA-256 of the cookie's value: whoever reads this table can sign in as
    nobody. No network address, and of the device no more than two words. Not scoped: it is read
    before there is an actor. Rows of strangers, who only carry a message, have no account.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    number = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    started_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(default=now)
    locked_at = models.DateTimeField(null=True)
    wrong_unlocks = models.PositiveSmallIntegerField(default=0)
    device = models.CharField(max_length=60, default="")

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        "session_key": Sensitivity.IDENTITY,
        "session_data": Sensitivity.IDENTITY,
        "expire_date": Sensitivity.RESTRICTED,
        "number": Sensitivity.RESTRICTED,
        "account": Sensitivity.RESTRICTED,
        "started_at": Sensitivity.PERSONAL,
        "seen_at": Sensitivity.PERSONAL,
        "locked_at": Sensitivity.RESTRICTED,
        "wrong_unlocks": Sensitivity.RESTRICTED,
        "device": Sensitivity.PERSONAL,
    }

    # What a page changes by way of `request.session`. The other columns change by statements of
    # their own, so that a slow page can neither unlock a visit nor make it look seen.
    OF_THE_SESSION: ClassVar[tuple[str, ...]] = (
        "session_data", "expire_date", "account", "device",
    )  # fmt: skip

    def __str__(self) -> str:
        return self.device

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("force_update"):
            kwargs.setdefault("update_fields", self.OF_THE_SESSION)
        super().save(*args, **kwargs)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
