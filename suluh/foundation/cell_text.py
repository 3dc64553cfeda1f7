"""Text for the cells of a spreadsheet that nobody can make a program of.

A spreadsheet takes a cell that begins with one of these for a formula, which can send its
neighbours to another machine. (OWASP, CSV Injection; full-width forms are folded by Excel in some
languages.) Not for files that are read back: it changes the text.
"""

from __future__ import annotations

_BEGINS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def harmless(text: str) -> str:
    """`text`, behind an apostrophe where a spreadsheet would otherwise calculate it.

    Blanks and characters that are not seen do not hide what comes after them.
    """
    begins = next((each for each in text if each.isprintable() and not each.isspace()), "")
    dangerous = text[:1] in _BEGINS_FORMULA or begins in _BEGINS_FORMULA
    return f"'{text}" if text and dangerous else text
