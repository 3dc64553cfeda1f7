"""Areas: every country brings its own, in the lists sheet of its workbook.

What a team writes there is kept in `SULUH_HOME/data/vocabularies/areas.toml`, a file that may also
be written by hand.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from suluh.content.vocabularies import Term, Vocabulary
from suluh.directory.domain import addresses
from suluh.directory.vocabularies import shelf
from suluh.foundation.home import suluh_home

Found = Mapping[str, Any]  # code, label (language -> text), parent (a code or "")


def merged(known: Vocabulary, found: Iterable[Found]) -> Vocabulary:
    """The known areas and those of a workbook; a workbook's words for a known area win."""
    terms = dict(known.terms)
    for area in found:
        if any(addresses.mask(text)[1] for text in area["label"].values()):
            continue  # what looks like an address is no area, and is not kept
        before = dict(terms[area["code"]].labels) if area["code"] in terms else {}
        labels = before | area["label"]
        # A vocabulary needs English words; a team that writes none lends its own.
        labels.setdefault("en", next(iter(labels.values())))
        terms[area["code"]] = Term(area["code"], labels, {"parent": area["parent"]})
    return Vocabulary(known.name, known.version, known.source, known.licence, known.review, terms)


def keep(found: Iterable[Found]) -> None:
    """Remember the areas of an imported workbook, all at once. Does nothing when none are new."""
    known = shelf()["areas"]
    wanted = merged(known, found)
    if wanted.terms == known.terms:
        return
    path = suluh_home().data / "vocabularies" / "areas.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text("\n".join(_lines(wanted)), encoding="utf-8")
    _replace(draft, path)


def _replace(draft: Path, path: Path) -> None:
    try:
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _lines(areas: Vocabulary) -> Iterator[str]:
    """TOML. Its basic strings are written as JSON writes them."""
    yield "# Kept from imported workbooks; may also be edited by hand."
    yield f"vocabulary = {_quoted(areas.name)}"
    yield f"version = {areas.version}"
    yield f"source = {_quoted(areas.source)}"
    yield f"licence = {_quoted(areas.licence)}"
    yield "" if areas.terms else "term = []"
    yield "[review]"
    yield from (f"{_quoted(code)} = {_quoted(by)}" for code, by in areas.review.items())
    for term in areas:
        yield "\n[[term]]"
        yield f"code = {_quoted(term.code)}"
        yield from (
            f"label.{_quoted(code)} = {_quoted(text)}" for code, text in term.labels.items()
        )
        yield f"parent = {_quoted(term.extra.get('parent', ''))}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
