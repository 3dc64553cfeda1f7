"""What an edition holds, as values: the same for those who write it and those who read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from suluh.content.blocks import Part
from suluh.content.everyday import Everyday
from suluh.content.holidays import Holidays
from suluh.content.vocabularies import Term, Vocabulary

Values = Mapping[str, Any]  # field key -> JSON-native value; see domain/fields.Kind

# Neither vowels, which would make words, nor letters that look like digits on paper.
_LETTERS = "0123456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH = 8


def public_code(identifier: str) -> str:
    """Eight letters that say nothing, the same for the same identifier in every edition."""
    number = int.from_bytes(blake2b(identifier.encode(), digest_size=16).digest(), "big")
    letters = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)


def public_codes(identifiers: Iterable[str]) -> dict[str, str]:
    """A different code for each identifier. The later of two that would share one gets another."""
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for identifier in sorted(set(identifiers)):
        code, turn = public_code(identifier), 0
        while code in taken:
            turn += 1
            code = public_code(f"{identifier} {turn}")
        taken.add(code)
        codes[identifier] = code
    return codes


@dataclass(frozen=True, slots=True)
class PublicService:
    """One service as the whole world may see it. A value that is absent is not known.

    `values` has keys of SERVICE_FIELDS, `organization` has `name` and keys of ORGANIZATION_FIELDS,
    `contacts` and `places` have keys of CONTACT_FIELDS and PLACE_FIELDS: public ones only.
    """

    code: str  # opaque, from public_codes
    values: Values
    organization: Values = field(default_factory=dict)
    contacts: tuple[Values, ...] = ()
    places: tuple[Values, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionMeta:
    """What an edition says of itself.

    `made_at` is ISO 8601 in UTC. `place` names the area in each language, to stand under the title;
    it may be empty. `timezone` is an IANA name, used where a service has none. `vocabularies` are
    those that the services' codes come from, `areas` and `service_types` among them. `reviewed`
    names, for each language that a person has read, who that was; the others are drafts. `parts`
    are the editorial parts in order; `everyday` are the words that people use for kinds of help;
    `salt` makes the codes of kinds, areas and parts this installation's own, so that no list made
    elsewhere tells what an address stands for.
    """

    name: str
    languages: tuple[str, ...]
    made_at: str
    draft: bool
    vocabularies: tuple[Vocabulary, ...]
    place: Mapping[str, str] = field(default_factory=dict)
    timezone: str = ""
    reviewed: Mapping[str, str] = field(default_factory=dict)
    salt: str = ""
    parts: tuple[Part, ...] = ()
    everyday: Everyday = field(default_factory=lambda: Everyday(()))
    holidays: Holidays = field(default_factory=Holidays)

    def vocabulary(self, name: str) -> Vocabulary:
        """The vocabulary of that name; one without terms when the edition has none."""
        for vocabulary in self.vocabularies:
            if vocabulary.name == name:
                return vocabulary
        return Vocabulary(name, version=0, source="", licence="", review={}, terms={})


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of help or an area, with the number of services in it."""

    code: str  # opaque, for addresses
    term: Term
    services: int
