"""The engines of the search benchmark: the edition, two tokenizers of FTS5, and LIKE.

The peers hold the same texts as they stand, in a file of their own. Each answers as a page needs
it: how many rows there are, and the first 20, ranked with bm25 (LIKE: as they stand).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

from suluh.content.tokenizer import match_expression
from suluh.directory.edition.finding import Wanted
from suluh.directory.edition.reader import Edition, open_edition

PAGE = 20  # services
PREFIX_FROM = 4  # letters: the peers look for beginnings of words where ours does
SHORTEST_TRIGRAM = 3
NAMES = {
    "suluh": "Suluh edition",
    "unicode61": "FTS5 unicode61",
    "trigram": "FTS5 trigram",
    "like": "LIKE '%word%'",
}
_TOKENIZERS = {"unicode61": "unicode61 remove_diacritics 2", "trigram": "trigram"}


class Engine(Protocol):
    """A file that can be searched."""

    def ask(self, typed: str) -> int:
        """Count, find the first page and read it. The number of rows found."""

    def rows(self, typed: str) -> set[int]:
        """The numbers of all rows found, from 1 in the order of writing."""

    def index_bytes(self) -> int:
        """What the index takes in the file, without the texts."""


def edition_file(folder: Path) -> Path:
    """Where the public door looks for its edition when SULUH_HOME is `folder`."""
    return folder / "published" / "edition.sqlite3"


def file_of(engine: str, folder: Path) -> Path:
    return edition_file(folder) if engine == "suluh" else folder / f"{engine}.sqlite3"


def open_engine(engine: str, folder: Path) -> Engine:
    path = file_of(engine, folder)
    if engine == "suluh":
        return _Suluh(path)
    return _Like(path) if engine == "like" else _Fts5(path, engine)


def build(engine: str, folder: Path, rows: Iterable[tuple[str, str]]) -> None:
    """The file of a peer: its texts, and for FTS5 the index over them."""
    with closing(sqlite3.connect(file_of(engine, folder), isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
        database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, name TEXT, words TEXT)")
        database.executemany("INSERT INTO row (name, words) VALUES (?, ?)", rows)
        if engine in _TOKENIZERS:
            database.execute(
                "CREATE VIRTUAL TABLE search USING fts5(name, words, content='row',"
                f" content_rowid='id', tokenize='{_TOKENIZERS[engine]}')"
            )
            database.execute("INSERT INTO search(search) VALUES ('rebuild')")
        database.execute("COMMIT")
        if engine in _TOKENIZERS:
            database.execute("INSERT INTO search(search) VALUES ('optimize')")
        database.execute("VACUUM")


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _number(database: sqlite3.Connection, query: str, values: Sequence[str] = ()) -> int:
    number: int = database.execute(query, values).fetchone()[0]
    return number


class _Suluh:
    """Asked as the public door asks it."""

    def __init__(self, path: Path) -> None:
        self.edition: Edition = open_edition(path)
        self._database = _read_only(path)

    def ask(self, typed: str) -> int:
        return self.edition.find(Wanted(words=typed), limit=PAGE).total

    def rows(self, typed: str) -> set[int]:
        """By the words themselves, without kinds of help that everyday words stand for."""
        match = match_expression(self.edition.meta.everyday.without_noise(typed))
        return _matching(self._database, match)

    def index_bytes(self) -> int:
        return _index_bytes(self._database)


class _Fts5:
    """Every word, each as a phrase in quotation marks."""

    def __init__(self, path: Path, tokenizer: str) -> None:
        self._database = _read_only(path)
        self._trigram = tokenizer == "trigram"

    def ask(self, typed: str) -> int:
        match = self._match(typed)
        if not match:
            return 0
        found = _number(self._database, "SELECT COUNT(*) FROM search WHERE search MATCH ?", [match])
        self._database.execute(
            "SELECT row.name, row.words FROM (SELECT rowid AS id FROM search WHERE search MATCH ?"
            " ORDER BY bm25(search, 8.0, 1.0) LIMIT ?) JOIN row USING (id)",
            (match, PAGE),
        ).fetchall()
        return found

    def rows(self, typed: str) -> set[int]:
        return _matching(self._database, self._match(typed))

    def index_bytes(self) -> int:
        return _index_bytes(self._database)

    def _match(self, typed: str) -> str:
        """Trigrams find parts of words anyway, and no word of fewer than three letters."""
        words = [word.replace('"', '""') for word in typed.split()]
        if self._trigram:
            return " AND ".join(f'"{word}"' for word in words if len(word) >= SHORTEST_TRIGRAM)
        stars = ["*" if len(word) >= PREFIX_FROM else "" for word in words]
        return " AND ".join(f'"{word}"{star}' for word, star in zip(words, stars, strict=True))


class _Like:
    """Every word, anywhere in the texts."""

    def __init__(self, path: Path) -> None:
        self._database = _read_only(path)

    def ask(self, typed: str) -> int:
        condition, values = self._condition(typed)
        found = _number(self._database, f"SELECT COUNT(*) FROM row WHERE {condition}", values)  # noqa: S608
        self._database.execute(
            f"SELECT name, words FROM row WHERE {condition} ORDER BY id LIMIT {PAGE}",  # noqa: S608
            values,
        ).fetchall()
        return found

    def rows(self, typed: str) -> set[int]:
        condition, values = self._condition(typed)
        rows = self._database.execute(f"SELECT id FROM row WHERE {condition}", values)  # noqa: S608
        return {number for (number,) in rows}

    def index_bytes(self) -> int:
        return 0

    @staticmethod
    def _condition(typed: str) -> tuple[str, list[str]]:
        words = typed.split()
        condition = " AND ".join(["(name LIKE ? OR words LIKE ?)"] * len(words))
        return condition, [f"%{word}%" for word in words for _column in ("name", "words")]


def _matching(database: sqlite3.Connection, match: str) -> set[int]:
    if not match:
        return set()
    rows = database.execute("SELECT rowid FROM search WHERE search MATCH ?", (match,))
    return {number for (number,) in rows}


def _index_bytes(database: sqlite3.Connection) -> int:
    return _number(
        database,
        "SELECT (SELECT SUM(LENGTH(block)) FROM search_data)"
        " + (SELECT SUM(LENGTH(sz)) FROM search_docsize)",
    )
