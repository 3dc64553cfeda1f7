"""What every test gets: no network beyond this machine, and the named cast on request.

Warnings are errors (pyproject.toml), and so is an undefined template variable (settings.testing).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_socket import socket_allow_hosts

from suluh.access.models import Account
from tests.cast import Cast, assemble
from tests.database.triggers import without_triggers

Enter = Callable[[Account | None], Client]


def pytest_runtest_setup() -> None:
    """A test that reaches for another machine stops. pytest-socket lifts this at teardown."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _no_attempts_counted() -> None:
    """Sign-in attempts of one test must not lock out the next."""
    cache.clear()


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
    return assemble()


@pytest.fixture
def enter() -> Enter:
    """A browser in which this account is signed in; None is a stranger."""

    def enter(account: Account | None) -> Client:
        client = Client()
        if account is not None:
            client.force_login(account)
        return client

    return enter
