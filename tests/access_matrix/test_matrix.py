"""Every address of the workspace x every persona -> the expected status.

A page that is missing here fails the build: add its row, and think about each column. A page with
an object is asked for an object of Port Tamsin Desk: Noor, who works elsewhere, must get 404.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access_matrix.table import EXPECTED, OBJECTS
from tests.cast import PERSONAS, Cast
from tests.conftest import Enter


def url_names(patterns: list[Any] | None = None, space: str = "") -> Iterator[str]:
    """The full name of every address, e.g. "directory:services"."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from url_names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


@pytest.mark.asvs("8.2.1")
def test_every_address_stands_in_the_table() -> None:
    assert {key.split()[1] for key in EXPECTED} == set(url_names())


def test_every_row_names_every_persona() -> None:
    assert {key: tuple(row) for key, row in EXPECTED.items() if tuple(row) != PERSONAS} == {}


@pytest.mark.asvs("8.2.1", "8.3.1")
@pytest.mark.parametrize("request_line", EXPECTED)
def test_every_persona_gets_the_expected_answer(
    request_line: str, cast: Cast, enter: Enter
) -> None:
    method, name = request_line.split()
    captured: Callable[[Cast], dict[str, Any]] = OBJECTS.get(name, lambda cast: {})
    answered = {}
    for persona in PERSONAS:
        with transaction.atomic():  # each of them meets the office as it was
            client = enter(cast.account(persona))
            response = client.generic(method, reverse(name, kwargs=captured(cast)))
            if response.streaming:
                list(response)  # read to its end, a file closes itself
            answered[persona] = response.status_code
            transaction.set_rollback(True)
    assert answered == EXPECTED[request_line]
