"""Several acts in the same moment, each in a thread with a database connection of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context, copy_context
from threading import Barrier

from django.db import connection

from suluh.access.policy import Refused

Verb = Callable[[], object]


def at_once(*verbs: Verb, refusals: tuple[type[Exception], ...] = (Refused,)) -> Counter[str]:
    """How many were "done", and how many "refused" by one of these errors; others are raised."""
    ready = Barrier(len(verbs))
    inside = [copy_context() for _ in verbs]  # a thread sees the rows that this one sees

    def run(verb: Verb, context: Context) -> str:
        ready.wait(30)
        try:
            context.run(verb)
        except refusals:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(verbs)) as pool:
        return Counter(pool.map(run, verbs, inside))
