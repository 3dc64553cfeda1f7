"""Random words that a person copies from paper or reads aloud: groups of letters and digits."""

from __future__ import annotations

import math
import secrets

# Written by hand, none looks like another or like a digit: no 0 O, no 1 I L, no U beside V.
LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def spelled(groups: int, size: int) -> str:
    """So many groups of so many letters, as in "k7wm-2dhp"."""
    return "-".join(
        "".join(secrets.choice(LETTERS) for _letter in range(size)) for _group in range(groups)
    )


def bits(groups: int, size: int) -> float:
    """How many yes-or-no guesses such a word is worth."""
    return groups * size * math.log2(len(LETTERS))
