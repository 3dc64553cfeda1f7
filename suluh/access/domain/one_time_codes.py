"""Codes that work once: six digits from a telephone (RFC 6238), and recovery codes on paper.

Pure: the clock is an argument. TOTP as every authenticator app does it: HMAC-SHA-1, 30 seconds,
six digits. SHA-1 is sound here: HMAC does not rest on collisions.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b32decode, b32encode
from collections.abc import Sequence
from hashlib import sha1, sha256
from urllib.parse import quote, urlencode

from suluh.kernel.spelled import spelled

STEP = 30  # seconds a code is shown
DRIFT = 1  # steps by which the clock of a telephone may be off, in both directions
SECRET_BYTES = 20  # RFC 4226, section 4
RECOVERY_CODES = 10
_GROUPS, _GROUP = 3, 4  # 58 bits


def new_totp_secret() -> str:
    return b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def totp_address(secret: str, *, account: str, issuer: str) -> str:
    """What the QR code says to the app, in the form that every app reads."""
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"


def totp_code(secret: str, step: int) -> str:
    """The six digits of one step (RFC 4226, section 5.3)."""
    digest = hmac.new(b32decode(secret), step.to_bytes(8, "big"), sha1).digest()
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def matching_step(secret: str, typed: str, *, now: float, after: int) -> int | None:
    """The step whose code was typed at `now` (seconds), or None.

    Only steps later than `after` count: the last one that was used, so that no code works twice.
    """
    code, present = bare(typed), int(now) // STEP
    for step in range(present - DRIFT, present + DRIFT + 1):
        if step > after and _same(code, totp_code(secret, step)):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """For paper: "7kqm-x2vd-9hgt"."""
    return [spelled(_GROUPS, _GROUP) for _number in range(RECOVERY_CODES)]


def recovery_digest(code: str, *, salt: str) -> str:
    """What is stored instead of a code. Not slow on purpose: 58 random bits are not guessed."""
    return sha256(f"{salt}:{bare(code)}".encode()).hexdigest()


def without(digests: Sequence[str], code: str, *, salt: str) -> list[str] | None:
    """The digests that are left after `code` was used, or None when it is none of them."""
    used = recovery_digest(code, salt=salt)
    left = [digest for digest in digests if not _same(digest, used)]
    return left if len(left) < len(digests) else None


def bare(typed: str) -> str:
    """As typed from a screen or from paper: in any case, with any blanks and dashes."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def in_groups(text: str, size: int = _GROUP) -> str:
    """Easier to read aloud and to copy by hand."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
