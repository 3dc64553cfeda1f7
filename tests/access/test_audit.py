"""Recording: an act and its entry stand or fall together, and nobody's entry is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from threading import Thread
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.domain.acts import UnknownToTheLog
from suluh.access.models import Account, AuditEntry, Membership
from suluh.access.operations import audit, change_role, create_account, create_agency
from suluh.access.operations.audit import LogIsDamaged, NotInTransaction, record
from suluh.access.queries.actors import operator
from suluh.foundation.row_security import rows_of_agency
from tests.cast import PASSWORD, Cast
from tests.database.triggers import without_triggers


@pytest.fixture
def ilya(cast: Cast) -> Actor:
    return cast.actor(cast.ilya)


def last(actor: Actor) -> AuditEntry:
    found = log.entries(actor).first()
    assert found is not None
    return found


def count(actor: Actor) -> int:
    return log.entries(actor).count()


@pytest.mark.asvs("16.2.1")
def test_an_entry_says_who_did_what_to_which_and_follows_the_one_before(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    before = last(omar)
    change_role(omar, account=cast.sari, role="editor")
    entry = last(omar)
    assert (entry.sequence, entry.previous) == (before.sequence + 1, before.digest)
    assert (entry.actor, entry.role, entry.act) == (
        cast.omar.pk, "administrator", "account.role_changed",
    )  # fmt: skip
    assert (entry.subject_kind, entry.subject) == ("account", cast.sari.pk)
    assert entry.details == {"former_role": "reader", "role": "editor"}
    assert log.examine(omar).ok


def test_each_agency_has_a_log_of_its_own_from_its_first_moment(cast: Cast) -> None:
    noor, ilya = cast.actor(cast.noor), cast.actor(cast.ilya)
    acts = [entry.act for entry in log.entries(noor)]
    assert acts[-2:] == ["account.created", "agency.created"]
    assert count(ilya) > count(noor)
    assert log.examine(noor).ok
    assert log.examine(ilya).ok
    agency = create_agency(
        operator(), name="Harbour Desk", country="ID", timezone="UTC", languages=["en"]
    )
    first = last(operator(agency))
    assert (first.sequence, first.actor, first.role) == (1, None, "operator")


def test_an_entry_outlives_the_account_that_made_it(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    change_role(omar, account=cast.sari, role="editor")
    Membership.objects.visible_to(omar).filter(account=cast.omar).delete()
    cast.omar.delete()
    vera = cast.actor(cast.vera)
    assert last(vera).actor == omar.account_id
    assert log.examine(vera).ok


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(cast: Cast) -> None:
    ilya = cast.actor(cast.ilya)
    before = count(ilya)
    with pytest.raises(NotInTransaction):
        record(ilya, "sign_in.done")
    assert count(ilya) == before


class Stumble(Exception):
    """Something goes wrong at the worst moment."""


def test_an_act_that_fails_after_its_entry_takes_the_entry_along(ilya: Actor) -> None:
    before = count(ilya)

    @transaction.atomic
    def act() -> None:
        record(ilya, "sign_in.done")
        raise Stumble

    with pytest.raises(Stumble):
        act()
    assert count(ilya) == before
    assert log.examine(ilya).ok


@pytest.mark.asvs("2.3.3", "16.5.3")
def test_an_act_that_cannot_be_recorded_does_not_happen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_args: object) -> None:
        raise Stumble

    monkeypatch.setattr(audit, "_append", stumble)
    omar = cast.actor(cast.omar)
    with pytest.raises(Stumble):
        change_role(omar, account=cast.sari, role="editor")
    with pytest.raises(Stumble):
        create_account(
            omar, agency=cast.port_tamsin, email="mira@example.org", full_name="Mira Holt",
            role="reader", password=PASSWORD,
        )  # fmt: skip
    assert cast.actor(cast.sari).role == "reader"
    assert not Account.objects.filter(email="mira@example.org").exists()


@pytest.mark.django_db(transaction=True)
def test_without_its_head_the_log_takes_no_entry_and_no_act(cast: Cast) -> None:
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM access_audithead")
    with pytest.raises(LogIsDamaged):
        change_role(cast.actor(cast.omar), account=cast.sari, role="editor")
    assert cast.actor(cast.sari).role == "reader"


def test_what_the_log_may_not_hold_stops_the_act(ilya: Actor) -> None:
    with pytest.raises(UnknownToTheLog), transaction.atomic():
        record(ilya, "language.shown", language="Dewi Roe")


def _at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


@pytest.mark.asvs("16.2.2")
def test_a_clock_that_was_set_back_is_said_in_the_entry(
    ilya: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(ilya, "sign_in.done")
    then = last(ilya).at
    monkeypatch.setattr(audit, "_now", _at(then - timedelta(hours=1)))
    record(ilya, "sign_in.ended")
    assert last(ilya).details == {"clock_behind": 3600}
    assert last(ilya).at == then - timedelta(hours=1)
    monkeypatch.setattr(audit, "_now", _at(then - timedelta(minutes=59)))
    record(ilya, "sign_in.done")
    assert last(ilya).details == {}
    assert log.examine(ilya).ok


def test_two_servers_whose_clocks_differ_a_little_are_no_clock_set_back(
    ilya: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(ilya, "sign_in.done")
    then = last(ilya).at
    monkeypatch.setattr(audit, "_now", _at(then - timedelta(milliseconds=20)))
    record(ilya, "sign_in.ended")
    assert (last(ilya).at, last(ilya).details) == (then, {})


def test_times_are_kept_to_the_microsecond(ilya: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2031, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)
    monkeypatch.setattr(audit, "_now", _at(moment))
    record(ilya, "sign_in.done")
    assert last(ilya).at == moment
    assert log.examine(ilya).ok


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_many_who_record_at_once_leave_no_gap_and_no_number_twice(cast: Cast) -> None:
    ilya = cast.actor(cast.ilya)
    before, each, threads = count(ilya), 10, 4
    wrong: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(each):
                with rows_of_agency(ilya.agency_id), transaction.atomic():
                    record(ilya, "sign_in.done")
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    working = [Thread(target=work) for _ in range(threads)]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
    assert wrong == []
    verdict = log.examine(ilya)
    assert (verdict.ok, verdict.entries) == (True, before + each * threads)


@pytest.mark.django_db(transaction=True)
def test_an_agency_from_before_the_log_gets_a_head(cast: Cast) -> None:
    begin: Any = import_module("suluh.access.migrations.0003_audit_heads").begin
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM access_auditentry")
        cursor.execute("DELETE FROM access_audithead")
    begin(apps, None)
    begin(apps, None)
    change_role(cast.actor(cast.omar), account=cast.sari, role="editor")
    verdict = log.examine(cast.actor(cast.omar))
    assert (verdict.ok, verdict.entries) == (True, 1)
