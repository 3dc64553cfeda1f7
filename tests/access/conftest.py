"""What the tests of the access room share: a clock that stands still, files sealed in no time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from suluh.access.operations import exports
from tests.cast import NOON


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the two seconds that age takes on purpose. Not for tests about the passphrase."""
    monkeypatch.setattr(exports, "seal", lambda content, passphrase: b"sealed:" + content)
