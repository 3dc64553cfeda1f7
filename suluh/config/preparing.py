"""Make an installation ready to run: a database that knows this version."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
from django.core.management import call_command
from psycopg import sql

from suluh.config.backup.pending import require_none_pending
from suluh.foundation.environment import DATABASE_OWNER_URL, DATABASE_URL
from suluh.foundation.home import suluh_home
from suluh.foundation.refusal import Refusal


def prepare() -> None:
    """Bring the tables up to date. Safe to call again.

    On PostgreSQL the owner's role does it, when SULUH_DATABASE_OWNER_URL names one; the role that
    serves pages then needs no right to change a table. Raises Refusal when the owner's role
    cannot do it, or when a restore was interrupted: tables must not be made into half of one.
    """
    require_none_pending(suluh_home())
    if owner := DATABASE_OWNER_URL.read():
        migrate_as_owner(owner)
        role = psycopg.conninfo.conninfo_to_dict(DATABASE_URL.read()).get("user")
        grant_rows(owner, str(role))
    else:
        call_command("migrate", verbosity=0, interactive=False)


def migrate_as_owner(owner_url: str) -> None:
    """Migrate in a process of its own, so that this one never holds the owner's rights."""
    outcome = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"],
        env={**os.environ, DATABASE_URL.name: owner_url, DATABASE_OWNER_URL.name: ""},
        stdout=sys.stderr,
        check=False,
    )
    if outcome.returncode:
        raise Refusal("The tables could not be brought up to date; the lines above say why.")


def grant_rows(owner_url: str, role: str) -> None:
    """Let `role` read and write rows of the owner's tables; of the log, read and add entries."""
    who = sql.Identifier(role)
    with psycopg.connect(owner_url) as connection:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
            # The log grows and nothing else; a trigger says the same to whoever else may write.
            "REVOKE UPDATE, DELETE ON access_auditentry FROM {}",
            "REVOKE DELETE ON access_audithead FROM {}",
        ):
            connection.execute(sql.SQL(statement).format(who))
