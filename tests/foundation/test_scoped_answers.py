"""Within a scope a queryset answers as Django's own does, and about the rows of the scope alone."""

from __future__ import annotations

from typing import Any

import pytest

from suluh.access.models import Membership
from tests.cast import Cast


@pytest.fixture
def rows(cast: Cast) -> Any:
    """The memberships of Ilya's agency: five."""
    return Membership.objects.visible_to(cast.actor(cast.ilya))


def test_what_is_read_is_handed_over(rows: Any) -> None:
    keys = set(rows.values_list("pk", flat=True))
    assert len(keys) == rows.count() == 5
    assert set(rows.in_bulk()) == keys
    assert {row.pk for row in rows.iterator(chunk_size=2)} == keys
    assert "access_membership" in rows.explain()


def test_raw_sql_and_new_rows_are_handed_over(cast: Cast, rows: Any) -> None:
    every = Membership.objects.unscoped(reason="a test reads with SQL")
    assert len(list(every.raw("SELECT * FROM access_membership"))) == 6
    membership = rows.get(role="reader")
    rows.filter(role="reader").delete()
    again = Membership(agency=cast.port_tamsin, account=membership.account, role="reader")
    assert Membership.objects.bulk_create([again]) == [again]


def test_what_is_written_is_counted(rows: Any) -> None:
    readers = rows.filter(role="reader")
    assert readers.update(role="editor") == 1
    changed = list(rows.filter(role="editor"))
    for row in changed:
        row.role = "auditor"
    assert rows.bulk_update(changed, ["role"]) == len(changed) == 3
    assert rows.filter(role="auditor").count() == 4


def test_what_is_deleted_is_counted(rows: Any) -> None:
    assert rows.filter(role="reader").delete() == (1, {"access.Membership": 1})
    assert rows.filter(role="auditor")._raw_delete("default") == 1
    assert rows.count() == 3
