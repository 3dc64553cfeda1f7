"""An office on each database, built once and put back before every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deep.crash.offices import Office, office_on


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    with office_on(request.param, tmp_path_factory.mktemp(request.param)) as office:
        if request.param == "sqlite":
            office.done("migrate")
        assert office.done("prepare") == "prepared"
        office.keep()
        yield office


@pytest.fixture
def office(built: Office) -> Office:
    built.put_back()
    return built
