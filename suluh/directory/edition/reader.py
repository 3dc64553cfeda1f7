"""Read an edition file: read-only and immutable, so that reading can change nothing."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import finalize

import orjson

from suluh.content import holidays
from suluh.content.blocks import part_from_json
from suluh.content.everyday import Everyday
from suluh.content.tokenizer import match_expression
from suluh.content.vocabularies import Term, Vocabulary
from suluh.directory.edition import listing, schema, searching, urgent_numbers
from suluh.directory.edition.contents import EditionMeta, Group, PublicService, public_codes
from suluh.directory.edition.finding import Counts, Found, Tally, Wanted, counted
from suluh.directory.edition.searching import MANY, Words, understood
from suluh.directory.edition.urgent_numbers import UrgentNumber


class EditionUnreadable(Exception):
    """There is no edition to show; the four reasons follow."""


class EditionMissing(EditionUnreadable):
    """No file is there yet."""


class EditionTooNew(EditionUnreadable):
    """The file was made by a newer program."""


class EditionTooOld(EditionUnreadable):
    """The file was made by an older program; making the edition again mends it."""


class EditionDamaged(EditionUnreadable):
    """The file is not an edition, or not all of one."""


def open_edition(path: Path) -> Edition:
    """Open the file at `path`. Raises one of the kinds of EditionUnreadable."""
    if not path.is_file():
        raise EditionMissing(path.name)
    try:
        database = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            _require_edition(database)
            return Edition(database)
        except BaseException:
            database.close()
            raise
    except (sqlite3.Error, KeyError, TypeError, ValueError) as error:
        raise EditionDamaged(path.name) from error


def _require_edition(database: sqlite3.Connection) -> None:
    application = database.execute("PRAGMA application_id").fetchone()[0]
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if application != schema.APPLICATION_ID:
        raise EditionDamaged("not an edition file")
    if version > schema.VERSION:
        raise EditionTooNew(f"version {version}")
    if version < schema.VERSION:
        raise EditionTooOld(f"version {version}")
    if database.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise EditionDamaged("not whole")


class Edition:
    """An open edition. Safe to share between threads: SQLite itself takes turns."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        # Closed when the last reader is done with it, or sooner by close().
        self._closing = finalize(self, database.close)
        said = {key: orjson.loads(value) for key, value in database.execute("SELECT * FROM meta")}
        self.meta = _meta(database, said)
        # Made now, so that no reader waits for them.
        self.meta.everyday.prepare()
        _ = self._numbers
        self.urgent: tuple[UrgentNumber, ...] = urgent_numbers.from_json(said["urgent"])

    def close(self) -> None:
        self._closing()

    def types(self, *, area_code: str = "") -> tuple[Group, ...]:
        """The kinds of help that at least one service gives (there), in the vocabulary's order."""
        return self._counted_anew(self._all_types, "type", "area", area_code)

    def areas(self, *, type_code: str = "") -> tuple[Group, ...]:
        """The areas that at least one service (of that kind) reaches, unknown names last."""
        return self._counted_anew(self._all_areas, "area", "type", type_code)

    @cached_property
    def _all_types(self) -> tuple[Group, ...]:
        return self._groups("type", self.meta.vocabulary("service_types"))

    @cached_property
    def _all_areas(self) -> tuple[Group, ...]:
        return self._groups("area", self.meta.vocabulary("areas"))

    def _groups(self, column: str, vocabulary: Vocabulary) -> tuple[Group, ...]:
        counts = self._sums(column, "area" if column == "type" else "type", "")
        named = [term for term in vocabulary if term.code in counts]
        as_found = [Term(code, {"": code}) for code in sorted(counts) if code not in vocabulary]
        before = f"{self.meta.salt}{column} "
        codes = public_codes(before + code for code in counts)
        return tuple(
            Group(codes[before + term.code], term, counts[term.code])
            for term in (*named, *as_found)
        )

    def _counted_anew(
        self, groups: tuple[Group, ...], column: str, other: str, code: str
    ) -> tuple[Group, ...]:
        """Those of `groups` that meet services whose `other` is `code`, with their number."""
        if not code:
            return groups
        counts = self._sums(column, other, code)
        return tuple(
            replace(group, services=counts[group.term.code])
            for group in groups
            if group.term.code in counts
        )

    def _sums(self, column: str, other: str, code: str) -> dict[str, int]:
        """Services by kind (`column` "type") within an area, or by area within a kind."""
        found = {}
        for (area, kind), number in self._numbers.items():
            named = {"area": area, "type": kind}
            if named[other] == code and named[column]:
                found[named[column]] = number
        return found

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], int]:
        """(area, type) -> services, "" for any; read once, as a page may ask for a hundred."""
        rows = self._database.execute("SELECT area, type, SUM(services) FROM tally GROUP BY 1, 2")
        return {(area, kind): number for area, kind, number in rows}

    def find(self, wanted: Wanted, *, start: int = 0, limit: int = MANY) -> Found:
        """A page of the services that fit, or of all that meet it, and how many there are."""
        words = self._understood(wanted)
        tallies = self._tallies(wanted, words)
        counts = counted(tallies, wanted)
        if words is None:
            numbers = listing.page(self._database, wanted, tallies, start=start, limit=limit)
        elif words:
            numbers = searching.page(self._database, wanted, words, start=start, limit=limit)
        else:
            numbers = []
        total = counts.met if wanted.also_unfit else counts.fits
        return Found(counts, total, self._services(numbers))

    def count(self, wanted: Wanted) -> Counts:
        """How many services meet it, and how many of them fit."""
        return counted(self._tallies(wanted, self._understood(wanted)), wanted)

    def _tallies(self, wanted: Wanted, words: Words | None) -> list[Tally]:
        if words is None:
            return listing.tallies(self._database, wanted)
        return searching.tallies(self._database, wanted, words) if words else []

    def _understood(self, wanted: Wanted) -> Words | None:
        """None when the reader wrote nothing; empty Words when the words say nothing."""
        if not wanted.words.strip():
            return None
        everyday = self.meta.everyday
        match = match_expression(everyday.without_noise(wanted.words))
        return understood(self._database, match, everyday.types_for(wanted.words))

    def _services(self, numbers: list[int]) -> tuple[PublicService, ...]:
        marks = ", ".join("?" * len(numbers))
        rows = self._database.execute(
            f"SELECT id, code, record FROM service WHERE id IN ({marks})",  # noqa: S608
            numbers,
        )
        by_number = {number: _service(code, orjson.loads(record)) for number, code, record in rows}
        return tuple(by_number[number] for number in numbers)

    def service(self, code: str) -> PublicService | None:
        """The service under this public code."""
        rows = self._database.execute("SELECT code, record FROM service WHERE code = ?", (code,))
        return next((_service(code, orjson.loads(record)) for code, record in rows), None)


def _service(code: str, record: dict[str, Any]) -> PublicService:
    return PublicService(
        code=code,
        values=record["values"],
        organization=record["organization"],
        contacts=tuple(record["contacts"]),
        places=tuple(record["places"]),
    )


def _meta(database: sqlite3.Connection, said: dict[str, Any]) -> EditionMeta:
    """Raises KeyError, TypeError or ValueError for what no writer of ours wrote."""
    datetime.fromisoformat(said["made_at"])
    if not (isinstance(said["place"], dict) and isinstance(said["timezone"], str)):
        raise TypeError("place or timezone")
    if not isinstance(said["reviewed"], dict):
        raise TypeError("reviewed")
    return EditionMeta(
        name=said["name"],
        languages=tuple(said["languages"]),
        made_at=said["made_at"],
        draft=said["draft"],
        place=said["place"],
        timezone=said["timezone"],
        reviewed=said["reviewed"],
        salt=said["salt"],
        parts=tuple(map(part_from_json, said["parts"])),
        everyday=Everyday.from_json(said["everyday"]),
        holidays=holidays.from_json(said["holidays"]),
        vocabularies=tuple(
            Vocabulary(terms=_terms(database, each["name"]), **each)
            for each in said["vocabularies"]
        ),
    )


def _terms(database: sqlite3.Connection, vocabulary: str) -> dict[str, Term]:
    rows = database.execute(
        "SELECT code, labels, extra FROM term WHERE vocabulary = ? ORDER BY position", (vocabulary,)
    )
    return {
        code: Term(code, orjson.loads(labels), orjson.loads(extra)) for code, labels, extra in rows
    }
