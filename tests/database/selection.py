"""A pytest plugin: `--database only` keeps the tests that touch the database, `none` the others."""

from __future__ import annotations

import pytest

_FIXTURES_WITH_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Without the option every test is kept."""
    parser.addoption("--database", choices=("only", "none"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for."""
    if (wanted := config.getoption("--database")) is None:
        return
    dropped = [item for item in items if _touches_database(item) is (wanted == "none")]
    config.hook.pytest_deselected(items=dropped)
    items[:] = [item for item in items if _touches_database(item) is (wanted == "only")]


def _touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & _FIXTURES_WITH_DATABASE)
