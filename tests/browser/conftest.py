"""For the public door: Playwright, a browser, and the sample edition served by its own process.

Each lives as long as a test file: Playwright keeps an event loop in the thread of the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.chromium import launch, playwright, served
from tests.browser.reader import write_edition

expect.set_options(timeout=30_000)  # milliseconds; a guard against hanging, not a promise


@pytest.fixture(scope="module")
def started() -> Iterator[Playwright]:
    with playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(started: Playwright) -> Iterator[Browser]:
    with launch(started) as launched:
        yield launched


@pytest.fixture(scope="module")
def door(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the public door, without a language."""
    home: Path = tmp_path_factory.mktemp("home")
    write_edition(home)
    with served("door", home=home) as address:
        yield address
