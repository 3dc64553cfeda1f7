"""Sessions: what the table holds, how long one lives, and what a stolen cookie is worth."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.urls import reverse

from suluh.access import log
from suluh.access.domain.visits import Limits, Standing, standing
from suluh.access.models import Account, Agency, Membership, Visit
from suluh.access.operations import deactivate_account, set_password
from suluh.access.operations.open_visits import end_visits
from suluh.access.policy import Refused
from suluh.access.queries.actors import operator
from suluh.access.signing_in.sessions import SessionStore, stored_key
from tests.access.test_sign_in import SIGN_IN, attempt
from tests.cast import NOON, PASSWORD, Cast
from tests.conftest import Enter

COOKIE = settings.SESSION_COOKIE_NAME
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def with_cookie(value: str) -> Client:
    client = Client()
    client.cookies[COOKIE] = value
    return client


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def visits_of(account: Account) -> list[Visit]:
    return list(Visit.objects.filter(account=account).order_by("-seen_at"))


def last_acts(agency: Agency, number: int = 1) -> list[tuple[object, ...]]:
    newest = log.entries(operator(agency))[:number]
    return [(each.act, each.actor, each.details) for each in newest]


# What the table holds


@pytest.mark.asvs("7.2.1")
def test_what_stands_in_the_table_opens_nothing(cast: Cast, enter: Enter) -> None:
    cookie = enter(cast.ilya).cookies[COOKIE].value
    row = Visit.objects.get(account=cast.ilya)
    assert is_in(with_cookie(cookie))
    assert row.session_key == stored_key(cookie) != cookie
    assert not is_in(with_cookie(row.session_key))
    assert cookie not in str(Visit.objects.values_list())


def test_the_table_of_before_is_gone(db: None) -> None:
    assert "django_session" not in connection.introspection.table_names()
    assert not apps.is_installed("django.contrib.sessions")


def test_of_the_device_two_words_are_kept(cast: Cast) -> None:
    client = Client(headers={"User-Agent": FIREFOX}, REMOTE_ADDR="198.51.100.7")
    attempt("ilya@example.org", client=client)
    row = Visit.objects.get(account=cast.ilya)
    assert row.device == "Firefox/Android"
    everything = str(Visit.objects.values_list()) + str(row.get_decoded())
    assert "Gecko" not in everything
    assert "198.51.100.7" not in everything


@pytest.mark.asvs("7.2.2")
def test_a_key_that_a_visitor_brought_is_never_used(cast: Cast) -> None:
    chosen = "a" * 32
    client = with_cookie(chosen)
    attempt("ilya@example.org", client=client)
    assert client.cookies[COOKIE].value != chosen
    assert not is_in(with_cookie(chosen))


@pytest.mark.asvs("7.2.4")
def test_a_session_of_before_the_sign_in_does_not_become_one_of_after(cast: Cast) -> None:
    attacker = Client()
    session = attacker.session
    session["before"] = "1"
    session.save()
    fixed = session.session_key
    assert fixed
    victim = with_cookie(fixed)
    attempt("ilya@example.org", client=victim)
    assert is_in(victim)
    assert not is_in(with_cookie(fixed))


def test_the_store_does_what_django_asks_of_one(db: None) -> None:
    store = SessionStore()
    store["a"] = 1
    store.save()
    key = store.session_key
    assert key
    assert store.exists(key)
    assert not store.exists(stored_key(key))
    assert SessionStore(key)["a"] == 1
    again = SessionStore(key)
    again.cycle_key()
    assert not store.exists(key)
    assert SessionStore(again.session_key)["a"] == 1
    again.delete()
    assert Visit.objects.count() == 0
    assert SessionStore("unknown-key-of-somebody").get("a") is None


@pytest.mark.django_db(transaction=True)
def test_the_store_does_it_asynchronously_too() -> None:
    async def journey() -> None:
        store = SessionStore()
        await store.aset("a", 1)
        await store.asave()
        key = store.session_key
        assert key
        assert await store.aexists(key)
        again = SessionStore(key)
        assert await again.aget("a") == 1
        await again.acycle_key()
        assert not await store.aexists(key)
        await again.aflush()

    async_to_sync(journey)()
    assert Visit.objects.count() == 0


@pytest.mark.asvs("14.2.7")
def test_sessions_that_ended_by_age_are_thrown_away(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    for _number in range(2):
        attempt("ilya@example.org")
    assert len(visits_of(cast.ilya)) == 2
    clock.shift(timedelta(hours=13, seconds=1))
    attempt("ilya@example.org")
    assert len(visits_of(cast.ilya)) == 1


# How long one lives


@pytest.mark.parametrize(
    ("started", "seen", "expected"),
    [
        (0, 0, Standing.OPEN),
        (60, 9.9, Standing.OPEN),
        (60, 10, Standing.LOCK),
        (60, 29.9, Standing.LOCK),
        (60, 30, Standing.IDLE),
        (719, 0, Standing.OPEN),
        (720, 0, Standing.AGE),
        (-0.5, -0.5, Standing.OPEN),
        (-2, -2, Standing.CLOCK),
        (60, -5, Standing.OPEN),
        (60, -5.1, Standing.CLOCK),
    ],
)
def test_what_becomes_of_a_visit(started: float, seen: float, expected: Standing) -> None:
    """Minutes ago; below zero is ahead."""
    limits = Limits(lock=timedelta(minutes=10), idle=timedelta(minutes=30))
    began, last = NOON - timedelta(minutes=started), NOON - timedelta(minutes=seen)
    assert standing(began, last, NOON, limits) is expected


@pytest.mark.asvs("7.3.1")
def test_silence_ends_a_session_kindly(
    cast: Cast, enter: Enter, clock: time_machine.Traveller
) -> None:
    client = enter(cast.ilya)
    stolen = client.cookies[COOKIE].value
    clock.shift(timedelta(minutes=30))
    answer = client.get("/gallery/?a=b")
    assert answer["Location"] == f"{SIGN_IN}?ended=idle&next=%2Fgallery%2F%3Fa%3Db"
    page = client.get(answer["Location"]).content.decode()
    assert "nothing happened for 30 minutes" in page
    assert visits_of(cast.ilya) == []
    assert not is_in(with_cookie(stolen))
    assert last_acts(cast.port_tamsin) == [("visit.closed", cast.ilya.pk, {"cause": "idle"})]


@pytest.mark.asvs("7.3.2")
def test_pages_that_are_looked_at_keep_a_session_until_twelve_hours(
    cast: Cast, enter: Enter, clock: time_machine.Traveller
) -> None:
    client = enter(cast.ilya)
    for _number in range(12 * 60 // 9):
        assert is_in(client)
        clock.shift(timedelta(minutes=9))
    assert "ended=age" in client.get("/")["Location"]


@pytest.mark.parametrize("back", [timedelta(minutes=6), timedelta(days=400)])
def test_a_clock_that_was_set_back_ends_a_session(
    back: timedelta, cast: Cast, enter: Enter, clock: time_machine.Traveller
) -> None:
    client = enter(cast.ilya)
    clock.shift(-back)
    assert "ended=clock" in client.get("/")["Location"]
    assert visits_of(cast.ilya) == []


def test_last_seen_is_written_once_a_minute(
    cast: Cast, enter: Enter, clock: time_machine.Traveller
) -> None:
    client = enter(cast.ilya)
    clock.shift(timedelta(seconds=59))
    client.get("/")
    assert visits_of(cast.ilya)[0].seen_at == NOON
    clock.shift(timedelta(seconds=1))
    client.get("/")
    assert visits_of(cast.ilya)[0].seen_at == NOON + timedelta(minutes=1)


def test_a_new_key_makes_a_visit_no_younger(
    cast: Cast, enter: Enter, clock: time_machine.Traveller
) -> None:
    client = enter(cast.ilya)
    clock.shift(timedelta(minutes=5))
    change_password(client)
    assert is_in(client)
    assert visits_of(cast.ilya)[0].started_at == NOON


def test_an_unknown_reason_in_the_address_says_nothing(cast: Cast) -> None:
    page = Client().get(SIGN_IN, {"ended": "<b>pay here</b>"}).content.decode()
    assert "pay here" not in page


# A stolen cookie


def change_password(client: Client) -> None:
    new = "nine boats at the quay"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/account/password/", form).status_code == 302


@pytest.mark.asvs("7.4.1")
def test_after_signing_out_a_stolen_cookie_opens_nothing(cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    stolen = client.cookies[COOKIE].value
    client.post("/account/sign-out/")
    assert not is_in(with_cookie(stolen))


@pytest.mark.asvs("7.4.2")
def test_after_the_account_was_closed(cast: Cast, enter: Enter) -> None:
    stolen = enter(cast.sari).cookies[COOKIE].value
    deactivate_account(cast.actor(cast.omar), account=cast.sari)
    assert visits_of(cast.sari) == []
    assert not is_in(with_cookie(stolen))


@pytest.mark.asvs("7.4.3")
def test_after_a_new_password_only_the_own_session_goes_on(cast: Cast, enter: Enter) -> None:
    here, elsewhere = enter(cast.ilya), enter(cast.ilya)
    stolen = here.cookies[COOKIE].value
    change_password(here)
    assert is_in(here)
    assert not is_in(elsewhere)
    assert not is_in(with_cookie(stolen))
    assert len(visits_of(cast.ilya)) == 1


def test_after_the_operator_set_a_password(cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    set_password(operator(), account=cast.ilya, password="nine boats at the quay")
    assert visits_of(cast.ilya) == []
    assert not is_in(client)


@pytest.mark.asvs("7.4.1")
def test_a_request_that_was_under_way_does_not_bring_a_session_back(
    cast: Cast, enter: Enter
) -> None:
    key = enter(cast.ilya).cookies[COOKIE].value
    slow = SessionStore(key)
    slow["a"] = 1
    Visit.objects.all().delete()
    with pytest.raises(UpdateError):
        slow.save()
    assert Visit.objects.count() == 0


# Your sessions


@pytest.mark.asvs("7.5.2")
def test_somebody_sees_where_they_are_signed_in(cast: Cast) -> None:
    here, elsewhere = Client(headers={"User-Agent": FIREFOX}), Client()
    attempt("sari@example.org", client=elsewhere)
    attempt("sari@example.org", client=here)
    page = here.get(reverse("visits")).content.decode()
    assert "Firefox on Android" in page
    assert "Unknown device" in page
    assert page.count("Sign out there") == 1


@pytest.mark.asvs("7.5.2")
def test_one_session_elsewhere_is_ended(cast: Cast, enter: Enter) -> None:
    elsewhere, here = enter(cast.ilya), enter(cast.ilya)
    stolen = elsewhere.cookies[COOKIE].value
    number = Visit.objects.get(session_key=stored_key(stolen)).number
    assert here.post(reverse("visit_end", args=[number])).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)
    assert last_acts(cast.port_tamsin) == [("visit.ended_elsewhere", cast.ilya.pk, {"visits": 1})]


@pytest.mark.asvs("7.5.2")
def test_signing_out_everywhere_else(cast: Cast, enter: Enter) -> None:
    clients = [enter(cast.ilya) for _number in range(3)]
    assert clients[0].post(reverse("visits_end")).status_code == 302
    assert [is_in(client) for client in clients] == [True, False, False]
    assert last_acts(cast.port_tamsin)[0][2] == {"visits": 2}


def test_the_session_of_somebody_else_is_not_found(cast: Cast, enter: Enter) -> None:
    enter(cast.sari)
    enter(cast.noor)
    client = enter(cast.ilya)
    for account in (cast.sari, cast.noor):
        number = visits_of(account)[0].number
        assert client.post(reverse("visit_end", args=[number])).status_code == 404
    assert client.post(reverse("visit_end", args=[uuid4()])).status_code == 404
    client.post(reverse("visits_end"))
    assert len(visits_of(cast.sari)) == len(visits_of(cast.noor)) == 1


@pytest.mark.asvs("7.4.5")
def test_an_administrator_signs_a_colleague_out_everywhere(cast: Cast, enter: Enter) -> None:
    client = enter(cast.sari)
    assert end_visits(cast.actor(cast.omar), account=cast.sari) == 1
    assert not is_in(client)
    assert last_acts(cast.port_tamsin) == [("visit.ended_by_office", cast.omar.pk, {"visits": 1})]


def test_nobody_else_does_and_not_in_another_agency(cast: Cast, enter: Enter) -> None:
    enter(cast.sari)
    enter(cast.noor)
    with pytest.raises(Refused):
        end_visits(cast.actor(cast.ilya), account=cast.sari)
    with pytest.raises(Membership.DoesNotExist):
        end_visits(cast.actor(cast.omar), account=cast.noor)
    assert Visit.objects.count() == 2
