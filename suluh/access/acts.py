"""The acts that can be recorded, from data/acts.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from suluh.access.domain.acts import ActBook, Words, act_book
from suluh.access.roles import roles
from suluh.access.two_people import joint_kinds
from suluh.kernel.languages import LANGUAGES

OWN_ROLE = "own"  # what it may do stands in the entry that `described_in` names
FILE = Path(__file__).parent / "data" / "acts.toml"


@cache
def acts() -> ActBook:
    """Raises UnknownToTheLog when the file contradicts itself."""
    lists: dict[str, dict[str, Words]] = {
        "roles": {
            **{role.code: role.labels for role in roles().roles.values()},
            OWN_ROLE: {"en": "a role of this office", "id": "peran milik kantor ini"},
        },
        "capabilities": {each.code: each.words for each in roles().capabilities.values()},
        "powers": _powers(),
        "joint": {each.code: each.words for each in joint_kinds().values()},
        "languages": {code: {"en": language.own_name} for code, language in LANGUAGES.items()},
    }
    return act_book(tomllib.loads(FILE.read_text(encoding="utf-8")), lists)


def power(capability: str, scope: str) -> str:
    """How the log names a capability that reaches so far."""
    return f"{capability}:{scope}"


def _powers() -> dict[str, Words]:
    """Every capability with each of its reaches, in words; the reach unless there is only one."""
    book = roles()
    return {
        power(each.code, scope): each.words
        if len(each.scopes) == 1
        else {
            language: f"{words} ({book.reaches[scope][language]})"
            for language, words in each.words.items()
        }
        for each in book.capabilities.values()
        for scope in each.scopes
    }


def role_code(role: str) -> str:
    """How the log names a role: by its code, or as one that the office made."""
    return role if role in roles().roles else OWN_ROLE
