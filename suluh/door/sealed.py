"""Sealed addresses: what a reader asked, in an address that says nothing and soon opens no more.

A browser's history keeps addresses. So what was asked is encrypted under a key that lives only in
this process's memory, is replaced every twenty minutes and forgotten after forty (docs/adr/0011).
Texts are padded, so that the length of an address does not tell how much was said.
"""

from __future__ import annotations

import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ROTATION = 20 * 60  # seconds
_NONCE = 12  # bytes, NIST SP 800-38D
_STEP = 64  # bytes: contents are padded to a multiple of this
_LONGEST = 2_000  # characters of an address; a longer one was not made here
_PURPOSE = b"suluh door: what was asked"


class Unsealable(ValueError):
    """The address is old, forged or cut: which of these, nobody can tell and nobody needs to."""


class Sealer:
    """Seals and opens with the key of this time, and opens with the one before. Thread-safe."""

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self._clock = clock or _since_boot
        self._lock = Lock()
        self._since = self._clock()
        self._keys = [AESGCM(AESGCM.generate_key(bit_length=256))]

    def seal(self, content: bytes) -> str:
        """Content as letters for an address, different every time."""
        nonce = os.urandom(_NONCE)
        sealed = self._current()[0].encrypt(nonce, _padded(content), _PURPOSE)
        return urlsafe_b64encode(nonce + sealed).decode().rstrip("=")

    def open(self, sealed: str) -> bytes:
        """What was sealed here in the last twenty minutes or so. Raises Unsealable."""
        try:
            raw = urlsafe_b64decode(sealed[:_LONGEST] + "=" * (-len(sealed) % 4))
        except ValueError as error:
            raise Unsealable from error
        for key in self._current():
            try:
                return _unpadded(key.decrypt(raw[:_NONCE], raw[_NONCE:], _PURPOSE))
            except (InvalidTag, ValueError):
                continue
        raise Unsealable

    def forget_old_keys(self) -> None:
        """Also when nobody comes: a key must not wait in memory for the next reader."""
        self._current()

    def _current(self) -> list[AESGCM]:
        with self._lock:
            turns = int((self._clock() - self._since) // ROTATION)
            if turns:
                fresh = AESGCM(AESGCM.generate_key(bit_length=256))
                self._keys = [fresh, *(self._keys[:1] if turns == 1 else [])]
                self._since += turns * ROTATION
            return list(self._keys)


def _since_boot() -> float:
    """Seconds that go on while a laptop sleeps, where the system can tell."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def _padded(content: bytes) -> bytes:
    """ISO/IEC 7816-4: one marking bit, then nothing up to the next step."""
    marked = content + b"\x80"
    return marked + bytes(-len(marked) % _STEP)


def _unpadded(padded: bytes) -> bytes:
    content, mark, rest = padded.rpartition(b"\x80")
    if not mark or rest.strip(b"\0"):
        raise ValueError
    return content
