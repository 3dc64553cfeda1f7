"""What the doctor looks at in the database."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from suluh.access.models import Account
from suluh.config.demonstration.cast import EMAILS
from suluh.config.doctor.findings import Check, Trouble
from suluh.config.installation import DEMONSTRATION_KEY, Kind, kind_of
from suluh.foundation.home import suluh_home

LONGEST_WAIT = timedelta(minutes=2)  # a job that waits longer has no worker


def database() -> str:
    """The database answers, and its tables are those of this version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Trouble("The tables are not up to date.", "Run: suluh serve")
    return f"{connection.display_name} answers and is up to date."


def role() -> str:
    """On PostgreSQL the role that serves pages owns nothing (ADR 0010)."""
    if connection.vendor != "postgresql":
        return "SQLite knows no roles."
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        (owned,) = cursor.fetchone()
    if owned:
        raise Trouble(
            f"The role that serves pages owns {owned} tables.",
            "Make a second role, and name the owner in SULUH_DATABASE_OWNER_URL.",
        )
    return "The role that serves pages owns no table."


def installation() -> str:
    """A real installation has no account whose password is printed in public, and no such key."""
    kind = kind_of(suluh_home())
    if kind is None:
        raise Trouble("Nothing is set up here yet.", "Run: suluh start")
    if kind is Kind.DEMONSTRATION:
        return "This is a demonstration. Put no real service in it."
    if found := sorted(Account.objects.filter(email__in=EMAILS).values_list("email", flat=True)):
        raise Trouble(f"Demonstration accounts: {', '.join(found)}.", "Delete them.")
    if settings.SECRET_KEY.startswith(DEMONSTRATION_KEY):
        raise Trouble(
            "The secret key is a demonstration's.",
            f"Delete {suluh_home().keys / 'secret-key'} and run: suluh serve",
        )
    return "A real installation, without demonstration accounts or keys."


def jobs() -> str:
    """Somebody takes the jobs."""
    since = timezone.now() - LONGEST_WAIT
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=since).count()
    if waiting:
        raise Trouble(f"{waiting} jobs wait and nobody takes them.", "Run: suluh serve")
    return "No job waits."


CHECKS: tuple[Check, ...] = (database, role, installation, jobs)
