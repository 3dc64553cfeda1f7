"""Limits on guessing, counted in the database: nobody gets round them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from suluh.access.domain.attempts import Guess
from suluh.access.models import Attempts
from suluh.access.operations import attempts
from suluh.access.operations.attempts import allow, forget, throw_away_old
from tests.access.guessing import at_once
from tests.access.test_sign_in import SIGN_IN, attempt
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter

WRONG = "seven lamps by the river"
ILYA, NOBODY = "ilya@example.org", "nobody@example.org"
TOO_MANY = "Too many attempts"


def guess_wrong(times: int, email: str = ILYA) -> list[str]:
    return [attempt(email, WRONG)[1] for _number in range(times)]


@pytest.mark.asvs("6.3.1")
def test_the_sixth_guess_is_not_judged_even_when_it_is_right(cast: Cast) -> None:
    guess_wrong(5)
    status, page = attempt(ILYA, PASSWORD)
    assert status == 200
    assert TOO_MANY in page


def test_after_the_wait_the_right_answer_opens(cast: Cast, clock: time_machine.Traveller) -> None:
    guess_wrong(5)
    clock.shift(timedelta(minutes=4, seconds=59))
    assert attempt(ILYA)[0] == 200
    clock.shift(timedelta(seconds=1))
    assert attempt(ILYA) == (302, "/")


def test_four_wrong_ones_and_a_right_one_leave_nothing_behind(cast: Cast) -> None:
    guess_wrong(4)
    assert attempt(ILYA) == (302, "/")
    guess_wrong(4)
    assert attempt(ILYA) == (302, "/")


def test_letter_case_and_spaces_give_no_more_guesses(cast: Cast) -> None:
    for email in ("ilya@example.org", "ILYA@example.org", " Ilya@Example.ORG ") * 2:
        attempt(email, WRONG)
    assert TOO_MANY in attempt(ILYA)[1]


@pytest.mark.asvs("6.3.8")
def test_an_address_that_nobody_has_is_locked_alike(cast: Cast) -> None:
    known, unknown = guess_wrong(6), guess_wrong(6, NOBODY)
    assert [TOO_MANY in page for page in known] == [TOO_MANY in page for page in unknown]
    assert TOO_MANY in unknown[5]


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("wrong_before", [0, 5])
def test_known_and_unknown_addresses_take_the_same_work(cast: Cast, wrong_before: int) -> None:
    """Hashing a password takes a tenth of a second: its number is what a clock would tell."""
    counts = {}
    for email in (ILYA, NOBODY):
        guess_wrong(wrong_before, email)
        encode = MD5PasswordHasher.encode
        with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=encode) as hashed:
            attempt(email, WRONG)
        counts[email] = hashed.call_count
    assert counts[ILYA] == counts[NOBODY] == (0 if wrong_before else 1)


@pytest.mark.asvs("6.3.1")
def test_a_client_that_tries_many_addresses_is_stopped(cast: Cast) -> None:
    for number in range(50):
        attempt(f"person{number}@example.org", WRONG)
    assert TOO_MANY in attempt(ILYA)[1]
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert attempt(ILYA, client=elsewhere) == (302, "/")


def test_a_client_that_was_stopped_locks_nobody_out(cast: Cast) -> None:
    for number in range(50):
        attempt(f"person{number}@example.org", WRONG)
    guess_wrong(10)
    assert attempt(ILYA, client=Client(REMOTE_ADDR="198.51.100.7")) == (302, "/")


def test_one_own_account_does_not_buy_guesses_at_the_others(cast: Cast) -> None:
    for number in range(50):
        attempt(f"person{number}@example.org", WRONG)
        if number % 10 == 0:
            attempt(ILYA)
    assert TOO_MANY in attempt(ILYA)[1]


def test_a_header_that_anybody_can_write_changes_nothing(cast: Cast) -> None:
    for number in range(50):
        client = Client(headers={"X-Forwarded-For": f"203.0.113.{number}"})
        attempt(f"person{number}@example.org", WRONG, client=client)
    client = Client(headers={"X-Forwarded-For": "203.0.113.99"})
    assert TOO_MANY in attempt(ILYA, client=client)[1]


def test_changing_the_password_is_no_way_to_guess_it(cast: Cast, enter: Enter) -> None:
    client, new = enter(cast.ilya), "nine boats at the quay"
    form = {"oldpassword": WRONG, "password1": new, "password2": new}
    for _number in range(5):
        client.post("/account/password/", form)
    answer = client.post("/account/password/", {**form, "oldpassword": PASSWORD})
    assert answer.status_code == 200
    assert TOO_MANY in answer.content.decode()
    cast.ilya.refresh_from_db()
    assert cast.ilya.check_password(PASSWORD)


def test_the_table_names_nobody(cast: Cast) -> None:
    guess_wrong(1)
    stored = " ".join(map(str, Attempts.objects.values_list()))
    assert "ilya" not in stored
    assert "127.0.0.1" not in stored


def test_kinds_are_counted_apart(db: None) -> None:
    for _number in range(5):
        assert allow(Guess.PASSWORD, "a")
    assert not allow(Guess.PASSWORD, "a")
    assert allow(Guess.SECOND_FACTOR, "a")
    forget(Guess.SECOND_FACTOR, "a")
    assert not allow(Guess.PASSWORD, "a")


def test_guesses_from_many_places_stop_the_account_at_the_door(cast: Cast) -> None:
    """Each place has its five; together they have twenty-five."""
    for place in range(5):
        for _number in range(5):
            assert TOO_MANY not in at(f"203.0.113.{place}", WRONG)
        assert TOO_MANY in at(f"203.0.113.{place}", PASSWORD)
    assert TOO_MANY in at("203.0.113.9", PASSWORD)


def at(place: str, password: str) -> str:
    """What a client at this address (of those for examples, RFC 5737) reads."""
    client = Client(REMOTE_ADDR=place)
    return client.post(SIGN_IN, {"login": ILYA, "password": password}).content.decode()


def test_a_page_that_only_reads_may_count(cast: Cast) -> None:
    """An invitation is opened by its address."""
    assert Client().get(SIGN_IN).status_code == 200
    assert allow(Guess.INVITATION, "code")


@pytest.mark.asvs("14.2.7")
def test_now_and_then_a_guess_throws_old_tallies_away(
    db: None, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(Guess.PASSWORD, ILYA)
    clock.shift(timedelta(days=3))
    allow(Guess.PASSWORD, NOBODY)
    assert Attempts.objects.count() == 2
    monkeypatch.setattr(attempts, "CLEAN_UP", 1.0)
    allow(Guess.PASSWORD, NOBODY)
    assert Attempts.objects.count() == 1


def test_old_tallies_are_thrown_away(db: None, clock: time_machine.Traveller) -> None:
    allow(Guess.PASSWORD, "a")
    clock.shift(timedelta(hours=24))
    assert throw_away_old() == 0
    clock.shift(timedelta(hours=3))
    assert throw_away_old() == 1


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_twenty_who_guess_at_once_get_five_guesses() -> None:
    assert at_once(20) == [False] * 15 + [True] * 5
    assert Attempts.objects.get().count == 5


def test_twenty_who_guess_at_once_on_sqlite_get_five_guesses(tmp_path: Path) -> None:
    """In a process of its own: the tests' SQLite lives in memory, where nobody waits for a lock."""
    outcome = subprocess.run(
        [sys.executable, "-m", "tests.access.guessing", "20"],
        env={**os.environ, "SULUH_HOME": str(tmp_path), "SULUH_DATABASE_URL": ""},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(outcome.stdout) == [False] * 15 + [True] * 5
