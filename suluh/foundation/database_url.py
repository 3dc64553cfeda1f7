"""Which database: a file in SULUH_HOME, or the PostgreSQL that an address names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from suluh.foundation.environment import SettingError

WAIT_SECONDS = 20  # how long a writer waits for another writer of the same SQLite file


def sqlite(path: Path) -> dict[str, Any]:
    """Django's settings for one SQLite file.

    IMMEDIATE: a writing transaction takes its lock at the start, so it waits its turn instead of
    stopping half-way. WAL: readers go on while somebody writes.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": WAIT_SECONDS,
            "transaction_mode": "IMMEDIATE",
            # secure_delete: what was taken away is overwritten, not left in free pages.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON;"
            " PRAGMA secure_delete=ON",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """Django's settings for `postgresql://role:password@host:port/name?sslmode=...`.

    `?host=/folder` names a Unix socket. Raises SettingError, which never repeats the password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingError("SULUH_DATABASE_URL: the port must be a number") from error
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingError("SULUH_DATABASE_URL must begin with postgresql://")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingError("SULUH_DATABASE_URL must end with the name of a database")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "suluh.foundation.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": options.pop("port", "") or str(port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
