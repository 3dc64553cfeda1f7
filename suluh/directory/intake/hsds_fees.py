"""What a service costs: one code where the file is plain about it, and the words beside it."""

from __future__ import annotations

from collections.abc import Iterable

from suluh.directory.intake.cell_text import plain
from suluh.directory.intake.hsds_names import names
from suluh.directory.intake.hsds_tables import Row


def says_free(found: str) -> bool:
    """Does a text on fees say that it is free, and nothing else?"""
    return found.casefold().strip(" .!") in names()["free"]["texts"]


def cost_of(service: Row, options: Iterable[Row]) -> tuple[str, str]:
    """(code of the vocabulary cost or "", note or ""). A price makes it `paid`, prose never."""
    texts = [plain(service[column]) for column in ("fees_description", "fees")]
    rows = list(options)
    note = "\n".join(dict.fromkeys(filter(None, (*texts, *map(_told, rows)))))
    if note and not rows and all(says_free(text) for text in texts if text):
        return "free", ""
    amounts = [_number(row["amount"]) for row in rows if row["amount"]]
    if not amounts:
        return "", note
    if any(amounts):
        return ("paid" if all(amounts) else "free_if"), note
    return "free", note


def _number(found: str) -> float:
    try:
        return float(found.replace(",", ""))
    except ValueError:
        return 1.0  # an amount in words is still an amount


def _told(row: Row) -> str:
    amount = " ".join(filter(None, (row["amount"], row["currency"].upper())))
    told = " ".join(filter(None, (amount, row["amount_description"])))
    return f"{row['option']}: {told}" if row["option"] and told else row["option"] or told
