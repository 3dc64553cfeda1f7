"""Readers' reports in the workspace: what is open, in words, and the button that closes it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from suluh.access.models import Agency
from suluh.directory.edition.reports import LIMIT, REASONS
from suluh.directory.models import ReaderReport, Service
from suluh.directory.web.reports import REASON_WORDS
from tests.cast import Cast
from tests.conftest import Enter

PAGE = "/directory/reports/"


@pytest.fixture
def clinic(cast: Cast) -> Service:
    return a_service(cast.port_tamsin, "Quay Street Clinic")


def a_service(agency: Agency, name: str) -> Service:
    made: Service = Service.objects.create(agency=agency, hsds_id=uuid4(), name={"en": name})
    return made


def reported(service: Service, reason: str = "closed", day: int = 20, count: int = 1) -> str:
    """Store a report; returns the address of its button."""
    report = ReaderReport.objects.create(
        agency_id=service.agency_id,
        service=service,
        reason=reason,
        day=date(2026, 11, day),
        count=count,
    )
    return f"{PAGE}{report.pk}/looked-into/"


def shown(enter: Enter, cast: Cast) -> str:
    answer: Any = enter(cast.ilya).get(PAGE)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_every_reason_has_words() -> None:
    assert set(REASON_WORDS) == set(REASONS)


def test_nothing_to_look_into_is_said(cast: Cast, enter: Enter) -> None:
    assert "Nothing to look into" in shown(enter, cast)


def test_a_report_is_shown_in_words(cast: Cast, enter: Enter, clinic: Service) -> None:
    handle = reported(clinic, "wrong_number")
    page = shown(enter, cast)
    assert f'href="/directory/services/{clinic.pk}/">Quay Street Clinic</a>' in page
    assert "The number is wrong" in page
    assert "1 time<" in page
    assert ">2026-11-20<" in page
    assert f'action="{handle}"' in page


def test_days_of_one_reason_stand_together(cast: Cast, enter: Enter, clinic: Service) -> None:
    reported(clinic, day=18, count=2)
    latest = reported(clinic, day=20, count=1)
    page = shown(enter, cast)
    assert page.count("It is closed") == 1
    assert "3 times" in page
    assert "2026-11-18 to 2026-11-20" in page
    assert f'action="{latest}"' in page


def test_at_the_limit_there_may_be_more(cast: Cast, enter: Enter, clinic: Service) -> None:
    reported(clinic, count=LIMIT)
    assert f"{LIMIT} or more" in shown(enter, cast)


def test_the_gravest_comes_first(cast: Cast, enter: Enter, clinic: Service) -> None:
    reported(clinic)
    reported(clinic, "felt_unsafe", day=2)
    page = shown(enter, cast)
    assert page.index("A reader felt unsafe") < page.index("It is closed")


def test_looked_into_closes_one_reason(cast: Cast, enter: Enter, clinic: Service) -> None:
    handle = reported(clinic)
    reported(clinic, "felt_unsafe")
    ilya = enter(cast.ilya)
    page = ilya.post(handle, follow=True).content.decode()
    assert "Marked as looked into." in page
    assert "A reader felt unsafe" in page
    assert "It is closed" not in page


def test_reports_are_for_those_who_can_correct(cast: Cast, enter: Enter, clinic: Service) -> None:
    handle = reported(clinic)
    sari = enter(cast.sari)
    assert (sari.get(PAGE).status_code, sari.post(handle).status_code) == (403, 403)
    assert PAGE not in sari.get("/").content.decode()
    assert PAGE in enter(cast.ilya).get("/").content.decode()


def test_another_agency_sees_nothing(cast: Cast, enter: Enter, clinic: Service) -> None:
    handle = reported(clinic)
    noor = enter(cast.noor)
    assert "Quay Street Clinic" not in noor.get(PAGE).content.decode()
    assert noor.post(handle).status_code == 404


def test_a_long_list_comes_in_pages(cast: Cast, enter: Enter) -> None:
    for number in range(51):
        reported(a_service(cast.port_tamsin, f"House {number:02}"))
    ilya = enter(cast.ilya)
    pages = [ilya.get(PAGE, {"page": number}).content.decode() for number in (1, 2)]
    assert [page.count("looked-into/") for page in pages] == [50, 1]


def test_the_list_asks_the_database_little(
    cast: Cast, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        reported(a_service(cast.port_tamsin, f"House {number:02}"), day=1 + number % 9)
    ilya = enter(cast.ilya)
    with django_assert_max_num_queries(9):  # 6 of them the guard: who, and what is still open
        ilya.get(PAGE)
