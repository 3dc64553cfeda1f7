"""Editorial parts: a page of headings, sentences, lists and words, per language, in TOML files.

A country changes a file, not a program: a file of the same name in `SULUH_HOME/data/parts`
replaces the one that ships with the product. A part travels inside the edition file as JSON of the
same shape as its TOML, so that one check guards both:

    part, order, version, icon, source, licence, review.LANGUAGE, title.LANGUAGE, summary.LANGUAGE
    [[block]]  kind = "heading" or "text"   text.LANGUAGE
    [[block]]  kind = "list" or "steps"     [[block.item]]  text.LANGUAGE
    [[block]]  kind = "words"               [[block.item]]  term.LANGUAGE, meaning.LANGUAGE
    [[block]]  kind = "numbers"             nothing: the page puts the edition's numbers there
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suluh.kernel.languages import LANGUAGES

Texts = Mapping[str, str]  # language code -> words, English always among them

# What one line of each kind holds. Kinds of many lines keep them under `item`.
_HOLDS: dict[str, tuple[str, ...]] = {
    "heading": ("text",),
    "text": ("text",),
    "list": ("text",),
    "steps": ("text",),
    "words": ("term", "meaning"),
    "numbers": (),
}
_MANY = frozenset({"list", "steps", "words"})
_WORDS = ("part", "icon", "source", "licence")
_COUNTS = ("order", "version")
_KEYS = {*_WORDS, *_COUNTS, "review", "title", "summary", "block"}
_CODE = re.compile(r"[a-z][a-z0-9_]*")


class BlocksError(ValueError):
    """A part is missing, unreadable, or breaks the shape described above."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a part. `lines` holds tuples of one text, or of two (term, meaning) for `words`.

    `heading` and `text` have one line, `numbers` has none.
    """

    kind: str
    lines: tuple[tuple[Texts, ...], ...] = ()

    @property
    def texts(self) -> tuple[Texts, ...]:
        """All its texts, in reading order."""
        return tuple(texts for line in self.lines for texts in line)


@dataclass(frozen=True, slots=True)
class Part:
    """One editorial page. `icon` is a Lucide name; `summary` is the line under a link to it.

    `review` says of each language "source", "machine-draft", or the name of the reviewer.
    """

    code: str
    order: int
    version: int
    icon: str
    source: str
    licence: str
    review: Mapping[str, str]
    title: Texts
    summary: Texts
    blocks: tuple[Block, ...]

    @property
    def texts(self) -> tuple[Texts, ...]:
        """Title, summary and every text of the blocks, in reading order."""
        return self.title, self.summary, *(texts for block in self.blocks for texts in block.texts)


def read_part(path: Path) -> Part:
    """Load and check one file. Raises BlocksError with the file's name and the reason."""
    try:
        part = part_from_json(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise BlocksError(f"{path.name}: there is no such part") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, BlocksError) as error:
        raise BlocksError(f"{path.name}: {error}") from error
    if part.code != path.stem:
        raise BlocksError(f"{path.name}: calls itself {part.code}")
    return part


def part_from_json(data: Mapping[str, Any]) -> Part:
    """The part that `part_to_json` made `data` of. Raises BlocksError with the reason."""
    _require_keys(data, _KEYS, "the part")
    for key in _WORDS:
        _require(_is_said(data[key]), f"{key} is not a text")
    for key in _COUNTS:
        _require(type(data[key]) is int and data[key] > 0, f"{key} is not a number from 1")
    _require(_CODE.fullmatch(data["part"]), "part is not a code of small letters")
    _require(isinstance(data["block"], list) and data["block"], "there is no block")
    part = Part(
        code=data["part"],
        order=data["order"],
        version=data["version"],
        icon=data["icon"],
        source=data["source"],
        licence=data["licence"],
        review=_per_language(data["review"], "review"),
        title=_texts(data["title"], "title"),
        summary=_texts(data["summary"], "summary"),
        blocks=tuple(_block(row, f"block {n}") for n, row in enumerate(data["block"], 1)),
    )
    spoken = {language for texts in part.texts for language in texts}
    silent = sorted(spoken - part.review.keys())
    _require(not silent, f"review does not say who looked at {', '.join(silent)}")
    return part


def part_to_json(part: Part) -> dict[str, Any]:
    """The part as plain dicts, lists, texts and numbers, in the shape of its TOML file."""
    return {
        "part": part.code,
        "order": part.order,
        "version": part.version,
        "icon": part.icon,
        "source": part.source,
        "licence": part.licence,
        "review": dict(part.review),
        "title": dict(part.title),
        "summary": dict(part.summary),
        "block": [_block_to_json(block) for block in part.blocks],
    }


def _block_to_json(block: Block) -> dict[str, Any]:
    holds = _HOLDS[block.kind]
    rows = [
        {key: dict(texts) for key, texts in zip(holds, line, strict=True)} for line in block.lines
    ]
    if block.kind in _MANY:
        return {"kind": block.kind, "item": rows}
    return {"kind": block.kind, **(rows[0] if rows else {})}


def _block(row: Any, where: str) -> Block:
    _require(isinstance(row, dict) and isinstance(row.get("kind"), str), f"{where} has no kind")
    kind: str = row["kind"]
    _require(kind in _HOLDS, f"{where}: does not know the kind {kind}")
    where = f"{where} ({kind})"
    if kind in _MANY:
        _require_keys(row, {"kind", "item"}, where)
        _require(isinstance(row["item"], list) and row["item"], f"{where} has no item")
        items = [(item, f"{where}, item {n}") for n, item in enumerate(row["item"], 1)]
        return Block(kind, tuple(_line(kind, item, place) for item, place in items))
    line = _line(kind, {key: value for key, value in row.items() if key != "kind"}, where)
    return Block(kind, (line,) if line else ())


def _line(kind: str, row: Any, where: str) -> tuple[Texts, ...]:
    _require_keys(row, set(_HOLDS[kind]), where)
    return tuple(_texts(row[key], f"{where}: {key}") for key in _HOLDS[kind])


def _texts(value: Any, where: str) -> Texts:
    texts = _per_language(value, where)
    _require("en" in texts, f"{where} has no English")
    return texts


def _per_language(value: Any, where: str) -> Texts:
    """A language the program does not know is mostly a slip of the pen: it would never be shown."""
    _require(isinstance(value, dict) and value, f"{where} has no language")
    for language, text in value.items():
        _require(language in LANGUAGES, f"{where}: does not know the language {language}")
        _require(_is_said(text), f"{where}: {language} is empty, or not a text")
    return dict(value)


def _require_keys(row: Any, keys: set[str], where: str) -> None:
    """Exactly these keys, no more and no less."""
    _require(isinstance(row, Mapping), f"{where} is not a table")
    missing, unknown = keys - row.keys(), row.keys() - keys
    _require(not missing, f"{where} lacks {', '.join(sorted(missing))}")
    _require(not unknown, f"{where}: does not know {', '.join(sorted(unknown))}")


def _is_said(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _require(holds: object, reason: str) -> None:
    if not holds:
        raise BlocksError(reason)


class PartShelf:
    """The parts that ship, each replaceable by the installation's own; it may also add some."""

    def __init__(self, shipped: Path, overrides: Path | None = None) -> None:
        self._folders = [shipped, *([overrides] if overrides else [])]

    def __iter__(self) -> Iterator[Part]:
        """The parts in force now, by their `order`. Raises BlocksError for one that is broken."""
        files = {path.name: path for each in self._folders for path in each.glob("*.toml")}
        parts = [read_part(path) for path in files.values()]
        return iter(sorted(parts, key=lambda part: (part.order, part.code)))
