"""Settings from the environment, each described where it is declared.

docs/settings.md is generated from `VARIABLES`, and a test keeps the page complete.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


class SettingError(ValueError):
    """An environment variable holds something that cannot be used; the text says how to mend it."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable. `secret` variables may also be given as NAME_FILE."""

    name: str
    default: str
    meaning: str
    secret: bool = False

    def read(self) -> str:
        """The value, else the content of the file named in NAME_FILE, else the default."""
        if self.name in os.environ:
            return os.environ[self.name]
        if self.secret and (path := os.environ.get(f"{self.name}_FILE")):
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingError(f"{self.name}_FILE: cannot read {path}: {error}") from error
        return self.default

    def is_given(self) -> bool:
        """Whether somebody set it, be it to the default."""
        return self.name in os.environ

    def number(self, *, least: int = 0) -> int:
        """The value as a whole number. Raises SettingError when it is none, or below `least`."""
        try:
            number = int(self.read())
        except ValueError as error:
            raise SettingError(f"{self.name} must be a whole number") from error
        if number < least:
            raise SettingError(f"{self.name} must be at least {least}")
        return number


HOME = Variable(
    "SULUH_HOME",
    "",
    "The folder of one installation: db/, files/, keys/, data/, published/, "
    "inbox/ (reports of readers; only its owner can list it). "
    "In a checkout `var/`; for an installed package the user's data folder.",
)
DATABASE_URL = Variable(
    "SULUH_DATABASE_URL",
    "",
    "postgresql://role:password@host:port/name. Empty: SQLite in SULUH_HOME/db.",
    secret=True,
)
DATABASE_OWNER_URL = Variable(
    "SULUH_DATABASE_OWNER_URL",
    "",
    "PostgreSQL only: the role that owns the tables and changes "
    "them on upgrade. The role in SULUH_DATABASE_URL then needs no right to change a table.",
    secret=True,
)
SECRET_KEY = Variable(
    "SULUH_SECRET_KEY",
    "",
    "Signs sessions. Empty: made at first start and kept in SULUH_HOME/keys/secret-key.",
    secret=True,
)
FIELD_KEYS = Variable(
    "SULUH_FIELD_KEYS",
    "",
    "Open the sealed values in the database, one key a line, the last one seals. "
    "Empty: made when first needed and kept in SULUH_HOME/keys/field-keys.",
    secret=True,
)
BACKUP_IDENTITY = Variable(
    "SULUH_BACKUP_IDENTITY",
    "",
    "The half of the backup key that stands on paper, for `suluh backup verify` and `restore`. "
    "Empty: it is asked. Do not keep it on the machine that makes the backups.",
    secret=True,
)
HOSTS = Variable(
    "SULUH_HOSTS",
    "localhost,127.0.0.1,[::1]",
    "Host names under which the doors answer, separated by commas.",
)
HTTPS = Variable(
    "SULUH_HTTPS",
    "",
    "`yes` when the doors are reached over HTTPS: cookies are then refused over "
    "plain HTTP and browsers are told to stay on HTTPS.",
)
LOCK_MINUTES = Variable(
    "SULUH_LOCK_MINUTES",
    "10",
    "Minutes without a key, a touch or a page after which the workspace asks for the password.",
)
IDLE_MINUTES = Variable(
    "SULUH_IDLE_MINUTES",
    "30",
    "Minutes without any of these after which somebody is signed out.",
)
TRUSTED_PROXIES = Variable(
    "SULUH_TRUSTED_PROXIES",
    "0",
    "How many web servers of your own stand in front of the workspace, one behind the other. "
    "Only then is X-Forwarded-For believed, and of it only what they wrote.",
)
MEMORY_LIMIT = Variable(
    "SULUH_READER_MEMORY_MB",
    "1024",
    "Megabytes that the process which reads an uploaded file may use.",
)
TIME_LIMIT = Variable(
    "SULUH_READER_SECONDS",
    "120",
    "Seconds that the process which reads an upload may take.",
)
UPLOAD_LIMIT = Variable(
    "SULUH_UPLOAD_MB",
    "50",
    "The largest file, in megabytes, that an editor may upload.",
)

VARIABLES: tuple[Variable, ...] = (
    HOME,
    DATABASE_URL,
    DATABASE_OWNER_URL,
    SECRET_KEY,
    FIELD_KEYS,
    BACKUP_IDENTITY,
    HOSTS,
    HTTPS,
    LOCK_MINUTES,
    IDLE_MINUTES,
    TRUSTED_PROXIES,
    MEMORY_LIMIT,
    TIME_LIMIT,
    UPLOAD_LIMIT,
)
