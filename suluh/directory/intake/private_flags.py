"""Flags by which other programs mark a row that must not be shown.

Such rows often stay in an export beside their flag: in one public civic export 30 of 34 rows
marked private still carried the address. So the flag is honoured when the file is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from suluh.directory.intake.hsds_names import names

ADDRESS, CONTACT = "address", "contact"


@cache
def _words(group: str) -> tuple[str, ...]:
    words: Iterable[str] = names()["private"][group]
    return tuple(sorted(words, key=len, reverse=True))


@lru_cache(maxsize=4096)
def parts_flagged(column: str) -> frozenset[str]:
    """What a column of this name marks: ADDRESS, CONTACT, both, or nothing at all.

    `address_private` marks the address, `phone_private` the contact, `confidential` both;
    `private room` is no flag, because it says something else beside.
    """
    told = " ".join(re.split(r"[\W_]+", column.casefold())).strip()
    flag = next((word for word in _words("words") if re.search(rf"\b{word}\b", told)), "")
    rest = set(re.sub(rf"\b{flag}\b", " ", told).split()) if flag else set()
    meant = {part for part in (ADDRESS, CONTACT) if rest & set(_words(part))}
    known = {*_words(ADDRESS), *_words(CONTACT), *_words("beside")}
    if not flag or rest - known:
        return frozenset()
    return frozenset(meant or (ADDRESS, CONTACT))


def says_yes(value: str) -> bool:
    return value.strip().casefold() in _words("yes")
