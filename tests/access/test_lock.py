"""The lock: nothing but the unlock page, whatever is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from suluh.access import log
from suluh.access.domain.attempts import Guess
from suluh.access.models import Visit
from suluh.access.operations.attempts import allow
from suluh.access.queries.actors import operator
from tests.access.test_sessions import with_cookie
from tests.access.test_sign_in import attempt
from tests.cast import NOON, PASSWORD, Cast
from tests.conftest import Enter

LOCK, UNLOCK = "/account/lock/", "/account/unlock/"
WRONG = "seven lamps by the river"
COOKIE = settings.SESSION_COOKIE_NAME
STAY_OPEN = {"unlock", "account_logout", "language"}


@pytest.fixture
def locked(cast: Cast, enter: Enter) -> Client:
    client = enter(cast.ilya)
    assert client.post(LOCK, {"next": "/gallery/?a=b"})["Location"] == UNLOCK
    return client


def unlock(client: Client, password: str = PASSWORD) -> str:
    """Where it leads, or what the page says."""
    answer = client.post(UNLOCK, {"password": password})
    return answer.headers.get("Location", "") or answer.content.decode()


def test_the_password_unlocks_and_leads_back(locked: Client) -> None:
    assert unlock(locked) == "/gallery/?a=b"
    assert locked.get("/gallery/").status_code == 200


def addresses(patterns: list[Any] | None = None, before: str = "") -> Iterator[str]:
    """Every address of the workspace, with something in the place of what it captures."""
    samples = {"UUIDConverter": str(uuid4()), "IntConverter": "1"}
    every = get_resolver().url_patterns
    for pattern in every if patterns is None else patterns:
        route = f"{before}{pattern.pattern}"
        for name, converter in pattern.pattern.converters.items():
            sample = samples.get(type(converter).__name__, "id")
            route = re.sub(rf"<(\w+:)?{name}>", sample, route)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield f"/{route}"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_while_locked_every_address_leads_to_the_unlock_page(method: str, locked: Client) -> None:
    """Pages of other packages as well."""
    found = set(addresses()) - {reverse(name) for name in STAY_OPEN}
    assert len(found) > 20
    led = {address: locked.generic(method, address).headers.get("Location") for address in found}
    assert {address: to for address, to in led.items() if to != UNLOCK} == {}


def test_the_locked_screen_names_nobody(locked: Client, cast: Cast) -> None:
    page = locked.get(UNLOCK).content.decode()
    assert "<title>Suluh</title>" in page
    for name in ("Ilya", "Marrow", "ilya@", "Tamsin", "ditor", "gallery"):
        assert name not in page


def test_a_wrong_password_does_not_unlock_and_is_recorded(locked: Client, cast: Cast) -> None:
    assert "not your password" in unlock(locked, WRONG)
    assert locked.get("/")["Location"] == UNLOCK
    refused = log.entries(operator(cast.port_tamsin))[0]
    assert (refused.act, refused.subject) == ("sign_in.refused", cast.ilya.pk)


def test_five_wrong_passwords_sign_out(locked: Client, cast: Cast) -> None:
    stolen = locked.cookies[COOKIE].value
    for _number in range(4):
        unlock(locked, WRONG)
    assert unlock(locked, WRONG) == "/account/sign-in/?ended=guesses"
    assert not Visit.objects.filter(account=cast.ilya).exists()
    assert with_cookie(stolen).get("/").status_code == 302
    closed = log.entries(operator(cast.port_tamsin))[0]
    assert (closed.act, closed.details) == ("visit.closed", {"cause": "guesses"})


def test_a_stranger_who_guesses_at_the_door_shuts_out_nobody_inside(locked: Client) -> None:
    """Else five wrong passwords from anywhere would turn a locked screen into a lost evening."""
    for number in range(51):  # of everybody at this address, as behind one of an office
        attempt(f"nobody{number}@example.org", WRONG)
    assert "Too many attempts" in attempt("ilya@example.org")[1]
    assert unlock(locked) == "/gallery/?a=b"


def test_guesses_inside_wait_too(locked: Client, cast: Cast) -> None:
    """In two visits, so that neither is ended by its own five."""
    for _number in range(5):
        assert allow(Guess.INSIDE, cast.ilya.pk)
    assert "Too many attempts" in unlock(locked)
    assert locked.get("/")["Location"] == UNLOCK


def test_a_cookie_taken_from_the_locked_machine_opens_nothing(locked: Client) -> None:
    stolen = with_cookie(locked.cookies[COOKIE].value)
    assert stolen.get("/")["Location"] == UNLOCK
    unlock(locked)
    assert stolen.get("/")["Location"].startswith("/account/sign-in/")


def test_somebody_may_sign_out_or_choose_a_language_while_locked(locked: Client) -> None:
    assert locked.post("/language/", {"language": "id", "next": UNLOCK}).status_code == 302
    assert locked.get(UNLOCK).status_code == 200
    assert locked.post("/account/sign-out/").status_code == 302
    assert locked.get("/")["Location"].startswith("/account/sign-in/")


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:1", ""])
def test_unlocking_never_leads_to_another_site(elsewhere: str, cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    client.post(LOCK, {"next": elsewhere})
    assert unlock(client) == "/"


@pytest.mark.asvs("7.3.1")
def test_ten_minutes_of_silence_lock(
    cast: Cast, enter: Enter, clock: time_machine.Traveller
) -> None:
    client = enter(cast.ilya)
    clock.shift(timedelta(minutes=9, seconds=59))
    assert client.get("/").status_code == 200
    clock.shift(timedelta(minutes=10))
    assert client.get("/gallery/?a=b")["Location"] == UNLOCK
    assert unlock(client) == "/gallery/?a=b"


def test_a_form_after_the_silence_is_not_done(
    cast: Cast, enter: Enter, clock: time_machine.Traveller
) -> None:
    client = enter(cast.ilya)
    clock.shift(timedelta(minutes=10))
    assert client.post("/account/password/", {})["Location"] == UNLOCK
    assert unlock(client) == "/"


def test_whoever_types_is_there(cast: Cast, enter: Enter, clock: time_machine.Traveller) -> None:
    client = enter(cast.ilya)
    for _number in range(5):
        clock.shift(timedelta(minutes=8))
        assert client.post("/account/present/").status_code == 204
    assert client.get("/").status_code == 200


@pytest.mark.asvs("7.3.1")
def test_a_page_that_asks_again_by_itself_says_not_that_somebody_is_there(
    cast: Cast, enter: Enter, clock: time_machine.Traveller
) -> None:
    client = enter(cast.ilya)
    for number in range(1, 10):
        clock.shift(timedelta(minutes=1, seconds=6))
        assert client.get(f"/gallery/?a=b&again={number}").status_code == 200
    clock.shift(timedelta(minutes=1, seconds=6))
    assert client.get("/gallery/?a=b&again=10")["Location"] == UNLOCK
    assert unlock(client) == "/gallery/?a=b", "whoever comes back is there"


def test_whoever_opens_the_page_or_sends_its_form_is_there(
    cast: Cast, enter: Enter, clock: time_machine.Traveller
) -> None:
    client = enter(cast.ilya)
    for ask in (client.get, client.post) * 3:
        clock.shift(timedelta(minutes=8))
        ask("/gallery/?again=1")
        ask("/gallery/" if ask == client.get else "/gallery/?again=1")
    assert client.get("/").status_code == 200


def test_the_lock_button_of_such_a_page_leads_back_to_its_plain_address(
    cast: Cast, enter: Enter
) -> None:
    client = enter(cast.ilya)
    client.post(LOCK, {"next": "/gallery/?again=7"})
    assert unlock(client) == "/gallery/"


def test_being_there_wakes_no_visit_that_was_silent(
    cast: Cast, enter: Enter, clock: time_machine.Traveller
) -> None:
    client = enter(cast.ilya)
    clock.shift(timedelta(minutes=10))
    assert client.post("/account/present/")["Location"] == UNLOCK
    assert client.get("/")["Location"] == UNLOCK


def test_a_locked_visit_ends_by_silence_too(
    locked: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    Visit.objects.filter(account=cast.ilya).update(started_at=NOON, seen_at=NOON)
    clock.shift(timedelta(minutes=30))
    assert "ended=idle" in locked.get(UNLOCK)["Location"]


def test_locking_is_no_matter_of_an_address(cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    assert client.get(LOCK).status_code == 405
    assert client.get("/").status_code == 200


@pytest.mark.asvs("3.5.1")
def test_locking_asks_for_the_token_of_the_form(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ilya)
    assert client.post(LOCK).status_code == 403
    assert client.post(UNLOCK, {"password": PASSWORD}).status_code in {302, 403}


def test_what_a_slow_page_keeps_does_not_unlock(cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    slow = client.session
    client.post(LOCK)
    slow["a"] = 1
    slow.save()
    assert client.get("/")["Location"] == UNLOCK
