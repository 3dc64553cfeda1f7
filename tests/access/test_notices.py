"""What an office is told at home: nobody is invented unseen, and no outsider is told a name."""

from __future__ import annotations

import pytest

from suluh.access.models import Account
from suluh.access.operations import (
    change_role,
    create_account,
    deactivate_account,
    open_account,
    reset_second_factor,
    set_password,
)
from suluh.access.operations.joining import invite, join
from suluh.access.operations.recovery import ask_for_recovery, make_sheet, recover_at_machine
from suluh.access.queries.actors import operator
from suluh.access.queries.notices import MOST, notices
from suluh.access.queries.recoveries import only_hands_in
from tests.cast import PASSWORD, Cast, agree, give_app
from tests.conftest import Enter

GHOST = "Omar Vane opened an account for Mira Holt as Administrator"
NEW = "eleven quiet boats at dawn"


def told(cast: Cast, account: Account) -> list[str]:
    return [each.sentence for each in notices(cast.actor(account))]


@pytest.fixture
def ghost(cast: Cast) -> Account:
    """A colleague who does not exist, invented by Omar."""
    omar = cast.actor(cast.omar)
    email = "mira@example.org"
    return join(
        code=invite(omar, full_name="Mira Holt", email=email, role="administrator")[1],
        password=NEW,
    )


@pytest.fixture
def contributor(cast: Cast) -> Account:
    """Somebody from the community, who hands workbooks in."""
    found = create_account(
        operator(cast.port_tamsin), agency=cast.port_tamsin, email="tika@example.org",
        full_name="Tika Bell", role="contributor", password=PASSWORD,
    )  # fmt: skip
    agree(found)
    return found


@pytest.mark.usefixtures("ghost")
def test_an_invented_colleague_is_not_pushed_out_by_other_notices(cast: Cast) -> None:
    for _number in range(MOST + 10):
        make_sheet(cast.actor(cast.omar))
    for account in (cast.vera, cast.omar):
        found = told(cast, account)
        assert [each for each in found if each.startswith(GHOST)]
        assert sum("made a new recovery sheet" in each for each in found) == MOST
        assert found[-1] == "And 10 more."


@pytest.mark.usefixtures("ghost")
def test_whoever_may_read_the_log_is_led_there(cast: Cast, enter: Enter) -> None:
    for _number in range(MOST + 1):
        make_sheet(cast.actor(cast.omar))
    link = 'And 1 more. <a href="/log/">They stand in the log.</a>'
    assert link in enter(cast.vera).get("/").content.decode()
    page = enter(cast.omar).get("/").content.decode()
    assert "And 1 more.</li>" in page


def test_who_came_back_or_got_another_role_is_not_pushed_out_either(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    open_account(omar, account=cast.dewi)
    change_role(omar, account=cast.sari, role="administrator")
    change_role(omar, account=cast.sari, role="reader")
    set_password(operator(), account=cast.dewi, password=NEW)
    for _number in range(MOST + 10):
        make_sheet(omar)
    found = " ".join(told(cast, cast.vera))
    assert "Omar Vane opened the account of Dewi Roe again" in found
    assert "the role of Sari Lind from Directory reader to Administrator" in found
    assert "set a new password for Dewi Roe" in found


@pytest.mark.usefixtures("ghost")
def test_what_happened_again_and_again_is_told_once(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    for _number in range(MOST):
        change_role(omar, account=cast.sari, role="editor")
        change_role(omar, account=cast.sari, role="reader")
        give_app(cast.ilya)
        reset_second_factor(omar, account=cast.ilya)
        deactivate_account(omar, account=cast.ilya)
        open_account(omar, account=cast.ilya)
    found = told(cast, cast.vera)
    assert sum("Sari Lind" in each for each in found) == 2
    assert sum("Ilya Marrow" in each for each in found) == 3
    assert [each for each in found if each.startswith(GHOST)]
    assert not any("more." in each for each in found)


def test_a_contributor_learns_nobodys_name(cast: Cast, contributor: Account, enter: Enter) -> None:
    client = enter(contributor)
    sheet = make_sheet(cast.actor(cast.omar))
    ask_for_recovery(email="omar@example.org", code=sheet)
    for address in ("/", "/directory/offer/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Omar Vane" not in page.content.decode()
        assert "recovery sheet" not in page.content.decode()
    recover_at_machine(operator(), account=cast.omar, password=NEW)
    assert told(cast, contributor) == []
    assert "Omar Vane" not in client.get("/").content.decode()
    assert any("Omar Vane was recovered" in each for each in told(cast, cast.sari))


def test_a_contributor_is_told_of_their_own_account(cast: Cast, contributor: Account) -> None:
    set_password(operator(), account=contributor, password=NEW)
    assert len(told(cast, contributor)) == 1
    assert "set a new password for you" in told(cast, contributor)[0]


def test_only_who_reads_nothing_back_hands_in_only(cast: Cast, contributor: Account) -> None:
    assert only_hands_in(cast.actor(contributor))
    for account in (cast.ilya, cast.sari, cast.omar, cast.vera):
        assert not only_hands_in(cast.actor(account))
