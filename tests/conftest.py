"""What every test gets: no network beyond this machine, and the named cast on request.

Warnings are errors (pyproject.toml), and so is an undefined template variable (settings.testing).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
from allauth.account.internal.userkit import user_id_to_str
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_socket import socket_allow_hosts

from suluh.access.models import Account
from suluh.access.operations import attempts
from suluh.access.signing_in.proof import FACTOR, PASSWORD
from suluh.foundation.row_security import rows_of_every_agency
from tests.cast import Cast, assemble
from tests.database.triggers import without_triggers
from tests.remembered import remembered

# A question that is asked first builds its tables, and a machine may be busy.
hypothesis.settings.register_profile("suluh", parent=hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("suluh")
Enter = Callable[[Account | None], Client]


def pytest_runtest_setup() -> None:
    """A test that reaches for another machine stops. pytest-socket lifts this at teardown."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _everything_in_sight() -> Iterator[None]:
    """A test sees all rows, as the operator does; a request closes its eyes first, as ever."""
    with rows_of_every_agency(reason="a test prepares and compares"):
        yield


@pytest.fixture(autouse=True)
def _no_attempts_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign-in attempts of one test must not lock out the next; nor does chance throw old ones away,
    which would be a query more now and then.
    """
    cache.clear()
    monkeypatch.setattr(attempts, "CLEAN_UP", 0.0)


@pytest.fixture(autouse=True)
def _log_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that really commits Django empties every table, which the log refuses.

    PostgreSQL truncates, for which no trigger asks; on SQLite the entries go before.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")  # so that this one ends before the tables do
    yield
    if connection.vendor == "sqlite":
        with without_triggers() as cursor:
            cursor.execute("DELETE FROM access_auditentry")
            cursor.execute("DELETE FROM access_audithead")


@pytest.fixture
def cast(db: None) -> Cast:
    return remembered(assemble)


def shown_now(client: Client, account: Account, *, ago: float = 0) -> None:
    """As a sign-in leaves it: a password, and a second factor, were shown `ago` seconds before."""
    session = client.session
    session.update(proofs(account, ago=ago))
    session.save()


def proofs(account: Account, *, ago: float = 0) -> dict[str, Any]:
    """What allauth keeps of a sign-in in the session."""
    shown = [{"method": way, "at": time.time() - ago} for way in (PASSWORD, FACTOR)]
    return {
        "account_authentication_methods": shown,
        "account_authentication_methods_user": user_id_to_str(account),
    }


@pytest.fixture
def enter() -> Enter:
    """A browser in which this account is signed in; None is a stranger."""

    def enter(account: Account | None) -> Client:
        client = Client()
        if account is not None:
            client.force_login(account)
            shown_now(client, account)
        return client

    return enter
