"""Signing in and out, and what neither tells."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.cast import PASSWORD, Cast
from tests.conftest import Enter

SIGN_IN = "/account/sign-in/"


def attempt(
    email: str, password: str = PASSWORD, *, client: Client | None = None, then: str = ""
) -> tuple[int, str]:
    """Status, and where it leads or what the page says."""
    form = {"login": email, "password": password, "next": then}
    response = (client or Client()).post(SIGN_IN, form)
    return response.status_code, response.headers.get("Location", "") or response.content.decode()


def test_an_editor_signs_in_and_arrives(cast: Cast) -> None:
    client = Client()
    assert attempt("ilya@example.org", client=client) == (302, "/")
    page = client.get("/").content.decode()
    assert "Port Tamsin Desk" in page
    assert "Directory editor" in page


def test_letter_case_of_the_address_does_not_matter(cast: Cast) -> None:
    assert attempt("Ilya@Example.ORG") == (302, "/")


@pytest.mark.asvs("7.2.4")
def test_a_session_gets_a_new_key_at_sign_in(cast: Cast) -> None:
    client = Client()
    client.get(SIGN_IN)
    client.session["before"] = "1"
    client.session.save()
    before = client.session.session_key
    attempt("ilya@example.org", client=client)
    assert client.session.session_key != before


def _words(page: str) -> str:
    """What the page says, without the token and the address that was typed."""
    page = re.sub(r'value="[^"]*"', "", page)
    return re.sub(r"\s+", " ", page)


@pytest.mark.asvs("6.3.8")
def test_a_wrong_password_and_an_unknown_address_say_the_same(cast: Cast) -> None:
    wrong = attempt("ilya@example.org", "seven lamps by the river")
    unknown = attempt("nobody@example.org")
    assert wrong[0] == unknown[0] == 200
    assert _words(wrong[1]) == _words(unknown[1])
    assert "do not go together" in wrong[1]


def test_a_closed_account_stays_out(cast: Cast) -> None:
    client = Client()
    assert attempt("dewi@example.org", client=client) == (302, "/account/closed/")
    assert client.get("/").status_code == 302
    assert "closed" in client.get("/account/closed/").content.decode()


@pytest.mark.asvs("8.3.2")
def test_an_account_closed_while_signed_in_is_out_at_once(cast: Cast, enter: Enter) -> None:
    client = enter(cast.sari)
    assert client.get("/").status_code == 200
    cast.sari.is_active = False
    cast.sari.save()
    assert client.get("/").status_code == 302


def test_many_wrong_passwords_lock_the_door_for_a_while(cast: Cast) -> None:
    said = [attempt("ilya@example.org", f"wrong lamp number {n}")[1] for n in range(7)]
    assert any("Too many attempts" in page for page in said)
    assert attempt("ilya@example.org")[0] == 200


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:1"])
def test_signing_in_never_leads_to_another_site(elsewhere: str, cast: Cast) -> None:
    assert attempt("ilya@example.org", then=elsewhere) == (302, "/")


def test_signing_in_leads_back_to_the_page_that_was_asked_for(cast: Cast) -> None:
    assert attempt("ilya@example.org", then="/gallery/") == (302, "/gallery/")


def test_signing_out_asks_first_and_changes_by_post_only(cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    assert "Sign out?" in client.get("/account/sign-out/").content.decode()
    assert client.get("/").status_code == 200
    assert client.post("/account/sign-out/").status_code == 302
    assert client.get("/").status_code == 302


@pytest.mark.asvs("3.5.1")
def test_a_form_without_its_token_is_refused_kindly(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(SIGN_IN, {"login": "ilya@example.org", "password": PASSWORD})
    assert response.status_code == 403
    assert "open too long" in response.content.decode()


def test_somebody_changes_their_own_password(cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    new = "nine boats at the quay"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    response = client.post("/account/password/", form, follow=True)
    assert "Your password was changed." in response.content.decode()
    assert attempt("ilya@example.org", new) == (302, "/")


@pytest.mark.asvs("6.2.4")
def test_a_password_that_everybody_uses_is_refused(cast: Cast, enter: Enter) -> None:
    form = {"oldpassword": PASSWORD, "password1": "password1234", "password2": "password1234"}
    response = enter(cast.ilya).post("/account/password/", form)
    assert response.status_code == 200
    assert "easy to guess" in response.content.decode()


@pytest.mark.asvs("6.3.6")
@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "account_set_password"]
)
def test_pages_of_the_sign_in_package_that_nobody_needs_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_page_speaks_the_readers_language(cast: Cast) -> None:
    client = Client()
    assert 'lang="en"' in client.get(SIGN_IN).content.decode()
    client.post("/language/", {"language": "id", "next": SIGN_IN})
    page = client.get(SIGN_IN).content.decode()
    assert 'lang="id"' in page
    assert "Masuk" in page


@pytest.mark.asvs("3.3.2", "3.3.4")
def test_the_session_cookie_is_closed_to_scripts_and_other_sites(cast: Cast) -> None:
    client = Client()
    attempt("ilya@example.org", client=client)
    cookie = client.cookies["suluh_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["expires"], "it ends with the browser"
