"""The little Markdown that generated pages need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTE = "<!-- Generated from {source} by `make docs`. Do not edit here. -->"


def page(source: str, *blocks: str) -> str:
    """A page whose first line says what it was made from."""
    return "\n\n".join([NOTE.format(source=source), *blocks]) + "\n"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a line break inside a cell becomes a space."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join(f"| {' | '.join(_cell(text) for text in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())
