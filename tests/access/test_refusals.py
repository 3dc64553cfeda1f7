"""Who is refused stands in the log: once an hour for each person and thing, and nothing more."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError

from suluh.access.models import AuditEntry
from suluh.access.operations import change_role
from suluh.access.operations.refusals import OTHERS, PAGE_REFUSED
from suluh.access.operations.roles import make_team
from suluh.access.queries.actors import operator
from tests.cast import NOON, Cast
from tests.conftest import Enter
from tests.forms import loaded


def refusals(cast: Cast) -> list[tuple[object, dict[str, object]]]:
    found = AuditEntry.objects.visible_to(cast.actor(cast.vera)).filter(act=PAGE_REFUSED)
    return list(found.order_by("sequence").values_list("actor", "details"))


@pytest.mark.asvs("16.3.2")
def test_a_refusal_is_recorded_with_who_and_what(cast: Cast, enter: Enter) -> None:
    assert enter(cast.sari).get("/log/").status_code == 403
    assert enter(cast.ilya).post("/accounts/invite/", {"email": "x@example.org"}).status_code == 403
    assert refusals(cast) == [
        (cast.sari.pk, {"capability": "audit.read"}),
        (cast.ilya.pk, {"capability": "accounts.manage"}),
    ]


def test_pressing_again_does_not_fill_the_log(cast: Cast, enter: Enter) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sari = enter(cast.sari)
        for _again in range(5):
            assert sari.get("/log/").status_code == 403
        assert len(refusals(cast)) == 1
        assert sari.get("/accounts/").status_code == 403
        assert len(refusals(cast)) == 2
        clock.shift(timedelta(minutes=61))
        assert enter(cast.sari).get("/log/").status_code == 403
    assert len(refusals(cast)) == 3


def test_a_clock_set_back_hides_no_refusal(cast: Cast, enter: Enter) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        enter(cast.sari).get("/log/")
        clock.shift(timedelta(days=-1))
        enter(cast.sari).get("/log/")
    assert len(refusals(cast)) == 2


def test_a_page_that_may_be_seen_leaves_no_such_entry(cast: Cast, enter: Enter) -> None:
    assert enter(cast.sari).get("/directory/services/").status_code == 200
    assert enter(cast.sari).get("/no-such-page/").status_code == 404
    assert refusals(cast) == []


def test_the_log_says_it_in_words(cast: Cast, enter: Enter) -> None:
    enter(cast.sari).get("/log/")
    page = enter(cast.vera).get("/log/").content.decode()
    assert "was refused" in page


def test_a_page_that_refuses_by_itself_is_no_way_round(cast: Cast, enter: Enter) -> None:
    """Not the guard, but the page or the operation says no."""
    change_role(operator(cast.port_tamsin), account=cast.sari, role="contributor")
    assert enter(cast.sari).get("/joint/").status_code == 403
    assert enter(cast.sari).get("/emergency/").status_code == 403
    assert refusals(cast) == [(cast.sari.pk, {})] * 2


def test_what_a_page_says_in_its_form_is_recorded_too(cast: Cast, enter: Enter) -> None:
    """Omar puts himself into a team: what an auditor would want to see."""
    team = make_team(cast.actor(cast.omar), name="Harbour")
    client, wanted = enter(cast.omar), f"/teams/{team.pk}/"
    answer = client.post(wanted, {**loaded(client, wanted), "members": [str(cast.omar.pk)]})
    assert "Nobody can change their own teams" in answer.content.decode()
    assert refusals(cast) == [(cast.omar.pk, {})]


def test_refusals_of_other_kinds_do_not_fill_the_log_either(cast: Cast, enter: Enter) -> None:
    change_role(operator(cast.port_tamsin), account=cast.sari, role="contributor")
    sari = enter(cast.sari)
    for _again in range(OTHERS + 5):
        assert sari.get("/joint/").status_code == 403
    assert len(refusals(cast)) == OTHERS


def test_where_nothing_can_be_written_it_stays_a_refusal(
    cast: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(actor: object, act: str, **details: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("suluh.access.operations.refusals.record_taking", locked)
    assert enter(cast.sari).get("/log/").status_code == 403
