"""kill -9 while the tables are made, or brought up to date: migrating again makes them whole.

Each migration is one transaction, on SQLite too: even a table that is made anew and filled. What
Django adds afterwards (names of models and permissions) is added again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random
from signal import SIGKILL

import pytest

from tests.deep.crash.offices import Empty, Office, office_on

FIRST = [("access", "0001_agencies_accounts_memberships"), ("directory", "0001_directory")]
DEATHS = 16  # of some 600 moments; DEEP_EVERY_MOMENT=1 dies at each of them, which takes hours


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def empty(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """An installation whose tables nobody has made."""
    with office_on(request.param, tmp_path_factory.mktemp("empty"), Empty) as office:
        office.keep()
        yield office


def moments_to_die(moments: list[str]) -> list[int]:
    """The same ones in every run, spread over all."""
    numbers = range(1, len(moments) + 1)
    if os.environ.get("DEEP_EVERY_MOMENT"):
        return list(numbers)
    return sorted(Random(1).sample(numbers, DEATHS))  # noqa: S311 - to spread, not to hide


def require_mended(office: Office) -> None:
    """Die at each moment, and migrate again."""
    moments = office.done("migrate")["moments"]
    wanted = office.done("tables")
    assert len(moments) > 100
    for number in moments_to_die(moments):
        office.put_back()
        signal, said = office.order("migrate", die_at=number)
        assert signal == SIGKILL, said
        office.done("migrate")
        assert office.done("tables") == wanted, moments[number - 1]


def test_an_empty_database(empty: Office) -> None:
    require_mended(empty)


def test_a_database_of_the_first_version_with_an_office_in_it(empty: Office) -> None:
    empty.put_back()
    empty.done("migrate", to=FIRST)
    empty.done("add_agency")
    empty.keep()
    require_mended(empty)
    assert empty.done("tables")[-1] == [[1]], "the office has no log"
