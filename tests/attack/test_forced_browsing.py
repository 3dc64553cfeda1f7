"""Every address, asked for by whoever is not all the way in, by every method.

Somebody is not in as a stranger, between password and second factor, locked, silent too long,
before the agreement, before a required second factor, after the account was closed or left its
office. Each is led to where it goes on, and nothing of Port Tamsin changes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from suluh.access.models import Acceptance, Account, Membership, Visit
from suluh.access.queries.factors import authenticators
from tests.attack.ground import NAMES, address, everything_of, undone
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter

COOKIE = settings.SESSION_COOKIE_NAME
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
SIGN_IN = "/account/sign-in/"
# Open to the whole world; test_guards.py pins the list of our own.
OPEN = {"account_login", "account_inactive", "mfa_authenticate", "mfa_login_webauthn", "join",
        "recover", "language", "account_logout"}  # fmt: skip
Prepare = Callable[[Cast, Enter], Client]


def _stranger(cast: Cast, enter: Enter) -> Client:
    return Client()


def _only_password(cast: Cast, enter: Enter) -> Client:
    client = Client()
    client.post(SIGN_IN, {"login": cast.omar.email, "password": PASSWORD})
    return client


def _locked(cast: Cast, enter: Enter) -> Client:
    client = enter(cast.omar)
    client.post("/account/lock/")
    return client


def _silent(cast: Cast, enter: Enter) -> Client:
    client = enter(cast.omar)
    long_ago = timezone.now() - timedelta(hours=2)
    Visit.objects.filter(account=cast.omar).update(seen_at=long_ago, started_at=long_ago)
    return client


def _not_agreed(cast: Cast, enter: Enter) -> Client:
    Acceptance.objects.unscoped(reason="test").filter(account=cast.omar).delete()
    return enter(cast.omar)


def _no_factor(cast: Cast, enter: Enter) -> Client:
    authenticators(cast.omar.pk).delete()
    return enter(cast.omar)


def _closed(cast: Cast, enter: Enter) -> Client:
    client = enter(cast.omar)
    Account.objects.filter(pk=cast.omar.pk).update(is_active=False)
    return client


def _no_office(cast: Cast, enter: Enter) -> Client:
    client = enter(cast.omar)
    Membership.objects.unscoped(reason="test").filter(account=cast.omar).delete()
    return client


# Who -> how, where they are led, and what stays open to them beside OPEN.
IN_FACTORS = {"second_factor", "app_add", "passkey_add", "account_reauthenticate", "unlock",
              "lock", "present"}  # fmt: skip
WAITING: dict[str, tuple[Prepare, str, set[str]]] = {
    "a stranger": (_stranger, SIGN_IN, set()),
    "with a password only": (_only_password, SIGN_IN, set()),
    "locked": (_locked, "/account/unlock/", {"unlock"}),
    "silent": (_silent, SIGN_IN, set()),
    "before the agreement": (_not_agreed, "/account/agreement/", {"agreement", *IN_FACTORS}),
    "before the second factor": (_no_factor, "/account/second-step/", IN_FACTORS),
    "closed": (_closed, SIGN_IN, set()),
}


@pytest.mark.sweep
@pytest.mark.asvs("8.3.1", "8.2.1")
@pytest.mark.parametrize("who", WAITING)
def test_nobody_gets_in_by_knowing_an_address(who: str, cast: Cast, enter: Enter) -> None:
    prepare, led_to, open_to_them = WAITING[who]
    for name in sorted(set(NAMES) - OPEN - open_to_them):
        with undone():
            wanted = address(name, cast)
            client = prepare(cast, enter)
            before = everything_of(cast.port_tamsin)
            for method in METHODS:
                answer = client.generic(method, wanted)
                assert answer.status_code in {302, 405}, (name, method)
                if answer.status_code == 302:
                    assert answer["Location"].startswith(led_to), (name, method)
                if who == "silent":  # the first request ends the visit, and that is recorded
                    before = everything_of(cast.port_tamsin)
            assert everything_of(cast.port_tamsin) == before, name


@pytest.mark.asvs("13.4.4")
def test_no_address_answers_trace(cast: Cast, enter: Enter) -> None:
    """It would send back what came, cookies included. Sign-in leads whoever is in elsewhere."""
    client = enter(cast.ilya)
    for name in sorted(NAMES):
        with undone():
            answer = client.trace(address(name, cast))
            assert answer.status_code in {302, 405}, name
            assert client.cookies[COOKIE].value not in answer.content.decode(), name


@pytest.mark.sweep
def test_without_an_office_every_address_is_refused(cast: Cast, enter: Enter) -> None:
    for name in sorted(set(NAMES) - OPEN):
        with undone():
            wanted, client = address(name, cast), _no_office(cast, enter)
            before = everything_of(cast.port_tamsin)
            for method in METHODS:
                assert client.generic(method, wanted).status_code in {403, 405}, (name, method)
            assert everything_of(cast.port_tamsin) == before, name


OVERRIDES = {
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_X_METHOD_OVERRIDE": "POST",
    "HTTP_X_ORIGINAL_URL": "/accounts/",
    "HTTP_X_REWRITE_URL": "/accounts/",
    "HTTP_X_FORWARDED_USER": "omar@example.org",
    "HTTP_REMOTE_USER": "omar@example.org",
    "HTTP_AUTHORIZATION": "Basic b21hckBleGFtcGxlLm9yZzpzZXZlbiBsYW1wcw==",
}


@pytest.mark.sweep
@pytest.mark.asvs("4.1.4")
@pytest.mark.parametrize("persona", [None, "sari"])
def test_a_header_is_no_method_no_address_and_nobody(
    persona: str | None, cast: Cast, enter: Enter
) -> None:
    account = cast.account(persona) if persona else None
    for name in sorted(set(NAMES) - OPEN):
        with undone():
            wanted, client = address(name, cast), enter(account)
            plain = client.get(wanted).status_code
            before = everything_of(cast.port_tamsin)
            assert client.get(wanted, **OVERRIDES).status_code == plain, name  # type: ignore[arg-type]
            assert everything_of(cast.port_tamsin) == before, name
