"""Sealed values: what opens them, what does not, and where the keys stand."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from suluh.foundation import field_keys
from suluh.foundation.environment import SettingError
from suluh.foundation.sealing import CannotOpen, KeyRing, key_of, new_key

ABOUT = "mfa_authenticator.data/totp/1"
SECRET = "KRSXG5CTMVRXEZLU"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("SULUH_FIELD_KEYS", "SULUH_FIELD_KEYS_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))
    return tmp_path


def test_what_was_sealed_opens_again() -> None:
    ring = KeyRing((new_key(),))
    sealed = ring.seal("ភាសា " + SECRET, about=ABOUT)
    assert ring.open(sealed, about=ABOUT) == "ភាសា " + SECRET
    assert SECRET not in sealed
    assert key_of(sealed) == ring.newest.code


@pytest.mark.asvs("11.3.4")
def test_the_same_text_is_never_sealed_the_same_twice() -> None:
    ring = KeyRing((new_key(),))
    assert len({ring.seal(SECRET, about=ABOUT) for _again in range(50)}) == 50


@pytest.mark.asvs("11.3.3")
def test_moved_to_another_row_it_does_not_open() -> None:
    ring = KeyRing((new_key(),))
    with pytest.raises(CannotOpen):
        ring.open(ring.seal(SECRET, about=ABOUT), about="mfa_authenticator.data/totp/2")


@pytest.mark.asvs("11.3.3")
def test_with_any_one_letter_changed_it_does_not_open() -> None:
    ring = KeyRing((new_key(),))
    sealed = ring.seal(SECRET, about=ABOUT)
    for place, letter in enumerate(sealed[:-1]):  # the last one may carry unused bits
        changed = sealed[:place] + ("A" if letter != "A" else "B") + sealed[place + 1 :]
        with pytest.raises(CannotOpen):
            ring.open(changed, about=ABOUT)


@pytest.mark.asvs("11.2.5")
@pytest.mark.parametrize(
    "nonsense", ["", "s1", "s1.x.y", "plain text", "s1..", "s1.a.b.c", "s1.k.§"]
)
def test_what_is_not_sealed_does_not_open(nonsense: str) -> None:
    with pytest.raises(CannotOpen):
        KeyRing((new_key(),)).open(nonsense, about=ABOUT)


@pytest.mark.asvs("11.2.5")
def test_a_refusal_repeats_neither_the_value_nor_the_row() -> None:
    sealed = KeyRing((new_key(),)).seal(SECRET, about=ABOUT)
    with pytest.raises(CannotOpen) as refused:
        KeyRing((new_key(),)).open(sealed, about=ABOUT)
    assert str(refused.value) == "a value of mfa_authenticator.data does not open"


@pytest.mark.asvs("11.2.2")
def test_an_older_key_opens_and_only_the_newest_seals() -> None:
    older, newer = new_key(), new_key()
    sealed = KeyRing((older,)).seal(SECRET, about=ABOUT)
    both = KeyRing((older, newer))
    assert both.open(sealed, about=ABOUT) == SECRET
    assert key_of(both.seal(SECRET, about=ABOUT)) == newer.code
    with pytest.raises(CannotOpen):
        KeyRing((newer,)).open(sealed, about=ABOUT)


def test_a_key_does_not_show_itself() -> None:
    ring = KeyRing((new_key(),))
    assert str(ring.newest.secret) not in repr(ring)


def test_the_first_key_is_made_when_needed_and_kept(home: Path) -> None:
    made = field_keys.key_ring()
    assert field_keys.key_ring() == made
    assert len(made.keys) == 1


@pytest.mark.asvs("13.3.2")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read_the_ring(home: Path) -> None:
    field_keys.key_ring()
    field_keys.add_key()  # written anew, and no wider
    assert stat.S_IMODE((home / "keys" / "field-keys").stat().st_mode) == 0o600


@pytest.mark.asvs("11.2.2")
def test_a_key_joins_and_the_others_retire(home: Path) -> None:
    first = field_keys.key_ring().newest
    second = field_keys.add_key()
    assert field_keys.key_ring().keys == (first, second)
    assert field_keys.retire_all_but(second) == 1
    assert field_keys.key_ring().keys == (second,)
    assert [path.name for path in (home / "keys").iterdir()] == ["field-keys"]


def test_the_environment_wins_and_leaves_no_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = field_keys.key_ring()
    ring = home / "keys" / "field-keys"
    monkeypatch.setenv("SULUH_FIELD_KEYS", ring.read_text())
    ring.unlink()
    assert field_keys.key_ring() == made
    assert not ring.exists()


@pytest.mark.parametrize("content", ["", "a", "a b c", "code c2hvcnQ", "a.b " + "A" * 43])
def test_a_damaged_ring_is_refused_and_never_replaced(home: Path, content: str) -> None:
    ring = home / "keys" / "field-keys"
    ring.parent.mkdir()
    ring.write_text(content)
    with pytest.raises(SettingError, match="field-keys"):
        field_keys.key_ring()
    assert ring.read_text() == content
