"""Codes that one person reads to another, or copies from paper: groups of letters and digits.

No letter looks like another or like a digit: 0 O, 1 I L and U V are never both there. A code is
kept as its SHA-256 alone; it is long and random, so a slow hash would add nothing.
"""

from __future__ import annotations

import hashlib
import math
import secrets

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
GROUP = 5  # characters that are read in one breath
INVITATION_GROUPS = 5  # 122 bits
SHEET_GROUPS = 6  # 147 bits: it is valid for years


def new_code(groups: int) -> str:
    """A random code such as "K7QRT-M2XWP-...", of so many groups."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _letter in range(GROUP)) for _group in range(groups)
    )


def bits(groups: int) -> float:
    """How many bits a code of so many groups has."""
    return groups * GROUP * math.log2(len(ALPHABET))


def digest_of(typed: str) -> str:
    """What is stored of a code, and compared: spaces, dashes and small letters do not matter."""
    letters = "".join(each for each in typed.upper() if each in ALPHABET or each.isalnum())
    return hashlib.sha256(f"suluh-code:{letters}".encode()).hexdigest()
