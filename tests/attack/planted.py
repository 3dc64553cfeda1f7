"""Words that stand for a person and occur nowhere else, and all that a program writes down."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

WORDS = {
    "name of a colleague": "Quillavere Ostrandine",
    "address of a colleague": "quillavere@plantedmail.example",
    "name of somebody met": "Marisombra",
    "day of birth": "1987-03-29",
    "telephone": "+6281999777333",
    "street": "Tamarind Lane 4711",
    "password": "wobbling zeppelin marmalade",
    "reason": "Zanthorpe answers this number",
    "agreement": "Krellingsworth clause",
    "role": "Velloquist",
}  # fmt: skip

# Django's own, which quote statements, addresses, hosts and faults. They print nothing in an
# installation: test_hygiene.py shows it with the real settings.
QUOTING = {"django.db", "django.request", "django.security", "django.template"}


def found_in(text: str) -> dict[str, str]:
    """Which of the words stand in it, also as an address or a header writes them."""
    plain = text.casefold()
    return {
        kind: word for kind, word in WORDS.items() for written in _written(word) if written in plain
    }


def _written(word: str) -> set[str]:
    low = word.casefold()
    return {
        low,
        low.replace(" ", "+"),
        low.replace(" ", "%20"),
        low.replace("@", "%40"),
        low.replace("+", "%2b"),
        *(part for part in low.split() if len(part) > 8),
    }


@dataclass
class Written:
    """What went to the log of the program."""

    lines: list[str] = field(default_factory=list)


class _Keeps(logging.Handler):
    """Keeps each record as the most talkative formatter would print it, faults with their text."""

    def __init__(self, kept: Written) -> None:
        super().__init__(logging.DEBUG)
        self.kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(tuple(QUOTING)):
            return
        said = io.StringIO()
        said.write(f"{record.name} {record.levelname} {record.getMessage()}\n")
        if record.exc_info and record.exc_info[1]:
            traceback.print_exception(record.exc_info[1], file=said)
        self.kept.lines.append(said.getvalue())


@contextmanager
def everything_logged() -> Iterator[Written]:
    """All loggers at DEBUG, whatever their settings."""
    kept = Written()
    handler = _Keeps(kept)
    known = [each for each in logging.Logger.manager.loggerDict.values()
             if isinstance(each, logging.Logger)]  # fmt: skip
    every = [logging.getLogger(), *known]
    before = [(each, each.level, each.disabled, list(each.handlers)) for each in every]
    for each in every:
        each.setLevel(logging.DEBUG)
        each.disabled = False
        if each.parent is None or not each.propagate:
            each.addHandler(handler)
    try:
        yield kept
    finally:
        for each, level, disabled, handlers in before:
            each.setLevel(level)
            each.disabled, each.handlers = disabled, handlers
