"""Content that only a passphrase opens, in the format of the program age (scrypt), on any machine.

age derives the key so slowly (a second or two, and half a gigabyte for that long) that guessing a
passphrase of this strength is hopeless, and so is guessing a much weaker one.
"""

from __future__ import annotations

import pyrage

from suluh.kernel.spelled import spelled

GROUPS, GROUP = 6, 4  # 117 bits


class WrongPassphrase(ValueError):
    """It does not open, or the file is damaged: nobody can tell which."""


def new_passphrase() -> str:
    """Six groups of four characters, as in `k7wm-2dhp-...`: to be read aloud, and never stored."""
    return spelled(GROUPS, GROUP)


def as_typed(passphrase: str) -> str:
    """A passphrase as somebody typed it from paper: in any case, with blanks or hyphens."""
    return "-".join(passphrase.lower().replace("-", " ").split())


def seal(content: bytes, passphrase: str) -> bytes:
    sealed: bytes = pyrage.passphrase.encrypt(content, passphrase)
    return sealed


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """Raises WrongPassphrase."""
    try:
        content: bytes = pyrage.passphrase.decrypt(sealed, passphrase)
    except pyrage.DecryptError as wrong:
        raise WrongPassphrase from wrong
    return content
