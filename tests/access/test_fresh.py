"""Sensitive acts ask again who sits there, and keep nothing of the form meanwhile."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from django.urls import reverse

from suluh.access.guards import PUBLIC, declared_access
from suluh.access.models import Account, AgencyRole, Invitation
from suluh.access.operations.factors import add_totp
from suluh.access.queries import factors
from tests.access_matrix.table import EXPECTED
from tests.attack.ground import patterns
from tests.cast import APP_SECRET, PASSWORD, Cast, code_of_now
from tests.conftest import Enter, shown_now

CONFIRM = "/account/confirm/"
SENSITIVE = [
    "account_change_password", "app_add", "app_remove", "passkey_add", "recovery_codes",
]  # fmt: skip
LONG_AGO = 5 * 60 + 1  # seconds
# Every other page that takes a form and is not of the directory, with the reason why it may be
# used by whoever finds the laptop open: it gives nobody more, or it must be quick.
NOT_FRESH = {
    "account_left": "somebody may have to be shut out this minute",
    "invitation_withdraw": "it only takes away",
    "role_remove": "nobody has the role",
    "role_try": "it stores nothing",
    "team_new": "the team is empty",
    "team_remove": "it only takes away",
    "joint_decline": "no is always safe",
    "joint_withdraw": "it only takes away",
    "erasure_ask": "a second person answers, and doing it is fresh",
    "log_take": "a second person answers, and doing it is fresh",
    "log_head": "it writes down that a number was kept",
    "log_compare": "it stores nothing",
    "export_fetch": "the file opens with its passphrase only",
    "export_delete": "it only takes away",
    "emergency_end": "it only takes away",
    "emergency_seen": "it only says that a colleague knows",
    "emergency_judge": "it gives nobody more",
    "recovery_stop": "it only takes away, and must be quick",
    "agreement": "it binds whoever accepts",
    "account_reauthenticate": "it is the question itself",
    "lock": "it only takes away",
    "unlock": "it is a question of its own",
    "present": "it says that somebody is there",
    "visit_end": "it only takes away, and must be quick",
    "visits_end": "it only takes away, and must be quick",
    "why": "it stores nothing",
}


def earlier(account: Account, *, ago: float = LONG_AGO) -> Client:
    client = Client()
    client.force_login(account)
    shown_now(client, account, ago=ago)
    return client


@pytest.mark.asvs("7.5.3")
def test_every_page_that_gives_somebody_more_asks_again() -> None:
    """A page that is written tomorrow is fresh, or says here why not."""
    asking: set[str] = set()
    not_asking: set[str] = set()
    for name, pattern in patterns():
        access = declared_access(pattern.callback)
        if access is None or access.capability == PUBLIC or name.startswith("directory:"):
            continue
        answers = EXPECTED.get(f"POST {name}", {})
        if any(answers.get(each, 405) != 405 for each in ("ilya", "sari", "omar", "vera")):
            (asking if access.fresh else not_asking).add(name)
    assert not_asking == set(NOT_FRESH)
    assert {"account_invite", "account_role", "account_open", "role", "role_new", "team"} < asking


@pytest.mark.parametrize("address", ["/accounts/invite/", "/roles/new/"])
def test_an_old_proof_makes_no_accomplice(cast: Cast, address: str) -> None:
    """A laptop left open, or a stolen cookie: no code is shown, no role is made."""
    form = {
        "full_name": "Mira Holt", "email": "mira@example.org", "role": "administrator",
        "name": "Desk", "grant-directory.view": "agency",
    }  # fmt: skip
    response = earlier(cast.omar).post(address, form)
    assert response.headers["Location"].startswith(CONFIRM)
    assert not Invitation._base_manager.exists()
    assert not AgencyRole._base_manager.exists()


@pytest.mark.parametrize("name", SENSITIVE)
def test_just_after_signing_in_nothing_is_asked(cast: Cast, name: str) -> None:
    assert earlier(cast.omar, ago=4 * 60).get(reverse(name)).status_code in {200, 403}


@pytest.mark.asvs("8.4.2")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", SENSITIVE)
def test_some_minutes_later_it_is_asked(cast: Cast, name: str, method: str) -> None:
    response = getattr(earlier(cast.omar), method)(reverse(name))
    assert response.headers["Location"] == f"{CONFIRM}?next={reverse(name).replace('/', '%2F')}"
    assert factors.has_factor(cast.omar.pk)


@pytest.mark.asvs("7.5.1")
def test_a_passkey_of_ones_own_is_not_removed_without_asking(cast: Cast) -> None:
    response = earlier(cast.omar).post(reverse("passkey_remove", args=[1]))
    assert response.headers["Location"].startswith(CONFIRM)


def test_the_answer_leads_back(cast: Cast) -> None:
    client = earlier(cast.omar)
    response = client.post(CONFIRM, {"code": code_of_now(), "next": "/account/password/"})
    assert response.headers["Location"] == "/account/password/"
    assert client.get("/account/password/").status_code == 200


@pytest.mark.asvs("7.5.1")
def test_whoever_has_a_second_step_shows_that_and_not_the_password(cast: Cast) -> None:
    client = earlier(cast.omar)
    page = client.post(CONFIRM, {"password": PASSWORD, "next": "/account/password/"})
    assert page.status_code == 200
    assert client.get("/account/password/").headers["Location"].startswith(CONFIRM)


def test_whoever_has_none_shows_the_password(cast: Cast) -> None:
    client = earlier(cast.ilya)
    assert client.post(CONFIRM, {"password": "seven lamps"}).status_code == 200
    assert client.get("/account/password/").headers["Location"].startswith(CONFIRM)
    assert client.post(CONFIRM, {"password": PASSWORD}).status_code == 302
    assert client.get("/account/password/").status_code == 200


def test_a_fresh_password_does_not_stand_in_for_a_factor_set_up_later(
    cast: Cast, enter: Enter
) -> None:
    client = Client()
    client.post("/account/sign-in/", {"login": cast.ilya.email, "password": PASSWORD})
    add_totp(cast.actor(cast.ilya), secret=APP_SECRET, code=code_of_now())
    assert client.get("/account/app/remove/").headers["Location"].startswith(CONFIRM)


def test_unlocking_with_the_password_does_not_make_the_second_step_fresh(cast: Cast) -> None:
    client = earlier(cast.omar)
    session = client.session
    shown = session["account_authentication_methods"]
    shown.append({"method": "password", "at": time.time(), "reauthenticated": True})
    session["account_authentication_methods"] = shown
    session.save()
    assert client.get("/account/password/").headers["Location"].startswith(CONFIRM)


def test_guessing_here_is_stopped_too(cast: Cast) -> None:
    client = earlier(cast.ilya)
    for number in range(5):
        client.post(CONFIRM, {"password": f"wrong lamp number {number}"})
    assert "Too many attempts" in client.post(CONFIRM, {"password": PASSWORD}).content.decode()


def test_a_form_that_was_interrupted_is_not_kept_and_it_is_said(cast: Cast) -> None:
    client, new = earlier(cast.ilya), "nine boats at the quay"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/account/password/", form)
    kept = str(dict(client.session))
    assert new not in kept
    assert PASSWORD not in kept
    answered = client.post(
        CONFIRM, {"password": PASSWORD, "next": "/account/password/"}, follow=True
    )
    assert "Nothing was changed yet" in answered.content.decode()
    cast.ilya.refresh_from_db()
    assert cast.ilya.check_password(PASSWORD)


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:1"])
def test_the_question_never_leads_to_another_site(cast: Cast, elsewhere: str) -> None:
    response = earlier(cast.ilya).post(CONFIRM, {"password": PASSWORD, "next": elsewhere})
    assert response.headers["Location"] == "/"


def test_a_stranger_is_not_asked(cast: Cast) -> None:
    assert Client().get(CONFIRM).headers["Location"].startswith("/account/sign-in/")
