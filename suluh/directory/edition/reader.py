"""Read an edition file: read-only and immutable, so that reading can change nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import finalize

import orjson

from suluh.content.tokenizer import match_expression
from suluh.content.vocabularies import Term, Vocabulary
from suluh.directory.edition import schema
from suluh.directory.edition.contents import (
    EditionMeta,
    Found,
    Group,
    PublicService,
    public_codes,
)

MANY = 200  # services: more than anybody reads


class EditionUnreadable(Exception):
    """There is no edition to show; the three reasons follow."""


class EditionMissing(EditionUnreadable):
    """No file is there yet."""


class EditionTooNew(EditionUnreadable):
    """The file was made by a newer program."""


class EditionDamaged(EditionUnreadable):
    """The file is not an edition, or not all of one."""


def open_edition(path: Path) -> Edition:
    """Open the file at `path`. Raises EditionMissing, EditionTooNew or EditionDamaged."""
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
    if database.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise EditionDamaged("not whole")


class Edition:
    """An open edition. Safe to share between threads: SQLite itself takes turns."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        # Closed when the last reader is done with it, or sooner by close().
        self._closing = finalize(self, database.close)
        self.meta = _read_meta(database)

    def close(self) -> None:
        self._closing()

    @cached_property
    def _all_types(self) -> tuple[Group, ...]:
        return self._groups("type", self.meta.vocabulary("service_types"))

    @cached_property
    def _all_areas(self) -> tuple[Group, ...]:
        return self._groups("area", self.meta.vocabulary("areas"))

    def types(self, *, area_code: str = "") -> tuple[Group, ...]:
        """The kinds of help that at least one service gives (there), in the vocabulary's order."""
        return self._counted_within(self._all_types, "type", "area", area_code)

    def areas(self, *, type_code: str = "") -> tuple[Group, ...]:
        """The areas that at least one service (of that kind) reaches, unknown names last."""
        return self._counted_within(self._all_areas, "area", "type", type_code)

    def _groups(self, column: str, vocabulary: Vocabulary) -> tuple[Group, ...]:
        counts: dict[str, int] = dict(
            self._database.execute(
                f"SELECT {column}, COUNT(*) FROM service_{column} GROUP BY {column}"  # noqa: S608
            )
        )
        named = [term for term in vocabulary if term.code in counts]
        as_found = [Term(code, {"": code}) for code in sorted(counts) if code not in vocabulary]
        codes = public_codes(f"{column} {code}" for code in counts)
        return tuple(
            Group(codes[f"{column} {term.code}"], term, counts[term.code])
            for term in (*named, *as_found)
        )

    def _counted_within(
        self, groups: tuple[Group, ...], column: str, other: str, code: str
    ) -> tuple[Group, ...]:
        """Those of `groups` that meet services whose `other` is `code`, counted anew."""
        if not code:
            return groups
        counts: dict[str, int] = dict(
            self._database.execute(
                f"SELECT {column}, COUNT(*) FROM service_{other} JOIN service_{column}"  # noqa: S608
                f" USING (service) WHERE {other} = ? GROUP BY {column}",
                (code,),
            )
        )
        return tuple(
            replace(group, services=counts[group.term.code])
            for group in groups
            if group.term.code in counts
        )

    def services(
        self, *, type_code: str = "", area_code: str = "", start: int = 0, limit: int = MANY
    ) -> Found:
        """Services of one kind, of one area (its own before those of a larger one), or of both.

        `type_code` and `area_code` are codes of the vocabularies.
        """
        wanted = {"type": type_code, "area": area_code}
        joins = "".join(
            f" JOIN service_{each} ON service_{each}.service = id AND {each} = :{each}"
            for each, code in wanted.items()
            if code
        )
        order = "wide, id" if area_code else "id"
        total = self._one(f"SELECT COUNT(*) FROM service{joins}", wanted)  # noqa: S608 - two names
        rows = self._database.execute(
            f"SELECT code, record FROM service{joins} ORDER BY {order} LIMIT :limit OFFSET :start",  # noqa: S608
            {**wanted, "limit": limit, "start": start},
        )
        return Found(total, _services(rows))

    def service(self, code: str) -> PublicService | None:
        """The service under this public code."""
        rows = self._database.execute("SELECT code, record FROM service WHERE code = ?", (code,))
        return next(iter(_services(rows)), None)

    def search(self, text: str, *, start: int = 0, limit: int = MANY) -> Found:
        """Services in whose words, of any language, every word of `text` stands; best first."""
        wanted = match_expression(text)
        if not wanted:
            return Found(0, ())
        total = self._one(
            "SELECT COUNT(*) FROM search WHERE search MATCH :wanted", {"wanted": wanted}
        )
        rows = self._database.execute(
            "SELECT code, record FROM search JOIN service ON service.id = search.rowid"
            " WHERE search MATCH ? ORDER BY bm25(search, 8.0, 1.0), search.rowid LIMIT ? OFFSET ?",
            (wanted, limit, start),
        )
        return Found(total, _services(rows))

    def _one(self, query: str, parameters: dict[str, str]) -> int:
        number: int = self._database.execute(query, parameters).fetchone()[0]
        return number


def _services(rows: Iterable[tuple[str, bytes]]) -> tuple[PublicService, ...]:
    return tuple(_service(code, orjson.loads(record)) for code, record in rows)


def _service(code: str, record: dict[str, Any]) -> PublicService:
    return PublicService(
        code=code,
        values=record["values"],
        organization=record["organization"],
        contacts=tuple(record["contacts"]),
        places=tuple(record["places"]),
    )


def _read_meta(database: sqlite3.Connection) -> EditionMeta:
    said = {key: orjson.loads(value) for key, value in database.execute("SELECT * FROM meta")}
    return EditionMeta(
        name=said["name"],
        languages=tuple(said["languages"]),
        made_at=said["made_at"],
        draft=said["draft"],
        place=said["place"],
        timezone=said["timezone"],
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
