"""A small edition for tests: Port Tamsin in Oselia, which does not exist (sample.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from suluh.content.everyday import Everyday
from suluh.content.holidays import Holidays
from suluh.content.vocabularies import Shelf, Term, Vocabulary
from suluh.directory import editorial
from suluh.directory.edition.allow_list import VOCABULARIES
from suluh.directory.edition.contents import EditionMeta, PublicService, public_code
from suluh.directory.edition.writer import write_edition
from suluh.directory.vocabularies import SHIPPED
from suluh.kernel.languages import LANGUAGES

_AREAS = (
    Term("oselia", {"en": "Oselia", "km": "អូសេលៀ", "ar": "أوسيليا"}),
    Term("tamsin", {"en": "Tamsin Province", "id": "Provinsi Tamsin"}, {"parent": "oselia"}),
    Term(
        "port-tamsin",
        {"en": "Port Tamsin", "id": "Port Tamsin", "km": "ផតតាំស៊ីន", "ar": "بورت تامسين"},
        {"parent": "tamsin"},
    ),
    Term("lake-harrow", {"en": "Lake Harrow", "id": "Danau Harrow"}, {"parent": "tamsin"}),
)


def vocabularies() -> tuple[Vocabulary, ...]:
    """Those that ship, with the areas of Oselia."""
    shelf = Shelf(SHIPPED)
    shipped = tuple(shelf[name] for name in sorted(VOCABULARIES - {"areas"}))
    areas = {area.code: area for area in _AREAS}
    return (*shipped, Vocabulary("areas", 1, "invented", "CC BY 4.0", {}, areas))


@cache
def _everyday() -> Everyday:
    return editorial.everyday()


def meta(**changes: Any) -> EditionMeta:
    """Edition "demo" in every language, a draft, with the parts and everyday words that ship."""
    whole = EditionMeta(
        name="demo",
        languages=tuple(LANGUAGES),
        made_at="2026-11-20T08:00:00+00:00",
        draft=True,
        vocabularies=vocabularies(),
        place={"en": "Port Tamsin", "km": "ផតតាំស៊ីន", "ar": "بورت تامسين"},
        timezone="Europe/London",
        parts=editorial.parts(),
        everyday=_everyday(),
        holidays=Holidays({date(2026, 12, 1): {"en": "Harbour Day"}}, date(2026, 12, 31)),
    )
    return replace(whole, **changes)


def service(
    key: str,
    /,
    *,
    organization: dict[str, Any] | None = None,
    contacts: Any = (),
    places: Any = (),
    **values: Any,
) -> PublicService:
    """A service with `values`, and a public code made from `key`."""
    return PublicService(
        code=public_code(key),
        values=values,
        organization=organization or {},
        contacts=tuple(contacts),
        places=tuple(places),
    )


BY_KEY: dict[str, PublicService] = {
    key: service(key, **row)
    for key, row in tomllib.loads(
        Path(__file__).with_name("sample.toml").read_text(encoding="utf-8")
    ).items()
}
SERVICES: tuple[PublicService, ...] = tuple(BY_KEY.values())


def with_values(key: str, **values: Any) -> PublicService:
    """A service of the sample, with some values changed."""
    found = BY_KEY[key]
    return replace(found, values={**found.values, **values})


def write_sample(path: Path, *services: PublicService, **changes: Any) -> Path:
    """Write `services`, or the whole sample, at `path`; `changes` go to what it says of itself."""
    write_edition(path, meta(**changes), services or SERVICES)
    return path
