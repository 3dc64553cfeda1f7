"""An administrator ends the sessions of a colleague, on a page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from suluh.access.operations import change_role, deactivate_account
from suluh.access.operations.open_visits import end_visits
from suluh.access.policy import Refused
from suluh.access.queries.actors import operator
from tests.access.test_sessions import is_in
from tests.access_matrix.joining import membership
from tests.cast import Cast
from tests.conftest import Enter, shown_now


@pytest.mark.asvs("7.4.5")
def test_an_administrator_does_so_on_the_page_of_accounts(cast: Cast, enter: Enter) -> None:
    of_sari, client = [enter(cast.sari), enter(cast.sari)], enter(cast.omar)
    address = reverse("account_visits_end", args=[membership(cast.sari).pk])
    answer = client.post(address, follow=True)
    assert "Sari Lind is signed out everywhere. 2 sessions ended." in answer.content.decode()
    assert [is_in(each) for each in of_sari] == [False, False]
    assert is_in(enter(cast.sari)), "they can sign in again"


@pytest.mark.asvs("7.5.3")
def test_ending_sessions_asks_for_a_fresh_proof(cast: Cast, enter: Enter) -> None:
    of_sari, client = enter(cast.sari), enter(cast.omar)
    shown_now(client, cast.omar, ago=3600)
    answer = client.post(reverse("account_visits_end", args=[membership(cast.sari).pk]))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert is_in(of_sari)


def test_nobody_ends_their_own_this_way(cast: Cast, enter: Enter) -> None:
    client = enter(cast.omar)
    address = reverse("account_visits_end", args=[membership(cast.omar).pk])
    assert client.post(address).status_code == 403
    assert is_in(client)


def test_whoever_lost_the_right_a_moment_ago_ends_no_session(cast: Cast, enter: Enter) -> None:
    of_sari, as_read_before = enter(cast.sari), cast.actor(cast.omar)
    change_role(operator(cast.port_tamsin), account=cast.omar, role="reader")
    with pytest.raises(Refused):
        end_visits(as_read_before, account=cast.sari)
    deactivate_account(operator(cast.port_tamsin), account=cast.omar)
    with pytest.raises(Refused):
        end_visits(as_read_before, account=cast.sari)
    assert is_in(of_sari)
