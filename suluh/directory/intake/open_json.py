"""Read a JSON document."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any

import orjson

from suluh.directory.intake.limits import JSON_DEPTH
from suluh.directory.intake.tables import Contents, Refused


def read(path: Path) -> Contents:
    """One JSON file that has passed guard.inspect. Raises Refused as `parse` does."""
    return Contents("json", documents={path.name: parse(path.name, path.read_bytes())})


def parse(file: str, data: bytes) -> Any:
    """The document. Raises Refused when it is no JSON, or nested too deep to be a directory."""
    try:
        document = orjson.loads(_as_utf8(data))
    except ValueError as error:
        if "depth" in str(error):
            raise Refused("file.json.deep", file=file, limit=JSON_DEPTH) from error
        line = getattr(error, "lineno", 1)
        raise Refused("file.json.broken", file=file, line=line) from error
    if _deeper_than(document, JSON_DEPTH):
        raise Refused("file.json.deep", file=file, limit=JSON_DEPTH)
    return document


def _as_utf8(data: bytes) -> bytes:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16").encode()
    return data.removeprefix(codecs.BOM_UTF8)


def _deeper_than(document: Any, depth: int) -> bool:
    """Whether lists and objects stand in each other more than `depth` times."""
    level = [document]
    for _ in range(depth + 1):
        nested = [value for value in level if isinstance(value, dict | list)]
        level = [
            child
            for value in nested
            for child in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(level)
