"""What each process that serves is told in its environment: as little as it needs."""

from __future__ import annotations

import os

from suluh.foundation.environment import (
    BACKUP_IDENTITY,
    DATABASE_OWNER_URL,
    HOME,
    HOSTS,
    HTTPS,
    TRUSTED_PROXIES,
)

# Only what is named reaches the door: PGPASSWORD is a secret, too, and so may be a name that
# somebody invents tomorrow.
_OF_THE_DOOR = frozenset(
    {*(each.name for each in (HOME, HOSTS, HTTPS, TRUSTED_PROXIES)), "DJANGO_SETTINGS_MODULE"}
)
_OF_THE_SYSTEM = frozenset({
    "HOME", "LANG", "LANGUAGE", "LD_LIBRARY_PATH", "LOCALAPPDATA", "PATH", "SYSTEMDRIVE",
    "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "TZ", "USERPROFILE", "VIRTUAL_ENV", "WINDIR",
    "XDG_DATA_HOME",
})  # fmt: skip
_BEGINNINGS = ("LC_", "PYTHON")
# Whoever owns the tables could step around every rule in them, and the paper opens backups: both
# are for commands (docs/adr/0010, 0015).
_OF_COMMANDS = frozenset(
    name
    for each in (DATABASE_OWNER_URL, BACKUP_IDENTITY)
    for name in (each.name, f"{each.name}_FILE")
)


def told_the_door() -> dict[str, str]:
    """The environment of the public door: no secret of the workspace, nor of anybody."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in _OF_THE_DOOR | _OF_THE_SYSTEM or name.startswith(_BEGINNINGS)
    }


def told_the_workspace() -> dict[str, str]:
    """The environment of workspace and job worker: how to reach the database, not to own it."""
    return {name: value for name, value in os.environ.items() if name not in _OF_COMMANDS}


def forget_the_rest() -> None:
    """In the door itself, for a door that was started with more.

    What it was started with stays in its memory, where only whoever took it can look: start it
    without (docs/THREAT_MODEL.md).
    """
    for name in os.environ.keys() - told_the_door().keys():
        del os.environ[name]
