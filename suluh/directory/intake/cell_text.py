"""Cells as text: numbers, dates and markup of spreadsheets as people read them."""

from __future__ import annotations

import html
import re
from datetime import date, datetime, time

_MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]\w*;")
_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^>]*>", re.IGNORECASE)
_ITEM = re.compile(r"<\s*li\b[^>]*>", re.IGNORECASE)
_UNREAD = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]\n]+)\]\((https?://[^\s)]+)\)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
_MANY_BREAKS = re.compile(r"\n{3,}")
_LITERAL_BREAK = re.compile(r"\\r\\n|\\n|\\r")


def text(value: object) -> str:
    """One cell as text: 136.0 as `136`, a date in ISO form, nothing as an empty string."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def has_literal_break(found: str) -> bool:
    """True when line breaks were written out as a backslash and an n (a common export fault)."""
    return "\\n" in found


def plain(found: str) -> str:
    """Prose without markup: HTML and Markdown taken off, written-out line breaks made real.

    HSDS lets `description` hold HTML or Markdown; Suluh keeps words only. Underscores and single
    asterisks are left alone, because they stand in names and footnotes.
    """
    if "\\" in found:
        found = _LITERAL_BREAK.sub("\n", found)
    if "<" in found or "&" in found:
        found = _without_html(found)
    if "[" in found:
        found = _LINK.sub(r"\1 (\2)", found)
    if "**" in found or "__" in found:
        found = _EMPHASIS.sub(r"\2", found)
    if "#" in found:
        found = _HEADING.sub("", found)
    return _MANY_BREAKS.sub("\n\n", found).strip()


def _without_html(found: str) -> str:
    if not _MARKUP.search(found):
        return found
    found = _ITEM.sub("- ", _BREAKS.sub("\n", _UNREAD.sub("", found)))
    return html.unescape(_TAG.sub("", found)).replace("\xa0", " ")
