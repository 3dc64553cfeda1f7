"""What is so already is not done again: the log says nothing that did not happen."""

from __future__ import annotations

from collections import Counter

import pytest

from suluh.access import log
from suluh.access.models import Account
from suluh.access.operations import deactivate_account, open_account, reset_second_factor
from suluh.access.operations.recovery import recover_at_machine
from suluh.access.operations.two_people import approve, ask
from suluh.access.policy import Refused
from suluh.access.queries.actors import operator
from suluh.access.queries.factors import has_factor
from tests.access.test_sessions import is_in
from tests.access_matrix.joining import membership
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter

NEW = "eleven quiet boats at dawn"


def acts(cast: Cast) -> Counter[str]:
    return Counter(log.entries(cast.actor(cast.vera)).values_list("act", flat=True))


def test_an_open_account_is_not_opened_again(cast: Cast, enter: Enter) -> None:
    of_vera, client, before = enter(cast.vera), enter(cast.omar), acts(cast)
    member = membership(cast.vera)
    form = {"as_read": f"{member.as_read} {member.account.as_read}"}
    answer = client.post(f"/accounts/{member.pk}/open/", form)
    assert answer.status_code == 403
    assert "This account is open already." in answer.content.decode()
    assert is_in(of_vera), "a colleague is not signed out by it"
    assert acts(cast)["account.opened"] == before["account.opened"]


def test_nobody_opens_their_own_account(cast: Cast, enter: Enter) -> None:
    client = enter(cast.omar)
    with pytest.raises(Refused, match="open already"):
        open_account(cast.actor(cast.omar), account=cast.omar)
    assert is_in(client)


def test_the_page_asks_nothing_about_an_account_that_is_open(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.omar).get(f"/accounts/{membership(cast.vera).pk}/open/", follow=True)
    assert answer.redirect_chain == [("/accounts/", 302)]
    assert "This account is open already." in answer.content.decode()


def test_a_closed_account_is_closed_once(cast: Cast, enter: Enter) -> None:
    omar, address = enter(cast.omar), f"/accounts/{membership(cast.sari).pk}/left/"
    for _time in range(2):
        answer = omar.post(address, follow=True)
        assert "The account of Sari Lind is closed." in answer.content.decode()
    deactivate_account(operator(cast.port_tamsin), account=cast.sari)
    assert acts(cast)["account.closed"] == 2, "hers, and that of Dewi, who left before"


def test_no_second_factor_is_removed_where_there_is_none(cast: Cast, enter: Enter) -> None:
    of_sari, client = enter(cast.sari), enter(cast.omar)
    answer = client.post(f"/accounts/{membership(cast.sari).pk}/second-factor/")
    assert answer.status_code == 403
    assert "They have no second factor." in answer.content.decode()
    assert acts(cast)["account.factor_reset"] == 0
    assert is_in(of_sari)


def test_a_second_factor_is_removed_once_and_bars_from_approving_once(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    reset_second_factor(omar, account=cast.vera)
    with pytest.raises(Refused, match="no second factor"):
        reset_second_factor(omar, account=cast.vera)
    assert acts(cast)["account.factor_reset"] == 1


def test_whoever_had_no_factor_to_remove_can_still_approve_today(cast: Cast) -> None:
    """The operator removed Vera's, which counts for nothing; Omar's second time is none."""
    omar = cast.actor(cast.omar)
    joint = ask(omar, act="account.erased", subject=cast.dewi)
    reset_second_factor(operator(cast.port_tamsin), account=cast.vera)
    with pytest.raises(Refused):
        reset_second_factor(omar, account=cast.vera)
    approve(cast.actor(cast.vera), joint=joint)


def test_a_closed_account_is_not_recovered_at_the_machine(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"closed.*An administrator can open it again"):
        recover_at_machine(operator(), account=cast.dewi, password=NEW)
    dewi = Account.objects.get(pk=cast.dewi.pk)
    assert dewi.check_password(PASSWORD)
    assert acts(cast)["account.recovered"] == 0
    recover_at_machine(operator(), account=cast.vera, password=NEW)
    assert not has_factor(cast.vera.pk)
