"""Write an edition file: everything new, checked, then put in the old one's place in one step."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import orjson

from suluh.content import holidays
from suluh.content.blocks import part_to_json
from suluh.content.tokenizer import index_text
from suluh.directory.domain.fitting import fitting
from suluh.directory.edition import schema, urgent_numbers
from suluh.directory.edition.allow_list import permitted
from suluh.directory.edition.areas import areas_reached
from suluh.directory.edition.contents import EditionMeta, PublicService
from suluh.directory.edition.reader import open_edition


class EditionNotWhole(RuntimeError):
    """The file just written does not read back; the one in force was left alone."""


# The texts by which a service can be found, beside its name.
_SEARCHED_TEXTS = ("what_you_get", "steps", "what_to_expect", "capacity_note", "public_note")
_SEARCHED_CODES = {"types": "service_types", "serves": "serves", "areas": "areas"}


def write_edition(path: Path, meta: EditionMeta, services: Iterable[PublicService]) -> None:
    """Build the edition beside `path` and then take the place of what was there, all or nothing.

    The draft is opened as the door would open it before it takes the place of anything.
    Raises NotPublic when a service holds anything the allow-list does not name, sqlite3.Error when
    two services share a code, EditionNotWhole when the disk did not keep what was written,
    EditionDamaged when the door could not read it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    services = [permitted(service) for service in services]
    numbers = urgent_numbers.as_json(urgent_numbers.urgent_numbers(services))
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as database:
            # Nobody reads this file yet, so a journal would only cost time.
            database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            database.executescript(schema.TABLES)
            _fill(database, meta, services, numbers)
            _require_whole(database)
        open_edition(draft).close()
        _flush(draft)
        draft.replace(path)
        # Last, so that it never names a number of an edition that did not come into force.
        _put(path.with_name(urgent_numbers.FILE_NAME), orjson.dumps(numbers))
    finally:
        draft.unlink(missing_ok=True)


def _fill(
    database: sqlite3.Connection,
    meta: EditionMeta,
    services: Sequence[PublicService],
    numbers: list[dict[str, Any]],
) -> None:
    database.execute("BEGIN")
    said = [*_meta_rows(meta), ("urgent", orjson.dumps(numbers).decode())]
    database.executemany("INSERT INTO meta VALUES (?, ?)", said)
    database.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?)", _term_rows(meta))
    areas = meta.vocabulary("areas")
    reach_of = cache(lambda named: areas_reached(named, areas))
    tallies: Counter[tuple[str, str, int, int]] = Counter()
    for number, service in enumerate(services, start=1):
        listed = _listed(service, reach_of(tuple(service.values.get("areas", ()))))
        _add(database, meta, number, service)
        _list(database, number, listed)
        tallies.update(listed.tallied())
    rows = [(*key, number) for key, number in sorted(tallies.items())]
    database.executemany("INSERT INTO tally VALUES (?, ?, ?, ?, ?)", rows)
    database.execute("COMMIT")
    database.execute("INSERT INTO search(search) VALUES ('optimize')")
    database.execute("VACUUM")


def _add(
    database: sqlite3.Connection, meta: EditionMeta, number: int, service: PublicService
) -> None:
    values = service.values
    record = {
        "values": values,
        "organization": service.organization,
        "contacts": service.contacts,
        "places": service.places,
    }
    database.execute(
        "INSERT INTO service VALUES (?, ?, ?)", (number, service.code, orjson.dumps(record))
    )
    database.execute(
        "INSERT INTO search(rowid, name, words) VALUES (?, ?, ?)",
        (number, _all_languages(values.get("name")), " ".join(_searched(meta, service))),
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    """Where a service is listed, and its two numbers of eligibility.

    Each kind stands once; each area with whether it is reached only as part of a larger one.
    """

    types: tuple[str, ...]
    reach: Mapping[str, bool]
    fits: tuple[int, int]

    def tallied(self) -> Iterator[tuple[str, str, int, int]]:
        """(area, type, asks, refuses), with "" for any area and any type."""
        return (
            (area, kind, *self.fits) for area in ("", *self.reach) for kind in ("", *self.types)
        )


def _listed(service: PublicService, reach: Mapping[str, bool]) -> _Listed:
    types = tuple(dict.fromkeys(service.values.get("types", ())))
    return _Listed(types, reach, fitting(service.values))


def _list(database: sqlite3.Connection, number: int, listed: _Listed) -> None:
    fits = listed.fits
    database.execute("INSERT INTO fitting VALUES (?, ?, ?)", (number, *fits))
    by_type = [(code, number, *fits) for code in listed.types]
    database.executemany("INSERT INTO service_type VALUES (?, ?, ?, ?)", by_type)
    by_area = [(area, wide, number, *fits) for area, wide in listed.reach.items()]
    database.executemany("INSERT INTO service_area VALUES (?, ?, ?, ?, ?)", by_area)


def _meta_rows(meta: EditionMeta) -> list[tuple[str, str]]:
    said: dict[str, Any] = {
        "name": meta.name,
        "languages": meta.languages,
        "made_at": meta.made_at,
        "draft": meta.draft,
        "place": dict(meta.place),
        "timezone": meta.timezone,
        "reviewed": dict(meta.reviewed),
        "salt": meta.salt,
        "parts": [part_to_json(part) for part in meta.parts],
        "everyday": meta.everyday.to_json(),
        "holidays": holidays.to_json(meta.holidays),
        "vocabularies": [
            {
                "name": each.name,
                "version": each.version,
                "source": each.source,
                "licence": each.licence,
                "review": dict(each.review),
            }
            for each in meta.vocabularies
        ],
    }
    return [(key, orjson.dumps(value).decode()) for key, value in said.items()]


def _term_rows(meta: EditionMeta) -> Iterator[tuple[str, int, str, str, str]]:
    for vocabulary in meta.vocabularies:
        for position, term in enumerate(vocabulary):
            labels, extra = orjson.dumps(dict(term.labels)), orjson.dumps(dict(term.extra))
            yield vocabulary.name, position, term.code, labels.decode(), extra.decode()


def _searched(meta: EditionMeta, service: PublicService) -> Iterator[str]:
    yield _all_languages(service.organization.get("name"))
    for key in _SEARCHED_TEXTS:
        yield _all_languages(service.values.get(key))
    for key, name in _SEARCHED_CODES.items():
        vocabulary = meta.vocabulary(name)
        for code in service.values.get(key, ()):
            yield _all_languages(vocabulary[code].labels if code in vocabulary else {"": code})
    for place in service.places:
        yield index_text(" ".join(str(place.get(key, "")) for key in ("place_name", "locality")))


def _all_languages(texts: Any) -> str:
    return _indexed(tuple((texts or {}).values()))


@lru_cache(maxsize=2_000)  # labels of codes come again in every service
def _indexed(texts: tuple[str, ...]) -> str:
    return " ".join(map(index_text, texts))


def _require_whole(database: sqlite3.Connection) -> None:
    answer = database.execute("PRAGMA integrity_check").fetchone()[0]
    if answer != "ok":
        raise EditionNotWhole(answer)
    database.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 0)")


def _put(path: Path, content: bytes) -> None:
    """The whole content or the old one, never a part."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    _flush(draft)
    draft.replace(path)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
