"""The database itself keeps the log: an entry stays as it was written, the head only moves on."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from suluh.access.actor import Actor
from suluh.access.models import AuditEntry, AuditHead
from suluh.access.operations.audit import record
from tests.cast import Cast


@pytest.fixture
def ilya(cast: Cast) -> Actor:
    actor = cast.actor(cast.ilya)
    record(actor, "sign_in.done")
    return actor


REFUSED = {
    "an entry is changed": "UPDATE access_auditentry SET act = 'sign_in.ended'",
    "a column that is not sealed is changed": "UPDATE access_auditentry SET updated_at = at",
    "an entry is deleted": "DELETE FROM access_auditentry WHERE sequence = 1",
    "all are deleted": "DELETE FROM access_auditentry",
    "the head is deleted": "DELETE FROM access_audithead",
    "the head is set back": "UPDATE access_audithead SET sequence = sequence - 1",
    "the head gets another digest": "UPDATE access_audithead SET digest = 'f'",
    "the head jumps": "UPDATE access_audithead SET sequence = sequence + 2",
}


@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_the_database_refuses(statement: str, ilya: Actor) -> None:
    before = list(AuditEntry.objects.visible_to(ilya).order_by("sequence").values())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(AuditEntry.objects.visible_to(ilya).order_by("sequence").values()) == before


def test_an_entry_is_not_changed_through_its_model_either(ilya: Actor) -> None:
    entry = AuditEntry.objects.visible_to(ilya).order_by("sequence").first()
    assert entry is not None
    entry.act = "sign_in.ended"
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()


@pytest.mark.parametrize("table", ["access_auditentry", "access_audithead"])
def test_nothing_is_inserted_in_the_place_of_what_is_there(table: str, ilya: Actor) -> None:
    """SQLite's INSERT OR REPLACE deletes a row without asking the triggers for deletion."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite knows INSERT OR REPLACE")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608


def test_a_number_is_there_once(ilya: Actor) -> None:
    entry = AuditEntry.objects.visible_to(ilya).order_by("sequence").first()
    assert entry is not None
    entry.pk = uuid4()
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save(force_insert=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditHead.objects.create(agency_id=ilya.agency)


@pytest.mark.asvs("16.4.2")
@pytest.mark.postgres_only
def test_the_role_that_serves_pages_may_only_add(ilya: Actor) -> None:
    """Beside the triggers: rights (config/preparing.py), which only an owner could give back."""
    asked = "SELECT has_table_privilege(current_user, %s, %s)"
    with connection.cursor() as cursor:
        rights = {}
        for table in ("access_auditentry", "access_audithead"):
            for right in ("INSERT", "UPDATE", "DELETE"):
                cursor.execute(asked, [table, right])
                rights[table, right] = cursor.fetchone()[0]
    assert [key for key, has in rights.items() if not has] == [
        ("access_auditentry", "UPDATE"), ("access_auditentry", "DELETE"),
        ("access_audithead", "DELETE"),
    ]  # fmt: skip
