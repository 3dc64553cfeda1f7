"""Cookies that were stolen, forged, planted or outlived: none of them opens anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from suluh.access.models import Account, Membership, Visit
from suluh.access.operations import (
    change_role,
    deactivate_account,
    open_account,
    reset_second_factor,
    set_password,
)
from suluh.access.operations.accounts import change_own_password
from suluh.access.operations.erasing import ask_to_erase, erase_account
from suluh.access.operations.two_people import approve
from suluh.access.queries.actors import operator
from suluh.access.signing_in.sessions import SessionStore, stored_key
from tests.cast import PASSWORD, Cast, code_of_now, give_app
from tests.conftest import Enter

COOKIE, CSRF = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
SIGN_IN = "/account/sign-in/"
NEW = "nine lamps by the river"


def with_cookie(value: str, name: str = COOKIE) -> Client:
    client = Client()
    client.cookies[name] = value
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


# ---- Planted ------------------------------------------------------------------------------------


@pytest.mark.asvs("7.2.4")
def test_a_key_that_was_planted_before_signing_in_is_worthless_after(cast: Cast) -> None:
    store = SessionStore()
    store["planted"] = "by an attacker"
    store.save()
    planted = store.session_key or ""
    victim = with_cookie(planted)
    victim.post(SIGN_IN, {"login": cast.ilya.email, "password": PASSWORD})
    assert is_in(victim)
    assert victim.cookies[COOKIE].value != planted
    assert not is_in(with_cookie(planted))


@pytest.mark.asvs("7.2.4")
def test_each_further_step_gives_a_new_key(cast: Cast) -> None:
    """Also between password and second factor, when no account is signed in yet."""
    client, seen = Client(), []
    client.post(SIGN_IN, {"login": cast.omar.email, "password": PASSWORD})
    seen.append(client.cookies[COOKIE].value)
    client.post("/account/sign-in/code/", {"code": code_of_now()})
    seen.append(client.cookies[COOKIE].value)
    client.post("/account/lock/")
    client.post("/account/unlock/", {"password": PASSWORD})
    seen.append(client.cookies[COOKIE].value)
    assert len(set(seen)) == 3
    assert [is_in(with_cookie(each)) for each in seen] == [False, False, True]


def test_signing_in_as_somebody_else_brings_nothing_along(cast: Cast, enter: Enter) -> None:
    """Omar's fresh proof in the same browser proves nothing about Ilya."""
    client = enter(cast.omar)
    client.post("/account/sign-out/")
    client.post(SIGN_IN, {"login": cast.ilya.email, "password": PASSWORD})
    shown = client.session["account_authentication_methods"]
    assert [each["method"] for each in shown] == ["password"]


# ---- Forged -------------------------------------------------------------------------------------

FORGED: tuple[Callable[[str], str], ...] = (
    lambda value: value[:-1] + ("a" if value[-1] != "a" else "b"),
    lambda value: value.upper(),
    lambda value: value + "a",
    lambda value: value + " ",
    lambda value: value[:-1],
    lambda value: f'"{value} "',
    lambda value: stored_key(value),
    lambda value: "%",
    lambda value: "_" * 32,
    lambda value: "' OR 1=1 --",
    lambda value: "\\x00",
    lambda value: "a" * 4000,
    lambda value: "",
)


@pytest.mark.parametrize("number", range(len(FORGED)))
def test_a_cookie_that_was_altered_opens_nothing(number: int, cast: Cast, enter: Enter) -> None:
    value = enter(cast.omar).cookies[COOKIE].value
    assert not is_in(with_cookie(FORGED[number](value)))


def _tampered(cast: Cast, client: Client, change: Callable[[dict[str, object]], None]) -> Client:
    """Somebody can write to the table, and knows this server's key for signing."""
    store = SessionStore(client.cookies[COOKIE].value)
    data = store.load()
    change(data)
    Visit.objects.filter(session_key=stored_key(store.session_key or "")).update(
        session_data=store.encode(data)
    )
    return client


def test_another_account_in_the_data_without_its_password_is_nobody(
    cast: Cast, enter: Enter
) -> None:
    client = enter(cast.ilya)
    assert is_in(client)
    _tampered(cast, client, lambda data: data.update({SESSION_KEY: str(cast.omar.pk)}))
    assert not is_in(client)


def test_the_hash_of_another_session_does_not_fit(cast: Cast, enter: Enter) -> None:
    other = enter(cast.sari).session[HASH_SESSION_KEY]
    client = _tampered(cast, enter(cast.ilya), lambda data: data.update({HASH_SESSION_KEY: other}))
    assert not is_in(client)


def test_data_that_is_not_signed_is_empty(cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    row = Visit.objects.get(account=cast.ilya)
    body, _colon, signature = row.session_data.rpartition(":")
    for data in (body, f"{body}:{signature[:-2]}xx", f"x{row.session_data}", "e30:", "{}"):
        Visit.objects.filter(pk=row.pk).update(session_data=data)
        assert not is_in(client), data


# ---- Outlived -----------------------------------------------------------------------------------


def _erase(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    deactivate_account(omar, account=cast.ilya)
    joint = ask_to_erase(omar, account=cast.ilya)
    approve(cast.actor(cast.vera), joint=joint)
    erase_account(omar, account=cast.ilya)


def _closed_and_opened_again(cast: Cast) -> None:
    deactivate_account(cast.actor(cast.omar), account=cast.ilya)
    open_account(cast.actor(cast.omar), account=cast.ilya)


def _without_a_factor(cast: Cast) -> None:
    give_app(cast.ilya)
    reset_second_factor(cast.actor(cast.omar), account=cast.ilya)


ENDS: dict[str, Callable[[Cast], object]] = {
    "closed": lambda cast: deactivate_account(cast.actor(cast.omar), account=cast.ilya),
    "closed and opened again": _closed_and_opened_again,
    "erased": _erase,
    "a new password by themselves": lambda cast: change_own_password(cast.ilya, password=NEW),
    "a new password by the operator": lambda cast: set_password(
        operator(cast.port_tamsin), account=cast.ilya, password=NEW
    ),
    "second factor removed": _without_a_factor,
    "no longer a member": lambda cast: Membership._base_manager.filter(account=cast.ilya).delete(),
}


@pytest.mark.asvs("7.4.2", "7.4.3")
@pytest.mark.parametrize("end", ENDS)
def test_a_stolen_cookie_does_not_outlive(end: str, cast: Cast, enter: Enter) -> None:
    stolen = enter(cast.ilya).cookies[COOKIE].value
    assert is_in(with_cookie(stolen))
    ENDS[end](cast)
    assert not is_in(with_cookie(stolen))


@pytest.mark.asvs("8.3.2")
def test_a_role_that_was_taken_away_is_gone_at_the_next_page(cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    assert client.get("/directory/editions/").status_code == 200
    change_role(cast.actor(cast.omar), account=cast.ilya, role="reader")
    assert client.get("/directory/editions/").status_code == 403


def test_a_new_password_does_not_open_an_account_that_was_closed_meanwhile(cast: Cast) -> None:
    """Their page was read before; storing it whole would write the old "open" back."""
    as_read_before = Account.objects.get(pk=cast.ilya.pk)
    deactivate_account(cast.actor(cast.omar), account=cast.ilya)
    change_own_password(as_read_before, password=NEW)
    assert not Account.objects.get(pk=cast.ilya.pk).is_active


def test_a_new_password_brings_back_no_erased_name(cast: Cast) -> None:
    as_read_before = Account.objects.get(pk=cast.ilya.pk)
    _erase(cast)
    change_own_password(as_read_before, password=NEW)
    assert Account.objects.get(pk=cast.ilya.pk).full_name == "A former colleague"


def test_a_lost_session_row_is_no_way_around_lock_and_age(cast: Cast, enter: Enter) -> None:
    """Nobody is signed in without a visit that lock, silence and age can be asked of."""
    client = enter(cast.ilya)
    Visit.objects.filter(account=cast.ilya).update(expire_date=datetime.now(UTC) - timedelta(1))
    assert not is_in(client)


@pytest.mark.asvs("14.3.1", "7.4.1")
def test_signing_out_leaves_nothing_in_the_browser(cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    answer = client.post("/account/sign-out/")
    assert answer.cookies[COOKIE].value == "" or answer.cookies[COOKIE]["max-age"] == 0
    assert '"storage"' in answer["Clear-Site-Data"]
    assert not Visit.objects.filter(account=cast.ilya).exists()


def test_whatever_is_set_as_a_cookie_is_closed_to_scripts_and_other_sites(cast: Cast) -> None:
    client = Client()
    client.get(SIGN_IN)
    client.post("/language/", {"language": "id", "next": "/"})
    client.post(SIGN_IN, {"login": cast.ilya.email, "password": PASSWORD})
    assert len(client.cookies) == 3
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Strict", "")
