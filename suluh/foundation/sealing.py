"""Sealing single values before they are stored, so that a copy of the database alone opens none.

A sealed value is text: `s1.KEY.BODY`. KEY is the identifier of the key that sealed it; BODY is
base64url (no padding) of a random nonce of 12 bytes, the AES-256-GCM ciphertext and its tag of 16.
The first two parts are authenticated together with `about`: the table, the column and the row that
the value belongs to ("mfa_authenticator.data/UUID"). Moved to another row, it does not open.

Limits: at most 2**32 values under one key (random nonces), which rotation resets; a value as large
as fits into memory; nothing about a sealed value can be searched, sorted or be unique.

What it does not protect: the length of a value, roughly; that there is one, and when it changed;
an older value of the same row that somebody puts back; anything from whoever has the key ring too,
such as whoever runs commands on this machine or takes over the running workspace.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "s1"
KEY_BYTES, NONCE_BYTES = 32, 12


class CannotOpen(Exception):
    """A sealed value does not open: its key is not here, or it was changed or moved."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the ring. Its secret has no place in the output of `repr`."""

    code: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.code})"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys that open; the last one seals."""

    keys: tuple[Key, ...]

    @property
    def newest(self) -> Key:
        return self.keys[-1]

    def seal(self, text: str, *, about: str) -> str:
        """Seal `text` with the newest key, for the one place that `about` names."""
        head, nonce = f"{VERSION}.{self.newest.code}", secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.newest.secret).encrypt(nonce, text.encode(), _bound(head, about))
        return f"{head}.{_text(nonce + sealed)}"

    def open(self, sealed: str, *, about: str) -> str:
        """The text again. Raises CannotOpen, which never repeats a value."""
        try:
            version, code, body = sealed.split(".")
            bound = _bound(f"{version}.{code}", about)
            key = next(key for key in self.keys if key.code == code)
            raw = bytes_of(body)
            opened = AESGCM(key.secret).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound)
        except (ValueError, StopIteration, InvalidTag) as wrong:
            raise CannotOpen(f"a value of {about.partition('/')[0]} does not open") from wrong
        return opened.decode()


def new_key() -> Key:
    return Key(secrets.token_hex(4), secrets.token_bytes(KEY_BYTES))


def key_of(sealed: str) -> str:
    """The identifier of the key that sealed a value; "" for anything that is not sealed."""
    parts = sealed.split(".")
    return parts[1] if len(parts) == 3 and parts[0] == VERSION else ""


def bytes_of(text: str) -> bytes:
    """From base64url without padding. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _bound(head: str, about: str) -> bytes:
    return f"{head}|{about}".encode()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii").rstrip("=")
