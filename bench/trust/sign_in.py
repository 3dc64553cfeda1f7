"""Signing in through the whole stack, as bench.trust asks each of its arms.

Every run is a browser that was never here. Nobody guesses wrong, so nobody waits.
"""

from __future__ import annotations

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bench.trust import home
from bench.trust.arms import Work
from suluh.access.models import Account, Agency
from suluh.access.operations import create_account
from suluh.access.queries.actors import operator
from suluh.access.queries.factors import TOTP
from tests.cast import agree, code_of_now, give_app

WITH_APP = "omar@example.org"


def works() -> dict[str, Work]:
    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    agency = home.office()
    home.editor(agency)
    if home.has_django_accounts():
        home.peer_user()
        home.lift_scopes()
    else:
        give_app(_with_app(agency))
    return {
        "post": Work(_post),
        "first_page": Work(_post_and_look),
        "app": Work(_with_code, _unused_codes()),
    }


def _with_app(agency: Agency) -> Account:
    account: Account = create_account(
        operator(agency),
        agency=agency,
        email=WITH_APP,
        full_name="Omar Vane",
        role="editor",
        password=home.PASSWORD,
    )
    agree(account)
    return account


def _post(_: object) -> Client:
    client = home.browser()
    assert _form(client, home.EMAIL) == "/"
    return client


def _post_and_look(_: object) -> None:
    assert _post(_).get("/").status_code == 200


def _with_code(code: str) -> None:
    client = home.browser()
    asked = _form(client, WITH_APP)
    answer = client.post(asked, {"code": code})
    assert answer.headers.get("Location") == "/", answer.status_code
    assert client.get("/").status_code == 200


def _form(client: Client, email: str) -> str:
    """Where the answer leads."""
    peer = home.has_django_accounts()
    address = reverse("peer_login" if peer else "account_login")
    name = "username" if peer else "login"
    answer = client.post(address, {name: email, "password": home.PASSWORD, "next": "/"})
    assert answer.status_code == 302, answer.status_code
    return answer.headers["Location"]


def _unused_codes() -> Iterator[str]:
    """A code is good once in 30 seconds. That one was used is forgotten here, outside the clock."""
    while True:
        for app in Authenticator.objects.filter(type=TOTP):
            app.data["step"] = 0
            app.save()
        yield code_of_now()
