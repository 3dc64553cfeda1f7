"""Where the keys for sealed values stand: SULUH_FIELD_KEYS, else SULUH_HOME/keys/field-keys.

One key a line: its identifier, a blank, 32 bytes in base64url. The last line seals; the others
only open what was sealed earlier, until `suluh keys rotate` has sealed it anew.

The file is read anew each time a ring is asked for: it is short, and a workspace that is running
while the keys are rotated must not go on sealing with a key that is about to go.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from pathlib import Path

from suluh.foundation.environment import FIELD_KEYS, SettingError
from suluh.foundation.home import suluh_home
from suluh.foundation.sealing import KEY_BYTES, Key, KeyRing, bytes_of, new_key
from suluh.foundation.secret_key import write_once, write_over


def key_ring() -> KeyRing:
    """The keys in force; the first one is made when there is none.

    Raises SettingError when the variable or the file holds something else.
    """
    if given := FIELD_KEYS.read():
        return _ring(given, FIELD_KEYS.name)
    path = ring_file()
    try:
        return _ring(path.read_text(encoding="ascii"), str(path))
    except FileNotFoundError:
        write_once(path, _lines(KeyRing((new_key(),))))
        return _ring(path.read_text(encoding="ascii"), str(path))


def ring_file() -> Path:
    return suluh_home().keys / "field-keys"


def given_from_outside() -> bool:
    """Whether whoever set the environment owns the keys: then only they can change them."""
    return bool(FIELD_KEYS.read())


def add_key() -> Key:
    """A new key that seals from now on. What is there stays able to open."""
    key = new_key()
    _store(KeyRing((*key_ring().keys, key)))
    return key


def retire_all_but(newest: Key) -> int:
    """Throw away every other key; gives their number. Nothing may be sealed with them any more."""
    former = key_ring()
    _store(KeyRing(tuple(key for key in former.keys if key.code == newest.code)))
    return len(former.keys) - 1


def _store(ring: KeyRing) -> None:
    write_over(ring_file(), _lines(ring))


def _lines(ring: KeyRing) -> str:
    return "".join(f"{key.code} {_text(key.secret)}\n" for key in ring.keys)


def _text(secret: bytes) -> str:
    return urlsafe_b64encode(secret).decode("ascii").rstrip("=")


def _ring(text: str, where: str) -> KeyRing:
    """Raises SettingError, which names the place and never what stands there."""
    try:
        keys = tuple(_key(line) for line in text.splitlines() if line.strip())
    except ValueError as wrong:
        raise SettingError(f"{where} holds a line that is no key.") from wrong
    if not keys:
        raise SettingError(f"{where} holds no key. Put it back from where you keep it.")
    return KeyRing(keys)


def _key(line: str) -> Key:
    """Raises ValueError."""
    code, text = line.split()
    secret = bytes_of(text)
    if len(secret) != KEY_BYTES or "." in code:
        raise ValueError("not a key")
    return Key(code, secret)


__all__ = ["add_key", "given_from_outside", "key_ring", "retire_all_but", "ring_file"]
