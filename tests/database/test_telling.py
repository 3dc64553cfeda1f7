"""How the server learns whose rows are in sight, and that it forgets (foundation/postgresql)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DataError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from suluh.access.models import Agency, Membership
from suluh.access.operations import create_agency
from suluh.access.queries.actors import operator
from suluh.directory.models import Organization
from suluh.foundation.requests import ReadOnlyGet
from suluh.foundation.row_security import (
    EVERY_AGENCY,
    NothingInSight,
    in_sight,
    rows_of_agency,
    rows_of_every_agency,
    rows_of_nobody,
)
from tests.database.protected import count

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]
NOW = "SELECT current_setting('suluh.agency', true)"


@pytest.fixture(autouse=True)
def _nothing_in_sight(_everything_in_sight: None) -> Iterator[None]:
    with rows_of_nobody():
        yield


@pytest.fixture
def agencies(db: None) -> list[Agency]:
    with rows_of_every_agency(reason="a test prepares"):
        return [
            create_agency(operator(), name=name, country="ID", timezone="UTC", languages=["en"])
            for name in ("Port Tamsin Desk", "Lake Harrow Desk")
        ]


def told() -> str:
    """As the server would say to whoever uses this connection next; not by way of our cursor."""
    connection.ensure_connection()
    row = connection.connection.execute(NOW).fetchone()
    return row[0] or ""


def shown() -> int:
    return count("access_agency")


def test_in_a_transaction_and_outside(agencies: list[Agency]) -> None:
    with rows_of_agency(agencies[0].pk):
        assert shown() == 1
        assert told() == ""
        with transaction.atomic():
            assert shown() == 1
            assert told() == str(agencies[0].pk)
            with rows_of_every_agency(reason="wider"):
                assert shown() == 2
            assert shown() == 1
            with rows_of_nobody():
                assert shown() == 0
        assert told() == ""
    assert (shown(), told()) == (0, "")


def test_an_exception_leaves_nothing_behind(agencies: list[Agency]) -> None:
    with suppress(RuntimeError), rows_of_agency(agencies[0].pk), transaction.atomic():
        assert shown() == 1
        raise RuntimeError
    assert (shown(), told(), in_sight()) == (0, "", "")


def test_a_rollback_to_a_savepoint_is_followed(agencies: list[Agency]) -> None:
    first, second = agencies
    with transaction.atomic():
        with suppress(RuntimeError), rows_of_agency(first.pk), transaction.atomic():
            assert shown() == 1
            raise RuntimeError
        assert shown() == 0
        with rows_of_agency(first.pk):
            assert shown() == 1
            with suppress(RuntimeError), rows_of_every_agency(reason="wider"), transaction.atomic():
                assert shown() == 2
                raise RuntimeError
            assert shown() == 1
        with rows_of_agency(second.pk):
            assert Agency.objects.unscoped(reason="a test").get() == second


@pytest.mark.parametrize("wider_first", [False, True])
def test_what_a_savepoint_took_back_is_told_again(
    agencies: list[Agency], wider_first: bool
) -> None:
    """The server then holds what was told before the savepoint, which may show more, or less."""
    scopes = [(rows_of_agency, 1), (_every, 2)]
    (before, seen_before), (within, seen_within) = scopes[::-1] if wider_first else scopes
    with transaction.atomic(), before(agencies[0].pk):
        assert shown() == seen_before
        savepoint = transaction.savepoint()
        with within(agencies[0].pk):
            assert shown() == seen_within
            transaction.savepoint_rollback(savepoint)
            assert shown() == seen_within


def _every(_agency: UUID) -> AbstractContextManager[None]:
    return rows_of_every_agency(reason="wider")


def test_a_broken_transaction_can_be_left(agencies: list[Agency]) -> None:
    """The scope changes while the server takes nothing but a rollback."""
    with rows_of_every_agency(reason="wider"), transaction.atomic():
        assert shown() == 2
        narrower, wider = rows_of_agency(agencies[0].pk), rows_of_every_agency(reason="wider")
        with narrower, suppress(DataError), transaction.atomic(), wider:
            _break()
        assert shown() == 2


def _break() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def test_a_statement_outside_a_transaction_is_stored_or_not(agencies: list[Agency]) -> None:
    first = agencies[0]
    with rows_of_agency(first.pk):
        Organization.objects.create(agency=first, hsds_id=first.pk, name={})
        assert Organization.objects.visible_to(operator(first)).update(name={"en": "Lamp"}) == 1
        with pytest.raises(IntegrityError):
            Organization.objects.create(agency=first, hsds_id=first.pk, name={})
        # A foreign key is asked for at the end of the transaction, which is the statement's here.
        with pytest.raises(IntegrityError):
            Membership.objects.create(agency=first, account_id=first.pk, role="editor")
        assert Organization.objects.visible_to(operator(first)).get().name == {"en": "Lamp"}
        with connection.cursor() as cursor:
            name = "UPDATE directory_organization SET name = %s::jsonb"
            cursor.executemany(name, [['{"en": "Oil"}'], ['{"en": "100 % light"}']])
            assert cursor.rowcount == 2
        assert Organization.objects.visible_to(operator(first)).get().name["en"] == "100 % light"
    assert told() == ""


@pytest.mark.parametrize("many", [0, 3], ids=["few", "in portions"])
def test_rows_read_in_portions_keep_their_scope(agencies: list[Agency], many: int) -> None:
    """A cursor of the server is read on while others are in sight."""
    first, second = agencies
    with rows_of_every_agency(reason="a test prepares"):
        for agency in (second, first):  # so that those of others are met later
            for _number in range(many + 2):
                Organization.objects.create(agency=agency, hsds_id=uuid4(), name={})

    def read() -> set[Any]:
        every = Organization.objects.unscoped(reason="a test")
        with rows_of_agency(second.pk):
            rows = every.iterator(chunk_size=1)
            found = [next(rows).agency_id]
        with rows_of_every_agency(reason="wider"):
            assert shown() == 2
            found += [row.agency_id for row in rows]
        assert len(found) == many + 2
        return set(found)

    assert read() == {second.pk}
    with transaction.atomic():
        assert read() == {second.pk}
    assert told() == ""


def test_telling_is_not_counted_as_a_statement(agencies: list[Agency]) -> None:
    """Tests count the statements of a page; these are the same as without the wall."""
    with rows_of_agency(agencies[0].pk), CaptureQueriesContext(connection) as kept:
        shown()
        shown()
        with transaction.atomic():
            shown()
    counted = [query["sql"] for query in kept.captured_queries if "count" in query["sql"]]
    assert (len(counted), len(kept.captured_queries)) == (3, 5)  # and BEGIN, and COMMIT


def _asked(view: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    return NothingInSight(ReadOnlyGet(view))(RequestFactory().get("/"))


def test_no_scope_survives_a_request(agencies: list[Agency]) -> None:
    first = agencies[0]

    def stumbles(request: HttpRequest) -> HttpResponse:
        with rows_of_agency(first.pk), transaction.atomic():
            shown()
            raise RuntimeError

    def page(request: HttpRequest) -> HttpResponse:
        before = shown()
        with rows_of_agency(first.pk):
            return HttpResponse(json.dumps([before, shown()]))

    with rows_of_every_agency(reason="whatever is around a request"):
        with pytest.raises(RuntimeError):
            _asked(stumbles)
        for _turn in range(2):
            assert json.loads(_asked(page).content) == [0, 1]
            assert told() == ""
        assert in_sight() == EVERY_AGENCY


def test_what_would_pass_by_is_refused(agencies: list[Agency]) -> None:
    with connection.cursor() as cursor:
        for name in ("copy", "stream", "callproc"):
            with pytest.raises(NotImplementedError):
                getattr(cursor, name)("anything")


def test_a_new_connection_knows_of_nobody(agencies: list[Agency]) -> None:
    with rows_of_agency(agencies[0].pk):
        assert shown() == 1
        connection.close()
        assert told() == ""
        assert shown() == 1
