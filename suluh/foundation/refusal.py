"""A command that stops with a sentence for the person at the terminal."""

from __future__ import annotations


class Refusal(Exception):
    """Something the person can mend; the text says what and how. `status` is the exit status."""

    def __init__(self, sentence: str, *, status: int = 3) -> None:
        super().__init__(sentence)
        self.status = status
