"""The second wall: PostgreSQL itself shows an agency its own rows and no others (docs/adr/0016)."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model

from suluh.access.models import Agency, AgencyRows, AuditEntry, Membership
from suluh.directory.models import Contact, Intake, Organization, Service
from suluh.foundation.postgresql.policies import POLICY
from suluh.foundation.row_security import rows_of_agency, rows_of_every_agency, rows_of_nobody
from tests.cast import Cast
from tests.conftest import Enter
from tests.database.protected import (
    OUTSIDE,
    count,
    furnish,
    models_of_ours,
    own_column,
    protected_models,
)
from tests.database.triggers import as_owner

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db]

_STATE = "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass"
_POLICIES = (
    "SELECT policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies"
    " WHERE schemaname = 'public' AND tablename = %s"
)


@pytest.fixture
def two(cast: Cast) -> Cast:
    """Two agencies, each with rows in every table."""
    furnish(cast.port_tamsin, cast.ilya)
    furnish(cast.lake_harrow, cast.noor)
    return cast


def _ask(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


@pytest.mark.parametrize("model", protected_models(), ids=lambda model: model._meta.db_table)
def test_the_table_of_every_model_is_protected(model: type[Model]) -> None:
    """A table that somebody forgot stands here, too: the models are walked."""
    table = model._meta.db_table
    assert _ask(_STATE, table) == [(True, True)], "ENABLED, and FORCED for its owner"
    (policy,) = _ask(_POLICIES, table)
    *kind, seen, taken = policy
    assert kind == [POLICY, "PERMISSIVE", "{public}", "ALL"]
    assert seen == taken
    if column := own_column(model):
        ((example,),) = _ask("SELECT qual FROM pg_policies WHERE tablename = 'access_membership'")
        assert seen == re.sub(r"\bagency_id\b", column, example)
    else:
        assert "EXISTS" in seen


def test_what_stands_outside_the_wall_is_written_down() -> None:
    tables = {model._meta.db_table for model in models_of_ours()}
    assert tables >= OUTSIDE.keys()
    assert _ask(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relname = ANY(%s)", [*OUTSIDE]
    ) == []  # fmt: skip


@pytest.mark.parametrize("model", protected_models(), ids=lambda model: model._meta.db_table)
def test_without_a_scope_there_is_no_row(model: type[Model], two: Cast) -> None:
    with rows_of_nobody():
        assert count(model._meta.db_table) == 0


def test_without_a_scope_nothing_is_taken(two: Cast) -> None:
    row = Organization(agency=two.port_tamsin, hsds_id=two.ilya.pk, name={})
    with rows_of_nobody(), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        row.save(force_insert=True)
    row.save(force_insert=True)


@pytest.mark.parametrize("model", protected_models(), ids=lambda model: model._meta.db_table)
def test_each_agency_sees_a_part_and_both_parts_are_all(model: type[Model], two: Cast) -> None:
    table = model._meta.db_table
    every = count(table)
    with rows_of_agency(two.port_tamsin.pk):
        here = count(table)
    with rows_of_agency(two.lake_harrow.pk):
        there = count(table)
    if own_column(model) and not here:
        pytest.skip("nobody has a row in it yet; that it is protected is shown above")
    assert (here > 0, there > 0, here + there) == (True, True, every)


@pytest.mark.asvs("8.4.1")
def test_a_query_without_a_scope_still_sees_its_own_agency_only(two: Cast) -> None:
    """By every way past the scoped querysets."""
    with rows_of_agency(two.lake_harrow.pk):
        seen = Service.objects.unscoped(reason="a test")
        assert {row.agency_id for row in seen} == {two.lake_harrow.pk}
        assert {row.agency_id for row in Service._base_manager.all()} == {two.lake_harrow.pk}
        assert [row.pk for row in Agency._base_manager.all()] == [two.lake_harrow.pk]
        assert Contact.objects.filter(service__agency=two.port_tamsin).count() == 0
        raw = seen.raw("SELECT * FROM directory_service WHERE true OR agency_id IS NULL")
        assert {row.agency_id for row in raw} == {two.lake_harrow.pk}
        joined = Contact.objects.select_related("service__agency")
        assert {row.service.agency_id for row in joined} == {two.lake_harrow.pk}


def test_an_agency_changes_and_removes_its_own_rows_only(two: Cast) -> None:
    with rows_of_agency(two.lake_harrow.pk):
        every = Intake.objects.unscoped(reason="a test")
        assert every.update(state="refused") == 1
        Contact.objects.all().delete()
        assert _ask("UPDATE access_membership SET role = 'reader' RETURNING 1") == [(1,)]
    theirs = Intake.objects.unscoped(reason="a test").get(agency=two.port_tamsin)
    assert theirs.state == Intake.WAITING
    assert count("directory_contact") == 1
    roles = Membership.objects.unscoped(reason="a test").values_list("account__full_name", "role")
    assert dict(roles)["Ilya Marrow"] == "editor"


@pytest.mark.asvs("8.4.1")
def test_no_row_is_put_into_another_agency_or_moved_there(two: Cast) -> None:
    theirs = Service.objects.unscoped(reason="a test").get(agency=two.port_tamsin)
    with rows_of_agency(two.lake_harrow.pk):
        for attempt in (
            lambda: Organization.objects.create(
                agency=two.port_tamsin, hsds_id=two.noor.pk, name={}
            ),
            lambda: Contact.objects.create(service=theirs, position=1),
            lambda: _ask("UPDATE directory_edition SET agency_id = %s", two.port_tamsin.pk),
            lambda: _ask("UPDATE directory_location SET service_id = %s", theirs.pk),
        ):
            with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
                attempt()
        # Its own is taken.
        Organization.objects.create(agency=two.lake_harrow, hsds_id=two.noor.pk, name={})


def _break_every_queryset(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mistake that the second wall is for: a scope that narrows nothing."""
    monkeypatch.setattr(AgencyRows, "rows_of", lambda self, actor: self.all())


def test_a_page_with_a_broken_queryset_shows_nothing_of_others(
    two: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = Service.objects.unscoped(reason="a test").get(agency=two.port_tamsin)
    _break_every_queryset(monkeypatch)
    noor = enter(two.noor)
    page = noor.get("/directory/services/").content.decode()
    assert "Lamp of Lake Harrow Desk" in page
    assert "Port Tamsin" not in page
    assert noor.get(f"/directory/services/{theirs.pk}/").status_code == 404
    assert noor.get("/directory/checks/").status_code == 200


def test_a_request_begins_with_nothing_in_sight(enter: Enter, two: Cast) -> None:
    """In tests as in production, although the test around it sees every row."""
    with rows_of_every_agency(reason="as around every test"):
        assert enter(None).get("/account/sign-in/").status_code == 200
        assert enter(two.ilya).get("/directory/services/").status_code == 200
        assert count("access_agency") == 2


class Seen:
    """What Lake Harrow Desk sees of others, as the tests above ask for it."""

    def __init__(self, cast: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cast, self.enter, self.monkeypatch = cast, enter, monkeypatch

    def rows(self, model: type[Model]) -> Counter[str]:
        table = model._meta.db_table
        with rows_of_agency(self.cast.lake_harrow.pk):
            own = count(table)
        with rows_of_nobody():
            return Counter(of_an_agency=own, of_nobody=count(table))

    def page(self) -> str:
        with self.monkeypatch.context() as patched:
            _break_every_queryset(patched)
            answer = self.enter(self.cast.noor).get("/directory/services/")
        return answer.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("drop", ["DISABLE ROW LEVEL SECURITY", "POLICY"])
def test_each_of_these_would_notice_a_wall_that_is_gone(
    drop: str, cast: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner takes the wall away from one table after the other; its rows come in sight."""
    furnish(cast.port_tamsin, cast.ilya)
    furnish(cast.lake_harrow, cast.noor)
    seen = Seen(cast, enter, monkeypatch)
    with rows_of_every_agency(reason="a test compares"):
        every = {model: count(model._meta.db_table) for model in protected_models()}
    for model in (model for model in every if every[model]):
        before = seen.rows(model)
        with _without_wall(model._meta.db_table, drop):
            if drop == "POLICY":  # then PostgreSQL shows nothing at all, and fails closed
                assert seen.rows(model) == Counter(), model
            else:
                gone = seen.rows(model)
                assert gone == Counter(of_an_agency=every[model], of_nobody=every[model]), model
                assert gone != before
    assert "Port Tamsin" not in seen.page()
    with _without_wall("directory_service", drop):
        assert ("Port Tamsin" in seen.page()) is (drop != "POLICY")


class _without_wall:
    """As the owner, for one table, committed; put back as it was."""

    def __init__(self, table: str, drop: str) -> None:
        self.table, self.drop = table, drop

    def __enter__(self) -> None:
        self.policy = _ask(_POLICIES, self.table)[0]
        if self.drop == "POLICY":
            self._as_owner(f"DROP POLICY {POLICY} ON {self.table}")
        else:
            self._as_owner(f"ALTER TABLE {self.table} {self.drop}")

    def __exit__(self, *failure: object) -> None:
        if self.drop == "POLICY":
            condition = self.policy[4]
            self._as_owner(
                f"CREATE POLICY {POLICY} ON {self.table} USING ({condition})"
                f" WITH CHECK ({condition})"
            )
        else:
            self._as_owner(f"ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY")

    def _as_owner(self, statement: str) -> None:
        with as_owner() as owner:
            owner.execute(statement)


def test_the_log_of_another_agency_is_not_written(two: Cast) -> None:
    first = AuditEntry.objects.unscoped(reason="a test").filter(agency=two.port_tamsin)[0]
    first.pk, first.sequence = two.noor.pk, 10_000
    refused = pytest.raises(ProgrammingError, match="row-level")
    with rows_of_agency(two.lake_harrow.pk), refused, transaction.atomic():
        first.save(force_insert=True)
