"""Keys for services that a file does not number, so that importing it again finds them again."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

_NOT_A_LETTER = re.compile(r"\W+")


def fingerprint(*parts: str) -> str:
    """A stable key made of words, `row-` and 16 hexadecimal digits; case and signs do not count."""
    told = "|".join(_NOT_A_LETTER.sub(" ", part.casefold()).strip() for part in parts)
    return f"row-{hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"


class Unique:
    """Gives each key once: the second of its kind becomes `key-2`, the third `key-3`."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._given: set[str] = set()

    def __call__(self, key: str) -> str:
        self._seen[key] += 1
        given = key if self._seen[key] == 1 else f"{key}-{self._seen[key]}"
        while given in self._given:
            self._seen[key] += 1
            given = f"{key}-{self._seen[key]}"
        self._given.add(given)
        return given
