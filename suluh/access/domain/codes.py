"""Codes that one person reads to another, or copies from paper: capital letters and digits.

A code is kept as its SHA-256 alone; it is long and random, so a slow hash would add nothing.
"""

from __future__ import annotations

import hashlib

from suluh.kernel.spelled import spelled

GROUP = 5  # characters that are read in one breath
INVITATION_GROUPS = 5  # 122 bits
SHEET_GROUPS = 6  # 147 bits: it is valid for years


def new_code(groups: int) -> str:
    """A random code such as "K7QRT-M2XWP-...", of so many groups."""
    return spelled(groups, GROUP).upper()


def digest_of(typed: str) -> str:
    """What is stored of a code, and compared: spaces, dashes and small letters do not matter."""
    letters = "".join(each for each in typed.upper() if each.isalnum())
    return hashlib.sha256(f"suluh-code:{letters}".encode()).hexdigest()
