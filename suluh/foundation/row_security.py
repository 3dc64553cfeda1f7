"""Whose rows the database shows: nobody's, those of one agency, or every agency's (docs/adr/0016).

The second wall. A queryset that forgot its scope, and raw SQL, still meet the policies of
PostgreSQL, which compare each row with what stands here. SQLite has no policies: there nothing of
this has any effect.

Nothing is in sight until somebody says so. The guard does for the agency of the actor, the command
line for every agency. Rows are fetched when a queryset is evaluated, so evaluate it in the block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse

SETTING = "suluh.agency"  # the name under which PostgreSQL is told
NOBODY = ""
EVERY_AGENCY = "*"
# For connections that Django does not make: of the owner, who copies all tables or restores them.
SHOW_EVERY_AGENCY = f"SET {SETTING} = '{EVERY_AGENCY}'"

_in_sight: ContextVar[str] = ContextVar("rows_in_sight", default=NOBODY)


def in_sight() -> str:
    """NOBODY, EVERY_AGENCY, or the identifier of one agency."""
    return _in_sight.get()


@contextmanager
def rows_of_agency(agency_id: UUID | None) -> Iterator[None]:
    """Within this block the database shows and takes the rows of one agency alone. None: no rows.

    Raises TypeError for anything that is no UUID.
    """
    if agency_id is not None and not isinstance(agency_id, UUID):
        raise TypeError("an agency is named by its UUID")
    with _seeing(str(agency_id) if agency_id else NOBODY):
        yield


@contextmanager
def rows_of_every_agency(*, reason: str) -> Iterator[None]:
    """Within this block the wall is open. For one look-up before there is an actor, or the machine.

    `reason` is for the reader of the code; a test lists every place that uses this. It also stands
    before a function: `@rows_of_every_agency(reason="...")`.
    """
    if not reason.strip():
        raise ValueError("rows_of_every_agency() needs a reason")
    with _seeing(EVERY_AGENCY):
        yield


@contextmanager
def rows_of_nobody() -> Iterator[None]:
    """Within this block no row of any agency is in sight."""
    with _seeing(NOBODY):
        yield


@contextmanager
def _seeing(scope: str) -> Iterator[None]:
    token = _in_sight.set(scope)
    try:
        yield
    finally:
        _in_sight.reset(token)


class NothingInSight:
    """Middleware, the outermost: a request sees no row until a guard says whose it may see."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with rows_of_nobody():
            return self.get_response(request)
