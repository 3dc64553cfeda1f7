"""Vocabularies: lists of codes with labels per language, kept in versioned TOML files.

A country changes a file, not a program: a file of the same name in `SULUH_HOME/data/vocabularies`
replaces the one that ships with the product.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from suluh.kernel.languages import pick


class VocabularyError(ValueError):
    """A vocabulary file is missing, unreadable, or breaks the shape described in docs."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a vocabulary. `extra` holds what only this vocabulary knows (icon, phase...)."""

    code: str
    labels: Mapping[str, str]
    extra: Mapping[str, Any] = field(default_factory=dict)

    def label(self, language: str) -> str:
        return pick(dict(self.labels), language)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A named, versioned list of terms, in the order in which people should read them."""

    name: str
    version: int
    source: str
    licence: str
    review: Mapping[str, str]
    terms: Mapping[str, Term]

    def __contains__(self, code: object) -> bool:
        return code in self.terms

    def __getitem__(self, code: str) -> Term:
        return self.terms[code]

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def label(self, code: str, language: str) -> str:
        """The label of `code`; a code this file does not know is shown as it was written."""
        return self.terms[code].label(language) if code in self.terms else code

    def codes_where(self, key: str) -> frozenset[str]:
        """The codes of the terms whose extra value `key` is true."""
        return frozenset(term.code for term in self if term.extra.get(key))


_TOP_KEYS = {"vocabulary", "version", "source", "licence", "review", "term"}


def read_vocabulary(path: Path) -> Vocabulary:
    """Load and check one file. Raises VocabularyError with the file's name and the reason."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise VocabularyError(f"{path.name}: there is no such vocabulary") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path.name}: {error}") from error
    if missing := {"vocabulary", "version", "source", "licence", "term"} - data.keys():
        raise VocabularyError(f"{path.name}: lacks {', '.join(sorted(missing))}")
    if unknown := data.keys() - _TOP_KEYS:
        raise VocabularyError(f"{path.name}: does not know {', '.join(sorted(unknown))}")
    terms: dict[str, Term] = {}
    for row in data["term"]:
        term = _term(row, path.name)
        if term.code in terms:
            raise VocabularyError(f"{path.name}: {term.code} stands twice")
        terms[term.code] = term
    return Vocabulary(
        name=data["vocabulary"],
        version=data["version"],
        source=data["source"],
        licence=data["licence"],
        review=data.get("review", {}),
        terms=terms,
    )


def _term(row: dict[str, Any], file_name: str) -> Term:
    code, labels = row.get("code"), row.get("label")
    if not isinstance(code, str) or not code:
        raise VocabularyError(f"{file_name}: a term has no code")
    if not isinstance(labels, dict) or not labels.get("en"):
        raise VocabularyError(f"{file_name}: {code} has no English label")
    extra = {key: value for key, value in row.items() if key not in {"code", "label"}}
    return Term(code=code, labels=labels, extra=extra)


class Shelf:
    """The vocabularies of one room: those that ship, each replaceable by the installation's own."""

    def __init__(self, shipped: Path, overrides: Path | None = None) -> None:
        self._shipped = shipped
        self._overrides = overrides
        self._loaded: dict[str, tuple[tuple[Path, int], Vocabulary]] = {}

    def __getitem__(self, name: str) -> Vocabulary:
        """The vocabulary in force now: another process may have changed the file since."""
        version = self._version(name)
        if name not in self._loaded or self._loaded[name][0] != version:
            self._loaded[name] = version, read_vocabulary(version[0])
        return self._loaded[name][1]

    def names(self) -> list[str]:
        folders = [self._shipped, *([self._overrides] if self._overrides else [])]
        return sorted({path.stem for folder in folders for path in folder.glob("*.toml")})

    def _version(self, name: str) -> tuple[Path, int]:
        """The file that counts, and when it was changed."""
        if self._overrides:
            own = self._overrides / f"{name}.toml"
            with suppress(FileNotFoundError):
                return own, own.stat().st_mtime_ns
        return self._shipped / f"{name}.toml", 0
