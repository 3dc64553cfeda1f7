"""The command's outer shape: exit statuses, and one JSON object (docs/commands.md)."""

from __future__ import annotations

import argparse
import json

import pytest

from suluh.config import command
from suluh.foundation.environment import SettingError
from suluh.foundation.refusal import Refusal


@pytest.mark.parametrize("arguments", [[], ["dance"], ["serve", "--port", "0"], ["doctor", "--x"]])
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(arguments) == 2
    assert "usage: suluh" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["start", "--help"]])
def test_asking_what_it_does_is_no_error(arguments: list[str]) -> None:
    assert command.main(arguments) == 0


@pytest.mark.asvs("16.5.1", "16.5.4")
@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (Refusal("Choose another port."), 3, "Choose another port."),
        (Refusal("Say --agency.", status=2), 2, "Say --agency."),
        (SettingError("SULUH_HTTPS must be yes"), 3, "SULUH_HTTPS must be yes"),
        (KeyboardInterrupt(), 3, "Stopped."),
        (RuntimeError("a secret value"), 3, "(RuntimeError)"),
    ],
)
def test_whatever_happens_is_one_calm_sentence(
    error: BaseException,
    status: int,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stumble(_args: argparse.Namespace) -> int:
        raise error

    monkeypatch.setattr(command, "_run", stumble)
    assert command.main(["doctor", "--json"]) == status
    said = capsys.readouterr()
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert "secret value" not in said.err
    assert json.loads(said.out) == {"ok": False, "error": said.err.strip()}


def test_a_developer_may_ask_where_it_happened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stumble(_args: argparse.Namespace) -> int:
        raise RuntimeError("here")

    monkeypatch.setattr(command, "_run", stumble)
    command.main(["--traceback", "doctor"])
    assert "RuntimeError: here" in capsys.readouterr().err


def test_the_public_door_never_gets_the_workspaces_settings() -> None:
    args = command._parser().parse_args(["door"])
    assert args.settings == "suluh.config.settings.public"
    for other in ("workspace", "worker", "serve"):
        assert command._parser().parse_args([other]).settings == command.WORKSPACE_SETTINGS
