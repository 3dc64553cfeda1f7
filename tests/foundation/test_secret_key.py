"""The signing key is made once, stays, and is closed to other accounts of the machine."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from suluh.foundation.environment import SettingError
from suluh.foundation.secret_key import LENGTH, secret_key


@pytest.fixture(autouse=True)
def _no_key_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SULUH_SECRET_KEY", raising=False)
    monkeypatch.delenv("SULUH_SECRET_KEY_FILE", raising=False)


def test_a_key_is_made_at_first_start_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret-key"
    made = secret_key(path)
    assert len(made) >= LENGTH
    assert secret_key(path) == made


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert secret_key(tmp_path / "one") != secret_key(tmp_path / "two")


@pytest.mark.asvs("13.3.2")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret-key"
    secret_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_environment_wins_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SULUH_SECRET_KEY", "given")
    assert secret_key(tmp_path / "secret-key") == "given"
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.asvs("13.3.1")
def test_a_file_from_a_secret_store_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stored").write_text("from the store\n")
    monkeypatch.setenv("SULUH_SECRET_KEY_FILE", str(tmp_path / "stored"))
    assert secret_key(tmp_path / "secret-key") == "from the store"


def test_an_empty_key_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("")
    with pytest.raises(SettingError, match="Delete the file"):
        secret_key(tmp_path / "secret-key")
