"""The few numbers for urgent help: in the edition, and beside it for the day it cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from suluh.directory.edition.contents import PublicService, Values
from suluh.directory.edition.opening import is_always_open

TYPES = ("hotline", "emergency")  # in this order: a hotline decides with the caller what is next
CALLED = ("free_phone", "phone")  # channels on which one speaks
MOST = 5  # numbers: more is a list to read, not help
FILE_NAME = "urgent.json"


@dataclass(frozen=True, slots=True)
class UrgentNumber:
    """A number to call. `name` is in each language, `languages` are those spoken there."""

    name: Mapping[str, str]
    value: str
    extension: str
    is_free: bool
    any_hour: bool
    languages: tuple[str, ...]


def is_free(contact: Values) -> bool:
    """Known to be free to call; a free-phone line is, unless someone noted otherwise."""
    noted = contact.get("free_to_call")
    return noted == "yes" or (contact.get("channel") == "free_phone" and noted != "no")


def urgent_numbers(services: Iterable[PublicService]) -> tuple[UrgentNumber, ...]:
    """At most MOST, each once: those that answer at any hour first, of those the free ones."""
    found = [(_preference(service, each), each) for service in services for each in _of(service)]
    found.sort(key=lambda pair: pair[0])
    by_value = {number.value: number for _preferred, number in reversed(found)}
    first = [number for _preferred, number in found if by_value.pop(number.value, None)]
    return tuple(first[:MOST])


def _of(service: PublicService) -> Iterator[UrgentNumber]:
    values = service.values
    if not set(TYPES) & set(values.get("types", ())) or values.get("status", "active") != "active":
        return
    for contact in service.contacts:
        if contact.get("channel") in CALLED and contact.get("value"):
            yield UrgentNumber(
                name=dict(values.get("name", {})),
                value=contact["value"],
                extension=contact.get("extension", ""),
                is_free=is_free(contact),
                any_hour=is_always_open(values.get("hours", "")),
                languages=tuple(values.get("languages_staff", ())),
            )


def _preference(service: PublicService, number: UrgentNumber) -> tuple[bool, bool, int]:
    kinds = set(service.values.get("types", ()))
    kind = next(place for place, code in enumerate(TYPES) if code in kinds)
    return not number.any_hour, not number.is_free, kind


def as_json(numbers: Iterable[UrgentNumber]) -> list[dict[str, Any]]:
    return [asdict(number) for number in numbers]


def from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[UrgentNumber, ...]:
    """Raises KeyError or TypeError for rows of another shape."""
    return tuple(
        UrgentNumber(
            name=dict(row["name"]),
            value=str(row["value"]),
            extension=str(row["extension"]),
            is_free=bool(row["is_free"]),
            any_hour=bool(row["any_hour"]),
            languages=tuple(map(str, row["languages"])),
        )
        for row in rows
    )


def last_numbers(edition_file: Path) -> tuple[UrgentNumber, ...]:
    """The numbers of the last good edition at this place; none when nobody wrote them down."""
    try:
        return from_json(orjson.loads(edition_file.with_name(FILE_NAME).read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return ()
