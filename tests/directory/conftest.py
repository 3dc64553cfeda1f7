"""An installation of its own for each test: files and data overrides in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from suluh.directory.vocabularies import shelf


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "home"
    monkeypatch.setenv("SULUH_HOME", str(folder))
    shelf.cache_clear()
    yield folder
    shelf.cache_clear()
