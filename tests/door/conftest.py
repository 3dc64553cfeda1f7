"""The public door as its own settings make it, strict about templates, on a morning in November."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import time_machine
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.test import Client, override_settings

from suluh.config.settings import public
from suluh.foundation.strict_templates import UndefinedVariable
from tests.door.sample import write_sample

LOCALE = Path(__file__).parents[2] / "suluh" / "door" / "locale"
Publish = Callable[..., Path]


@pytest.fixture(scope="session", autouse=True)
def _messages() -> None:
    """A checkout that was never built has no compiled messages."""
    for source in LOCALE.glob("*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as read, target.open("wb") as written:
                write_mo(written, read_po(read, locale=source.parts[-3]))


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Put an edition in force, in an installation of this test's own."""
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))

    def publish(*services: Any, **changes: Any) -> Path:
        return write_sample(tmp_path / "published" / "edition.sqlite3", *services, **changes)

    return publish


@contextmanager
def at_the_door() -> Iterator[Client]:
    """A reader at the door as its settings make it, whatever SULUH_HOME holds."""
    templates: list[dict[str, Any]] = deepcopy(public.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
    settings = {
        name: getattr(public, name)
        for name in ("ROOT_URLCONF", "INSTALLED_APPS", "MIDDLEWARE", "LANGUAGES", "APPEND_SLASH")
    }
    with (
        override_settings(**settings, TEMPLATES=templates, SECURE_REFERRER_POLICY="no-referrer"),
        time_machine.travel("2026-11-20T10:00:00+00:00", tick=False),
    ):
        yield Client()


@pytest.fixture
def empty_door(publish: Publish) -> Iterator[Client]:
    """The door before anything was published."""
    with at_the_door() as client:
        yield client


@pytest.fixture
def door(empty_door: Client, publish: Publish) -> Client:
    """The door with the sample edition."""
    publish()
    return empty_door
