"""Colleagues: seen, given another role, gone, and never the last administrator."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.models import Account, Invitation, Membership
from suluh.access.operations import (
    change_role,
    create_account,
    deactivate_account,
    open_account,
    reset_second_factor,
    set_password,
)
from suluh.access.operations.joining import invite, join
from suluh.access.policy import Refused
from suluh.access.queries import office_clock
from suluh.access.queries.actors import actor_of, operator
from suluh.access.queries.factors import has_factor
from suluh.access.queries.notices import notices
from suluh.foundation.row_security import rows_of_agency
from tests.access_matrix.joining import membership
from tests.cast import PASSWORD, Cast, agree, give_app
from tests.conftest import Enter


def page(client: Client, address: str = "/accounts/") -> str:
    return " ".join(client.get(address).content.decode().split())


def row(text: str, name: str) -> str:
    """The row of the table with this name."""
    found: str = next(each for each in re.findall(r"<tr>.*?</tr>", text) if name in each)
    return found


def second_administrator(cast: Cast) -> Account:
    found = create_account(
        operator(cast.port_tamsin), agency=cast.port_tamsin, email="ada@example.org",
        full_name="Ada Reed", role="administrator", password=PASSWORD,
    )  # fmt: skip
    give_app(found)
    agree(found)
    return found


def test_it_shows_role_state_second_factor_and_the_day(cast: Cast, enter: Enter) -> None:
    client = enter(cast.omar)
    invite(cast.actor(cast.omar), full_name="Mira Holt", email="mira@example.org", role="reader")
    text = page(client)
    assert "Directory reader" in row(text, "Sari Lind")
    assert re.search(r"Second factor\W+>no<", row(text, "Sari Lind"))
    assert re.search(r"Second factor\W+>yes<", row(text, "Vera Holm"))
    assert text.index("Sari Lind") < text.index("Invited") < text.index("Mira Holt")
    assert text.index("Mira Holt") < text.index("Left") < text.index("Dewi Roe")
    assert "Open again" in row(text, "Dewi Roe")
    assert "Noor Ashe" not in text


@pytest.mark.asvs("14.2.6")
def test_last_seen_is_a_day_and_never_an_hour(cast: Cast, enter: Enter) -> None:
    enter(cast.sari).get("/")
    cell = row(page(enter(cast.omar)), "Sari Lind")
    assert re.search(r"\d{1,2} \w+ \d{4}", cell)
    assert not re.search(r"\d\d:\d\d", cell)


def test_the_own_row_has_no_action_and_no_address_does_it_either(cast: Cast, enter: Enter) -> None:
    client, own = enter(cast.omar), membership(cast.omar).pk
    assert "<a " not in row(page(client), "Omar Vane")
    forms = {"left": {}, "role": {"role": "editor"}, "second-factor": {}}
    for verb, form in forms.items():
        assert client.post(f"/accounts/{own}/{verb}/", form).status_code == 403
    assert cast.actor(cast.omar).role == "administrator"
    assert has_factor(cast.omar.pk)


@pytest.mark.asvs("7.4.2")
def test_has_left_closes_signs_out_and_withdraws_at_once(cast: Cast, enter: Enter) -> None:
    ada = second_administrator(cast)
    of_ada = enter(ada)
    invite(cast.actor(ada), full_name="Mira", email="mira@example.org", role="administrator")
    assert of_ada.get("/accounts/").status_code == 200
    address = f"/accounts/{membership(ada).pk}/left/"
    client = enter(cast.omar)
    assert "Has Ada Reed left?" in page(client, address)
    assert client.post(address).status_code == 302
    assert of_ada.get("/accounts/").status_code == 302
    ada.refresh_from_db()
    assert not ada.is_active
    assert Invitation.objects.visible_to(cast.actor(cast.omar)).get().withdrawn_at is not None
    open_account(cast.actor(cast.omar), account=ada)
    assert of_ada.get("/accounts/").status_code == 302, "an old session does not come back"


def test_leaving_needs_no_fresh_proof_and_a_removed_factor_does(cast: Cast, enter: Enter) -> None:
    from_morning = enter(cast.omar)
    session = from_morning.session
    for each in session["account_authentication_methods"]:
        each["at"] -= 7 * 3600
    session.save()
    sari = membership(cast.sari).pk
    assert from_morning.get(f"/accounts/{sari}/left/").status_code == 200
    assert "/account/confirm/" in from_morning.get(f"/accounts/{sari}/second-factor/")["Location"]


@pytest.mark.asvs("6.3.7", "6.5.6")
def test_a_lost_second_factor_is_removed_and_the_person_is_told(cast: Cast, enter: Enter) -> None:
    client, of_vera = enter(cast.omar), enter(cast.vera)
    client.post(f"/accounts/{membership(cast.vera).pk}/second-factor/")
    assert not has_factor(cast.vera.pk)
    assert of_vera.get("/").status_code == 302
    give_app(cast.vera)
    told = page(enter(cast.vera), "/")
    assert "Omar Vane removed your second factor" in told
    assert "Tell a colleague you trust" in told
    assert "removed the second factor of Vera Holm" in page(client, "/")
    assert "second factor" not in page(enter(cast.sari), "/")


@pytest.mark.asvs("8.2.3")
def test_only_the_role_is_read_from_the_form(cast: Cast, enter: Enter) -> None:
    form = {
        "role": "editor", "agency": str(cast.lake_harrow.pk), "account": str(cast.omar.pk),
        "is_active": "", "email": "x@example.org", "as_read": membership(cast.sari).as_read,
    }  # fmt: skip
    enter(cast.omar).post(f"/accounts/{membership(cast.sari).pk}/role/", form)
    found = membership(cast.sari)
    assert (found.role, found.agency_id) == ("editor", cast.port_tamsin.pk)
    cast.sari.refresh_from_db()
    assert (cast.sari.email, cast.sari.is_active) == ("sari@example.org", True)


@pytest.mark.asvs("2.2.2")
@pytest.mark.parametrize("role", ["operator", "office", "queen", ""])
def test_a_role_that_is_not_on_the_list_is_refused(role: str, cast: Cast, enter: Enter) -> None:
    address = f"/accounts/{membership(cast.sari).pk}/role/"
    assert enter(cast.omar).post(address, {"role": role}).status_code == 400
    assert cast.actor(cast.sari).role == "reader"


@pytest.mark.parametrize("verb", ["role", "left", "open", "second-factor"])
def test_an_administrator_elsewhere_finds_nobody_here(verb: str, cast: Cast, enter: Enter) -> None:
    change_role(operator(cast.lake_harrow), account=cast.noor, role="administrator")
    give_app(cast.noor)
    address = f"/accounts/{membership(cast.sari).pk}/{verb}/"
    client = enter(cast.noor)
    assert client.get("/accounts/").status_code == 200
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    assert cast.actor(cast.sari).role == "reader"


def test_the_last_administrator_stays_and_the_operators_command_can(cast: Cast) -> None:
    """Somebody whose standing was read before they lost it."""
    ada = second_administrator(cast)
    as_read_before = cast.actor(ada)
    change_role(cast.actor(cast.omar), account=ada, role="reader")
    verbs: tuple[Callable[[Actor], object], ...] = (
        lambda actor: deactivate_account(actor, account=cast.omar),
        lambda actor: change_role(actor, account=cast.omar, role="reader"),
    )
    for verb in verbs:
        with pytest.raises(Refused):
            verb(as_read_before)
    deactivate_account(operator(cast.port_tamsin), account=cast.omar)
    cast.omar.refresh_from_db()
    assert not cast.omar.is_active


def test_an_emergency_does_not_remove_the_last_administrator(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever manages accounts for some hours only is no administrator who stays."""
    sari = cast.actor(cast.sari)
    brief = Actor(
        sari.account_id, sari.agency_id, sari.name, sari.role,
        {**sari.grants, **cast.actor(cast.omar).grants},
    )  # fmt: skip
    monkeypatch.setattr("suluh.access.operations.office.actor_of", lambda account: brief)
    with pytest.raises(Refused, match="look after the accounts"):
        deactivate_account(brief, account=cast.omar)


@pytest.mark.asvs("2.3.4")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["leaves", "is demoted"])
def test_of_two_administrators_who_revoke_each_other_exactly_one_wins(
    verb: str, cast: Cast
) -> None:
    ada, start, outcomes = second_administrator(cast), Barrier(2), []
    pairs = [(cast.actor(cast.omar), ada), (cast.actor(ada), cast.omar)]

    def act(actor: Actor, other: Account) -> None:
        try:
            start.wait()
            with rows_of_agency(actor.agency_id):  # as the guard of the page does
                if verb == "leaves":
                    deactivate_account(actor, account=other)
                else:
                    change_role(actor, account=other, role="reader")
            outcomes.append("won")
        except Refused:
            outcomes.append("refused")
        except BaseException as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    working = [Thread(target=act, args=pair) for pair in pairs]
    for each in working:
        each.start()
    for each in working:
        each.join()
    assert sorted(outcomes) == ["refused", "won"]
    left = [actor_of(Account.objects.get(pk=each.pk)) for each in (ada, cast.omar)]
    assert [each.can("accounts.manage") for each in left if each].count(True) == 1
    assert log.examine(cast.actor(cast.vera)).ok


def told(cast: Cast, account: Account) -> list[str]:
    return [each.sentence for each in notices(cast.actor(account))]


def test_administrators_and_auditors_are_told_of_every_new_account(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    join(
        code=invite(omar, full_name="Mira Holt", email="mira@example.org", role="reader")[1],
        password="eleven quiet boats",
    )
    change_role(omar, account=cast.sari, role="editor")
    deactivate_account(omar, account=cast.ilya)
    day = cast.port_tamsin.day(datetime.now(UTC))
    expected = [
        f"Omar Vane closed the account of Ilya Marrow, {day:%-d %B}.",
        "Omar Vane changed the role of Sari Lind from Directory reader to Directory editor,"
        f" {day:%-d %B}.",
        f"Omar Vane opened an account for Mira Holt as Directory reader, {day:%-d %B}.",
    ]
    for account in (cast.omar, cast.vera):
        assert told(cast, account)[:3] == expected
    assert told(cast, cast.sari) == []
    assert told(cast, cast.noor) == []


def test_after_14_days_the_notice_goes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    deactivate_account(cast.actor(cast.omar), account=cast.ilya)
    assert told(cast, cast.omar)
    later = datetime.now(UTC) + timedelta(days=14, minutes=1)
    monkeypatch.setattr(office_clock, "_now", lambda: later)
    assert told(cast, cast.omar) == []


@pytest.mark.asvs("6.3.7")
def test_whoever_got_a_new_password_is_told_themselves(cast: Cast) -> None:
    set_password(operator(), account=cast.sari, password="eleven quiet boats")
    assert any("set a new password for you" in each for each in told(cast, cast.sari))
    assert not any("new password" in each for each in told(cast, cast.ilya))


def test_an_office_of_one_is_told_to_separate_when_a_second_person_comes(
    cast: Cast, enter: Enter
) -> None:
    change_role(operator(cast.lake_harrow), account=cast.noor, role="office")
    give_app(cast.noor)
    client = enter(cast.noor)
    assert "You are two now." not in page(client, "/")
    _invitation, code = invite(
        cast.actor(cast.noor), full_name="Mira", email="mira@example.org", role="administrator"
    )
    join(code=code, password="eleven quiet boats")
    assert "You are two now." in page(client, "/")
    mira = cast.actor(Account.objects.get(email="mira@example.org"))
    change_role(mira, account=cast.noor, role="editor")
    assert "You are two now." not in page(client, "/")


@pytest.mark.parametrize("persona", ["ilya", "sari", "vera", "noor"])
def test_whoever_manages_no_accounts_does_none_of_it(persona: str, cast: Cast) -> None:
    account = cast.account(persona)
    assert account is not None
    actor = cast.actor(account)
    for verb in (open_account, reset_second_factor, deactivate_account):
        with pytest.raises(Refused):
            verb(actor, account=cast.omar)


def test_nobody_of_another_agency_is_opened_or_reset(cast: Cast) -> None:
    for verb in (open_account, reset_second_factor):
        with pytest.raises(Membership.DoesNotExist):
            verb(cast.actor(cast.omar), account=cast.noor)
