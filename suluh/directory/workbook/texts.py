"""The workbook's fixed words, in every language, as they are compared when a file is read."""

from __future__ import annotations

from suluh.directory import column_words
from suluh.directory.domain.context import folded
from suluh.kernel.languages import LANGUAGES


def in_every_language(key: str, **facts: str) -> set[str]:
    """`text.<key>` in each language, folded for comparison."""
    texts = {column_words.text(f"text.{key}", language) for language in LANGUAGES}
    return {folded(text.format(**facts)) for text in texts}
