"""Reading the log: a part of it alone, and who read it stands in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from suluh.access import log
from suluh.access.operations import audit, change_role, log_keeping
from suluh.access.operations.audit import record
from suluh.access.operations.log_keeping import note_reading
from suluh.access.operations.visits import refuse_visit
from tests.access.test_log_page import listed
from tests.cast import Cast
from tests.conftest import Enter


@pytest.fixture
def vera(cast: Cast, enter: Enter) -> Client:
    """Reads a log in which Omar and Ilya did something, and so did somebody."""
    change_role(cast.actor(cast.omar), account=cast.sari, role="editor")
    record(cast.actor(cast.ilya), "sign_in.ended")
    refuse_visit("ilya@example.org")
    return enter(cast.vera)


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("act=account.role_changed", "changed a role", "signed out"),
        ("who=operator", "set up the agency", "changed a role"),
        ("who=nobody", "was refused at sign-in", "signed out"),
        ("who=operator&act=agency.created", "set up the agency", "created an account"),
    ],
)
def test_a_part_is_shown_alone(query: str, there: str, gone: str, vera: Client) -> None:
    page = listed(vera, f"/log/?{query}")
    assert there in page
    assert gone not in page


def test_the_work_of_one_person_is_shown_alone(cast: Cast, vera: Client) -> None:
    page = listed(vera, f"/log/?who={cast.omar.pk}")
    assert "changed a role" in page
    assert "signed out" not in page


def test_a_day_is_the_day_on_the_wall_of_the_office(
    cast: Cast, vera: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Jakarta is seven hours ahead: its 2 January begins at 17:00 UTC on the 1st."""
    for moment in (
        datetime(2031, 1, 1, 16, 59, 59, tzinfo=UTC),
        datetime(2031, 1, 1, 17, 0, tzinfo=UTC),
        datetime(2031, 1, 2, 17, 0, tzinfo=UTC),
    ):
        monkeypatch.setattr(audit, "_now", lambda now=moment: now)
        record(cast.actor(cast.ilya), "sign_in.done")
    page = listed(vera, "/log/?day=2031-01-02")
    assert page.count("signed in") == 1
    assert "2031-01-02 00:00" in page


@pytest.mark.parametrize("query", ["who=lamp", "act=lamp.lit", "day=tomorrow", "who=%00", "act='",
    "day=9999-12-31", "day=0001-01-01"])  # fmt: skip
def test_a_choice_that_makes_no_sense_narrows_nothing(query: str, vera: Client) -> None:
    answer = vera.get(f"/log/?{query}")
    assert answer.status_code == 200
    assert "changed a role" in listed(vera, f"/log/?{query}")
    assert 'class="field-errors"' in answer.content.decode()


def test_somebody_of_another_agency_is_no_choice(cast: Cast, vera: Client) -> None:
    answer = vera.get(f"/log/?who={cast.noor.pk}").content.decode()
    assert "Noor" not in answer
    assert str(cast.noor.pk) not in answer.partition("<tbody>")[2]


def test_nothing_like_that_is_said(vera: Client) -> None:
    assert "Nothing was done like that" in vera.get("/log/?day=2001-01-01").content.decode()


def test_the_other_pages_keep_what_was_chosen(cast: Cast, vera: Client) -> None:
    for _ in range(60):
        record(cast.actor(cast.ilya), "sign_in.done")
    address = f"/log/?who={cast.ilya.pk}&act=sign_in.done"
    page = listed(vera, address)
    assert page.count("signed in") == 50
    assert f"?page=2&amp;who={cast.ilya.pk}&amp;act=sign_in.done" in page
    assert listed(vera, f"{address}&page=2").count("signed in") == 10


def test_whoever_reads_the_log_stands_in_it_once_an_hour(
    cast: Cast, vera: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def times_read() -> int:
        return log.entries(cast.actor(cast.vera)).filter(act="log.read").count()

    assert "read the log" in listed(vera)  # before it is shown
    listed(vera, "/log/?act=log.read")
    assert times_read() == 1
    monkeypatch.setattr(log_keeping, "READ_AGAIN", timedelta(0))
    listed(vera)
    assert times_read() == 2


@pytest.mark.asvs("16.3.2")
def test_reading_is_recorded_for_each_reader(cast: Cast, vera: Client) -> None:
    change_role(cast.actor(cast.omar), account=cast.sari, role="auditor")
    listed(vera)
    note_reading(cast.actor(cast.sari))
    read = log.entries(cast.actor(cast.vera)).filter(act="log.read")
    assert set(read.values_list("actor", flat=True)) == {cast.vera.pk, cast.sari.pk}


@pytest.mark.asvs("16.5.3")
def test_a_reading_that_cannot_be_recorded_is_refused(
    cast: Cast, vera: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_args: object) -> None:
        raise audit.LogIsDamaged

    monkeypatch.setattr(audit, "_append", stumble)
    answer = vera.get("/log/")
    assert answer.status_code == 403
    assert "changed a role" not in answer.content.decode()
