"""Django's database sessions, with our table and without a usable key in it (SESSION_ENGINE).

Django documents this way of extending: docs.djangoproject.com, "Extending database-backed session
engines". Every place where Django's store meets the table hashes the key first.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth import SESSION_KEY as ACCOUNT
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from suluh.access.models import Visit

DEVICE = "device"


def stored_key(key: str) -> str:
    """What the table holds instead of a cookie's value. The value has 165 bits of chance in it,
    so it cannot be guessed from its hash, and needs no salt."""
    return sha256(key.encode()).hexdigest()


class SessionStore(DatabaseSessions):
    """`visit` is the row as it was loaded, None before that or when there is none."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.visit: Visit | None = None

    @classmethod
    def get_model_class(cls) -> type[Visit]:
        return Visit

    @property
    def key_salt(self) -> str:
        return "suluh.access.signing_in.sessions"

    def load(self) -> dict[str, Any]:
        return self._opened(self._alive().first())

    async def aload(self) -> dict[str, Any]:
        return self._opened(await self._alive().afirst())

    def _alive(self) -> Any:
        key = stored_key(self.session_key or "")
        return Visit.objects.filter(session_key=key, expire_date__gt=timezone.now())

    def _opened(self, found: Visit | None) -> dict[str, Any]:
        self.visit = found
        if found is None:
            self._session_key = None  # never the key that somebody else chose
            return {}
        return self.decode(found.session_data)

    def exists(self, session_key: str) -> bool:
        return super().exists(stored_key(session_key))

    async def aexists(self, session_key: str) -> bool:
        return await super().aexists(stored_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Visit:
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]
        return self._row(key, data, self.get_expiry_date())

    async def acreate_model_instance(self, data: dict[str, Any]) -> Visit:
        key = await self._aget_or_create_session_key()  # type: ignore[attr-defined]
        return self._row(key, data, await self.aget_expiry_date())

    def _row(self, key: str, data: dict[str, Any], expire_date: datetime) -> Visit:
        row = Visit(
            session_key=stored_key(key),
            session_data=self.encode(data),
            expire_date=expire_date,
            account_id=data.get(ACCOUNT),
            device=data.get(DEVICE, ""),
        )
        before = self.visit
        if before and before.account_id and str(before.account_id) == str(row.account_id):
            row.started_at = before.started_at  # a new key makes a visit no younger
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            Visit.objects.filter(session_key=stored_key(key)).delete()

    async def adelete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            await Visit.objects.filter(session_key=stored_key(key)).adelete()

    def flush(self) -> None:
        super().flush()
        self.visit = None

    async def aflush(self) -> None:
        await super().aflush()
        self.visit = None
