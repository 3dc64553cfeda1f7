"""Which migrations this program knows, and running them on a database that is not in use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping

from django.db.migrations.loader import MigrationLoader

from suluh.config.backup.manifest import Manifest, Migrations
from suluh.foundation.environment import DATABASE_OWNER_URL, DATABASE_URL, HOME
from suluh.foundation.refusal import Refusal

WORKSPACE_SETTINGS = "suluh.config.settings.workspace"
_ALL = ("django", "migrate", "--no-input", "--verbosity", "0")
# Of apps that an earlier Suluh used and this one does not; their tables held nothing to keep.
RETIRED = {("sessions", "0001_initial")}
_OLDER = "suluh.config.backup.older_tables"


def known() -> MigrationLoader:
    """The migrations on disk, without a database."""
    return MigrationLoader(None, ignore_no_migrations=True)


def require_known(manifest: Manifest) -> None:
    """Raises Refusal (status 1) when the backup has migrations that this program has not."""
    loader = known()
    ours = set(loader.disk_migrations)
    ours |= RETIRED | {old for each in loader.disk_migrations.values() for old in each.replaces}
    if manifest.migrations - ours:
        raise Refusal(
            f"This backup was made by a newer Suluh ({manifest.suluh_version}). "
            "Install that version or a newer one, then restore.",
            status=1,
        )


def is_older(migrations: Migrations) -> bool:
    return not set(known().graph.leaf_nodes()) <= migrations


def last_of_each(migrations: Migrations) -> list[tuple[str, str]]:
    """The migrations to name so that exactly `migrations` are run on an empty database."""
    nodes = known().graph.node_map
    applied = {key for key in migrations if key in nodes}
    return sorted(
        key
        for key in applied
        if not any(child.key[0] == key[0] and child.key in applied for child in nodes[key].children)
    )


def migrate(environment: Mapping[str, str], targets: Iterable[tuple[str, str]] = ()) -> None:
    """Run migrations in a process of its own; all of them, or up to each of `targets`.

    A process of its own, because a migration may use the database that Django calls default.
    `environment` says which one that is. Raises Refusal when a migration fails.
    """
    older = [f"{app}.{name}" for app, name in targets]
    outcome = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", *([_OLDER, *older] if older else _ALL)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": WORKSPACE_SETTINGS,
            DATABASE_OWNER_URL.name: "",
            **environment,
        },
        stdout=sys.stderr,
        check=False,
    )
    if outcome.returncode:
        raise Refusal(
            "The tables of the backup could not be brought up to date; the lines above say why."
            " Nothing here was changed."
        )


def sqlite_environment(home: str) -> dict[str, str]:
    return {HOME.name: home, DATABASE_URL.name: "", f"{DATABASE_URL.name}_FILE": ""}


def postgresql_environment(url: str) -> dict[str, str]:
    return {DATABASE_URL.name: url}
