"""Forged forms: without this browser's own token nothing is done, at any address."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.attack.ground import NAMES, address, everything_of, undone
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter, shown_now

CSRF = settings.CSRF_COOKIE_NAME
METHODS = ("POST", "PUT", "PATCH", "DELETE")
EXPIRED = "This form was open too long"


def strict(account: object) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(account)  # type: ignore[arg-type]
    shown_now(client, account)  # type: ignore[arg-type]
    return client


@pytest.mark.sweep
@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("persona", ["omar", "ilya", "vera"])
def test_without_a_token_no_address_does_anything(persona: str, cast: Cast) -> None:
    for name in NAMES:
        with undone():
            wanted, client = address(name, cast), strict(getattr(cast, persona))
            before = everything_of(cast.port_tamsin)
            for method in METHODS:
                answer = client.generic(method, wanted)
                assert answer.status_code == 403, (name, method)
                assert EXPIRED in answer.content.decode(), (name, method)
            assert everything_of(cast.port_tamsin) == before, name


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("name", ["account_login", "join", "recover", "language"])
def test_strangers_forms_are_guarded_too(name: str, cast: Cast) -> None:
    """Else somebody could be signed in as the attacker, and work in the wrong office."""
    client = Client(enforce_csrf_checks=True)
    posted = {"login": cast.ilya.email, "password": PASSWORD}
    assert client.post(address(name, cast), posted).status_code == 403
    assert "_auth_user_id" not in client.session


def token_of(client: Client) -> str:
    client.get("/account/sign-in/")
    client.get("/account/")
    return client.cookies[CSRF].value


def test_the_own_token_works(cast: Cast) -> None:
    client = strict(cast.ilya)
    sent = {"csrfmiddlewaretoken": token_of(client)}
    assert client.post("/account/lock/", sent).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "http://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://testserver.evil.example"},
        {"HTTP_ORIGIN": "https://testserver"},  # another scheme is another site
        {"HTTP_ORIGIN": "http://testserver:8080"},
        {"HTTP_ORIGIN": "http://[::1"},
        {"secure": True},  # over HTTPS one of Origin and Referer has to say where it came from
        {"secure": True, "HTTP_REFERER": "https://evil.example/"},
        {"secure": True, "HTTP_REFERER": "http://testserver/"},
        {"secure": True, "HTTP_REFERER": "https://testserver.evil.example/"},
        {"secure": True, "HTTP_REFERER": "https://["},
    ],
)
def test_with_the_right_token_from_another_site(headers: dict[str, object], cast: Cast) -> None:
    client = strict(cast.ilya)
    sent = {"csrfmiddlewaretoken": token_of(client)}
    answer = client.post("/account/lock/", sent, **headers)  # type: ignore[arg-type]
    assert answer.status_code == 403
    assert client.get("/account/").status_code == 200


def test_the_token_of_another_browser(cast: Cast) -> None:
    mine, theirs = strict(cast.ilya), strict(cast.omar)
    token_of(mine)
    sent = {"csrfmiddlewaretoken": token_of(theirs)}
    assert mine.post("/account/lock/", sent).status_code == 403
    assert (
        mine.post("/account/lock/", HTTP_X_CSRFTOKEN=sent["csrfmiddlewaretoken"]).status_code == 403
    )


def test_a_token_of_before_the_sign_in_is_worthless_after(cast: Cast) -> None:
    """Else whoever planted a cookie before could forge forms afterwards."""
    client = Client(enforce_csrf_checks=True)
    client.get("/account/sign-in/")
    planted = client.cookies[CSRF].value
    sent = {"login": cast.ilya.email, "password": PASSWORD, "csrfmiddlewaretoken": planted}
    assert client.post("/account/sign-in/", sent).status_code == 302
    assert client.post("/account/lock/", {"csrfmiddlewaretoken": planted}).status_code == 403


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", "x/y"])
def test_another_kind_of_body_is_no_form(kind: str, cast: Cast, enter: Enter) -> None:
    guarded, unguarded = strict(cast.omar), enter(cast.omar)
    before = everything_of(cast.port_tamsin)
    body = '{"role": "administrator", "csrfmiddlewaretoken": "x"}'
    answer = guarded.post("/accounts/invite/", body, content_type=kind)
    assert answer.status_code == 403
    unguarded.post("/accounts/invite/", body, content_type=kind)
    assert everything_of(cast.port_tamsin) == before
