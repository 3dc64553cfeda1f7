"""Run by schema.migrate in a process of its own: make the tables of an older version.

`python -m suluh.config.backup.older_tables APP.NAME ...` migrates an empty database up to each of
these migrations and no further, and leaves no row but those of django_migrations.
"""

from __future__ import annotations

import sys

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def main(targets: list[str]) -> None:
    django.setup()
    names = [(app, name) for app, _, name in (target.partition(".") for target in targets)]
    MigrationExecutor(connection).migrate(names)


if __name__ == "__main__":
    main(sys.argv[1:])
