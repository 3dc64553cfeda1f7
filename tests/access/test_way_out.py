"""Whoever is signed in can leave from every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.access_matrix.table import EXPECTED, OBJECTS
from tests.cast import Cast
from tests.conftest import Enter

SHOWN = [
    line.split()[1]
    for line, row in EXPECTED.items()
    if line.startswith("GET ")
    and row["omar"] == 200
    and row["stranger"] != 200
    # Who has accepted the agreement already finds only the way back on its page.
    and line != "GET agreement"
]


@pytest.mark.asvs("7.4.4")
@pytest.mark.parametrize("name", SHOWN)
def test_every_page_shows_how_to_sign_out(name: str, cast: Cast, enter: Enter) -> None:
    captured: Callable[[Cast], dict[str, Any]] = OBJECTS.get(name, lambda cast: {})
    response = enter(cast.omar).get(reverse(name, kwargs=captured(cast)))
    if response.headers["Content-Type"].startswith("text/html"):
        assert reverse("account_logout") in response.content.decode()
