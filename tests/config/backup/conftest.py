"""A demonstration in a folder of its own, and the real commands to back it up."""

from __future__ import annotations

import io
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from suluh.config.backup import keys
from suluh.config.command import main
from suluh.foundation.home import Home
from tests.config.backup.installation import rows, suluh


@dataclass
class Desk:
    """One installation on SQLite, and somebody who types commands at it."""

    home: Home
    pair: keys.Pair
    outside: Path
    monkeypatch: pytest.MonkeyPatch
    capfd: pytest.CaptureFixture[str]
    said: str = ""  # everything that the commands said so far

    def run(self, *words: str | Path, typed: str | None = None, answers: int = 0) -> dict[str, Any]:
        """Run `suluh backup WORDS --json`; `answers` is the exit status. Returns the object."""
        self.monkeypatch.setenv("SULUH_HOME", str(self.home.root))
        typed = self.pair.identity if typed is None else typed
        self.monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        status = main(["backup", *map(str, words), "--json"])
        captured = self.capfd.readouterr()
        self.said += captured.out + captured.err
        assert status == answers, captured.err
        found: dict[str, Any] = json.loads(captured.out)
        assert found["ok"] is (status == 0)
        return found

    def backup(self, name: str = "backup.age") -> Path:
        keys.store_recipient(self.home, self.pair.recipient)
        self.run("create", self.outside / name)
        return self.outside / name

    def move_to(self, folder: str) -> None:
        """Sit down at another machine, on which nothing is set up yet."""
        self.home = Home(self.outside / folder)

    def rows(self, *, log: bool = False) -> dict[str, list[Any]]:
        return rows(self.home, log=log)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once; nobody changes it."""
    folder = tmp_path_factory.mktemp("demonstration") / "home"
    suluh("demo", "--no-serve", home=folder)
    return folder


@pytest.fixture
def desk(
    demonstration: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Desk:
    """A copy of the demonstration. Its inbox stays behind: not even its owner can list it."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", os.environ["DJANGO_SETTINGS_MODULE"])
    monkeypatch.delenv("SULUH_DATABASE_URL", raising=False)
    ignored = shutil.ignore_patterns("inbox")
    shutil.copytree(demonstration, tmp_path / "home", ignore=ignored)
    return Desk(Home(tmp_path / "home"), keys.new_pair(), tmp_path, monkeypatch, capfd)
