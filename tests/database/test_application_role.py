"""On PostgreSQL the role that serves pages owns nothing (docs/adr/0010)."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db]


def test_the_role_owns_no_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchone()[0] > 0


def test_the_role_has_no_power_over_the_server() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)


@pytest.mark.asvs("13.2.2")
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE django_migrations ADD COLUMN extra text",
        "DROP TABLE django_migrations",
        "CREATE TABLE made_by_the_role (id integer)",
        "CREATE SCHEMA made_by_the_role",
    ],
)
def test_the_role_cannot_change_a_table(statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
