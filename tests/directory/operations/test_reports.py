"""Readers' reports: collected without counting anybody twice, and looked into."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import time_machine

from suluh.access.actor import Actor
from suluh.access.models import Agency
from suluh.access.policy import Refused
from suluh.directory.edition.contents import public_code
from suluh.directory.edition.reports import LIMIT, REASONS, leave_report
from suluh.directory.models import Edition, ReaderReport, Service
from suluh.directory.operations.reports import collect_reports, handle_report, open_matters
from tests.cast import Cast

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
TODAY, YESTERDAY, LONG_AGO = date(2026, 11, 20), date(2026, 11, 19), date(2026, 11, 10)
pytestmark = pytest.mark.usefixtures("home", "_a_morning")
Leave = Callable[..., Path]


@pytest.fixture
def _a_morning() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def inbox(home: Path) -> Path:
    folder = home / "inbox"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def ilya(cast: Cast) -> Actor:
    """Ilya, whose agency has put an edition on the door."""
    Edition.objects.create(agency=cast.port_tamsin, name="first")
    return cast.actor(cast.ilya)


@pytest.fixture
def service(cast: Cast) -> Service:
    return a_service(cast.port_tamsin)


@pytest.fixture
def leave(inbox: Path, service: Service) -> Leave:
    """Put a report into the inbox as the door would number it."""

    def leave(number: int = 1, **said: object) -> Path:
        known = {"day": TODAY, "code": public_code(str(service.hsds_id)), "reason": "closed"} | said
        path = inbox / "{day}.{code}.{reason}.{number}".format(**known, number=number)
        path.touch()
        return path

    return leave


def a_service(agency: Agency, status: str = "active", hsds_id: UUID | None = None) -> Service:
    made: Service = Service.objects.create(
        agency=agency, hsds_id=hsds_id or uuid4(), name={"en": "Quay Street Clinic"}, status=status
    )
    return made


def stored(actor: Actor) -> list[tuple[str, date, int]]:
    rows = ReaderReport.objects.visible_to(actor).order_by("day", "reason")
    return [(row.reason, row.day, row.count) for row in rows]


@pytest.mark.parametrize("reason", REASONS)
def test_a_report_becomes_a_row(ilya: Actor, service: Service, leave: Leave, reason: str) -> None:
    leave(reason=reason)
    assert collect_reports() == 1
    assert stored(ilya) == [(reason, TODAY, 1)]
    assert ReaderReport.objects.visible_to(ilya).get().service_id == service.pk


def test_what_the_door_leaves_is_collected(ilya: Actor, service: Service, inbox: Path) -> None:
    code = public_code(str(service.hsds_id))
    for _ in range(LIMIT + 1):
        leave_report(inbox, code=code, reason="felt_unsafe", day=TODAY)
    assert collect_reports() == LIMIT
    assert stored(ilya) == [("felt_unsafe", TODAY, LIMIT)]


def test_each_reason_and_day_has_its_row(ilya: Actor, leave: Leave) -> None:
    leave()
    leave(2)
    leave(reason="wrong_number")
    leave(day=YESTERDAY)
    assert collect_reports() == 4
    assert stored(ilya) == [
        ("closed", YESTERDAY, 1), ("closed", TODAY, 2), ("wrong_number", TODAY, 1),
    ]  # fmt: skip


def test_collecting_again_counts_nobody_twice(ilya: Actor, leave: Leave) -> None:
    leave()
    assert (collect_reports(), collect_reports()) == (1, 0)
    leave(2)
    leave(3)
    assert collect_reports() == 2
    assert stored(ilya) == [("closed", TODAY, 3)]


def test_files_stay_until_their_day_is_over_everywhere(ilya: Actor, leave: Leave) -> None:
    today, yesterday, old = leave(), leave(day=YESTERDAY), leave(day=LONG_AGO)
    collect_reports()
    assert (today.exists(), yesterday.exists(), old.exists()) == (True, True, False)
    with time_machine.travel("2026-11-22T00:01:00+00:00", tick=False):
        assert collect_reports() == 0
    assert not today.exists()
    assert len(stored(ilya)) == 3


def test_stopped_before_the_files_were_deleted_it_begins_again(
    ilya: Actor, leave: Leave, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, LIMIT + 1):
        leave(number, day=LONG_AGO)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", _stopped)
        with pytest.raises(KeyboardInterrupt):
            collect_reports()
    assert stored(ilya) == [("closed", LONG_AGO, LIMIT)]
    assert collect_reports() == 0
    assert stored(ilya) == [("closed", LONG_AGO, LIMIT)]


def _stopped(*_arguments: object, **_named: object) -> None:
    raise KeyboardInterrupt


def test_nothing_is_deleted_that_was_not_stored(
    ilya: Actor, leave: Leave, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = leave(day=LONG_AGO)
    with monkeypatch.context() as patched:
        patched.setattr("suluh.directory.operations.reports._forget_the_time", _stopped)
        with pytest.raises(KeyboardInterrupt):
            collect_reports()
    assert path.exists()
    assert stored(ilya) == []


def test_an_unknown_code_is_dropped(ilya: Actor, leave: Leave) -> None:
    path = leave(code="zzzzzzzz", day=LONG_AGO)
    assert collect_reports() == 0
    assert stored(ilya) == []
    assert not path.exists()


def test_what_is_no_report_is_left_alone(ilya: Actor, inbox: Path) -> None:
    strange = inbox / "notes.txt"
    strange.touch()
    assert collect_reports() == 0
    assert strange.exists()


def test_without_an_inbox_or_an_edition_nothing_is_collected(cast: Cast, home: Path) -> None:
    assert collect_reports() == 0
    (home / "inbox").mkdir(parents=True)
    (home / "inbox" / "2026-11-20.zzzzzzzz.closed.1").touch()
    assert collect_reports() == 0


def test_a_service_closed_since_is_still_found(ilya: Actor, cast: Cast, leave: Leave) -> None:
    closed = a_service(cast.port_tamsin, status="closed")
    leave(code=public_code(str(closed.hsds_id)), reason="felt_unsafe")
    assert collect_reports() == 1
    assert ReaderReport.objects.visible_to(ilya).get().service_id == closed.pk


def test_only_the_agency_of_the_edition_is_told(ilya: Actor, cast: Cast, leave: Leave) -> None:
    theirs = a_service(cast.lake_harrow)
    leave(code=public_code(str(theirs.hsds_id)))
    assert collect_reports() == 0
    Edition.objects.create(agency=cast.lake_harrow, name="theirs")
    with time_machine.travel("2026-11-20T11:00:00+00:00", tick=False):
        Edition.objects.visible_to(cast.actor(cast.noor)).get().save()
        assert collect_reports() == 1
    assert stored(ilya) == []
    assert stored(cast.actor(cast.noor)) == [("closed", TODAY, 1)]


def test_the_row_does_not_remember_the_minute(ilya: Actor, leave: Leave) -> None:
    leave()
    leave(day=YESTERDAY)
    collect_reports()
    for row in ReaderReport.objects.visible_to(ilya):
        midnight = datetime(row.day.year, row.day.month, row.day.day, tzinfo=UTC)
        assert (row.created_at, row.updated_at) == (midnight, midnight)


def test_collecting_many_asks_the_database_little(
    ilya: Actor, cast: Cast, leave: Leave, django_assert_max_num_queries: object
) -> None:
    for _ in range(40):
        leave(code=public_code(str(a_service(cast.port_tamsin).hsds_id)))
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert collect_reports() == 40
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert collect_reports() == 0


# Looking into them


def report_of(actor: Actor, reason: str = "closed", day: date = TODAY) -> ReaderReport:
    found: ReaderReport = ReaderReport.objects.visible_to(actor).get(reason=reason, day=day)
    return found


def still_open(actor: Actor) -> list[tuple[str, date]]:
    rows = ReaderReport.objects.visible_to(actor).filter(handled_on=None).order_by("day", "reason")
    return [(row.reason, row.day) for row in rows]


def test_what_was_looked_into_is_open_no_more(ilya: Actor, cast: Cast, leave: Leave) -> None:
    leave()
    leave(day=YESTERDAY)
    collect_reports()
    assert handle_report(ilya, report=report_of(ilya)) == 2
    assert still_open(ilya) == []
    report = report_of(ilya)
    assert (report.handled_by_id, report.handled_on) == (cast.ilya.pk, TODAY)
    collect_reports()
    assert still_open(ilya) == []


def test_another_reason_another_service_and_a_later_day_stay_open(
    ilya: Actor, cast: Cast, leave: Leave
) -> None:
    leave(day=YESTERDAY)
    leave()
    leave(reason="felt_unsafe", day=YESTERDAY)
    leave(code=public_code(str(a_service(cast.port_tamsin).hsds_id)), reason="wrong_number")
    collect_reports()
    assert handle_report(ilya, report=report_of(ilya, day=YESTERDAY)) == 1
    assert still_open(ilya) == [
        ("felt_unsafe", YESTERDAY), ("closed", TODAY), ("wrong_number", TODAY),
    ]  # fmt: skip


def test_one_more_reader_opens_it_again(ilya: Actor, leave: Leave) -> None:
    leave()
    collect_reports()
    handle_report(ilya, report=report_of(ilya))
    leave(2)
    collect_reports()
    assert still_open(ilya) == [("closed", TODAY)]
    report = report_of(ilya)
    assert (report.count, report.handled_by, report.handled_on) == (2, None, None)


def test_who_may_not_edit_may_not_close_a_report(ilya: Actor, cast: Cast, leave: Leave) -> None:
    leave()
    collect_reports()
    for account in (cast.sari, cast.omar):
        with pytest.raises(Refused):
            handle_report(cast.actor(account), report=report_of(ilya))
    assert still_open(ilya) == [("closed", TODAY)]


def test_another_agency_cannot_close_a_report(ilya: Actor, cast: Cast, leave: Leave) -> None:
    leave()
    collect_reports()
    assert handle_report(cast.actor(cast.noor), report=report_of(ilya)) == 0
    assert still_open(ilya) == [("closed", TODAY)]


def test_where_somebody_felt_unsafe_comes_first(ilya: Actor, cast: Cast, leave: Leave) -> None:
    other = public_code(str(a_service(cast.port_tamsin).hsds_id))
    leave()
    leave(day=YESTERDAY)
    leave(reason="wrong_number", code=other, day=YESTERDAY)
    leave(reason="felt_unsafe", code=other, day=LONG_AGO)
    collect_reports()
    found = [(each["reason"], each["last"]) for each in open_matters(ilya)]
    assert found == [("felt_unsafe", LONG_AGO), ("closed", TODAY), ("wrong_number", YESTERDAY)]
    assert list(open_matters(cast.actor(cast.noor))) == []
