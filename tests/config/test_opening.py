"""`suluh open`: an encrypted file opens with its passphrase, and nothing is ever replaced."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from suluh.config.command import main
from suluh.foundation.age_files import new_passphrase, seal

PASSPHRASE = new_passphrase()
CSV = b"\xef\xbb\xbfNumber,Who\r\n"


def opened(monkeypatch: pytest.MonkeyPatch, typed: str, file: Path) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
    return main(["open", str(file)])


def test_it_opens_once_with_the_passphrase_however_it_is_typed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "export-2026-11-22.age"
    file.write_bytes(seal(CSV, PASSPHRASE))
    assert opened(monkeypatch, new_passphrase(), file) == 1
    assert "Compare each group" in capsys.readouterr().err
    assert opened(monkeypatch, PASSPHRASE.upper().replace("-", " "), file) == 0
    assert file.with_suffix(".csv").read_bytes() == CSV
    assert opened(monkeypatch, PASSPHRASE, file) == 2
    assert "is there already" in capsys.readouterr().err
    assert PASSPHRASE not in capsys.readouterr().out
