"""Limits on guessing: passwords, codes, invitations, recovery sheets. Shared by all processes.

    if not allow(Guess.SECOND_FACTOR, account.pk):      # counted as wrong from here on
        refuse, with the words of a wrong answer or of "too many attempts"
    if code_is_right:
        forget(Guess.SECOND_FACTOR, account.pk)

Call both outside the transaction of the act, or a refusal that rolls back would not be counted.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from random import random

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from suluh.access.domain.attempts import (
    LONGEST_MEMORY,
    RULES,
    Guess,
    Tally,
    attempt,
    was_right,
)
from suluh.access.models import Attempts
from suluh.foundation.requests import writing_in_get

TABLE = Attempts._meta.db_table
CLEAN_UP = 0.01  # the share of guesses at which old tallies are thrown away


def allow(guess: Guess, subject: object) -> bool:
    """Whether one more guess may be judged now; counts it as wrong until `forget` is called.

    `subject` is what RULES keep the count for: an e-mail address, a key, a client's address.
    An account that nobody has is counted like any other. Safe while several guess at once.
    """
    rule, now = RULES[guess], datetime.now(UTC)
    if random() < CLEAN_UP:  # noqa: S311 - not a secret
        throw_away_old()
    with writing_in_get(TABLE), transaction.atomic():
        row = _locked_row(_key(guess, subject))
        before = row.tally if row.count else None
        after, allowed = attempt(rule, before, now)
        if after != before:
            _store(row, after)
    return allowed


def allow_all(guesses: dict[Guess, object]) -> bool:
    """As `allow`, for several at once; each of them has to allow it.

    The client's address comes first: one that was stopped must not go on locking accounts.
    """
    address_first = sorted(guesses, key=lambda guess: guess is not Guess.ADDRESS)
    return all(allow(guess, guesses[guess]) for guess in address_first)


def forget(guess: Guess, subject: object) -> None:
    """The guess that was allowed last proved right."""
    with writing_in_get(TABLE), transaction.atomic():
        row = Attempts.objects.select_for_update().filter(subject=_key(guess, subject)).first()
        if row is None:
            return
        after = was_right(RULES[guess], row.tally)
        if after is None:
            row.delete()
        else:
            _store(row, after)


def throw_away_old() -> int:
    """Delete tallies that no rule remembers any more. Gives their number."""
    before = datetime.now(UTC) - LONGEST_MEMORY - timedelta(hours=1)
    with writing_in_get(TABLE):
        return Attempts.objects.filter(last_at__lt=before).delete()[0]


def _locked_row(key: str) -> Attempts:
    """The row, made when it is missing; others who ask for it wait until the transaction ends."""
    rows = Attempts.objects.select_for_update()
    if found := rows.filter(subject=key).first():
        return found
    now = datetime.now(UTC)
    try:
        with transaction.atomic():
            return Attempts.objects.create(subject=key, count=0, first_at=now, last_at=now)
    except IntegrityError:  # somebody made it in this moment
        return rows.get(subject=key)


def _store(row: Attempts, tally: Tally) -> None:
    for name, value in asdict(tally).items():
        setattr(row, name, value)
    row.save(update_fields=[*asdict(tally), "updated_at"])


def _key(guess: Guess, subject: object) -> str:
    """A keyed hash: the table alone does not tell which addresses were tried."""
    value = f"{guess}:{str(subject).strip().lower()}"
    return salted_hmac("suluh.access.attempts", value, algorithm="sha256").hexdigest()
