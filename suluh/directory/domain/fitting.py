"""Eligibility as bits: an edition keeps two numbers for each service (docs/adr/0012)."""

from __future__ import annotations

from collections.abc import Iterable

from suluh.directory.domain.eligibility import Answer, Answers, Values, Verdict, reasons_for

_BIT = {answer: 1 << position for position, answer in enumerate(Answer)}


def bits(answers: Iterable[Answer]) -> int:
    """One bit for each answer."""
    return sum(_BIT[answer] for answer in set(answers))


def answers_in(number: int) -> Answers:
    """The answers that the bits of `number` stand for; other bits are dropped."""
    return frozenset(answer for answer, bit in _BIT.items() if number & bit)


def fitting(values: Values) -> tuple[int, int]:
    """(asks, refuses): the answers to which this service says "ask first", and those to no.

    Every rule looks at one answer, so the verdict on several is the worst of theirs, and two
    numbers hold the verdicts on all combinations.
    """
    worst = {answer: max(each.verdict for each in reasons_for(values, answer)) for answer in Answer}
    return (
        bits(answer for answer, verdict in worst.items() if verdict is Verdict.ASK),
        bits(answer for answer, verdict in worst.items() if verdict is Verdict.NOT),
    )
