"""What every request gets without asking: safe headers, and a GET that changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()" for feature in ("camera", "display-capture", "geolocation", "microphone", "usb")
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    # Nothing comes from elsewhere, so a process of its own in the browser costs nothing.
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Origin-Agent-Cluster": "?1",
    "Cache-Control": "no-store",
}


class SafeHeaders:
    """Add the headers that Django does not know. A response that set one itself keeps its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class WriteInGet(RuntimeError):
    """A page that should only read tried to change the database."""


# The only table that every GET may write: keeping a visit alive.
MAY_WRITE = frozenset({"access_visit"})
_also: ContextVar[frozenset[str]] = ContextVar("tables_a_get_may_also_write", default=frozenset())
_READS = re.compile(
    r"\s*(SELECT|EXPLAIN|PRAGMA|SHOW|SET|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE
)
_WRITES = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)


class ReadOnlyGet:
    """On GET and HEAD refuse every statement that is not plainly a read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with ExitStack() as guards:
            for connection in connections.all():
                guards.enter_context(connection.execute_wrapper(refuse_writes))
            return self.get_response(request)


@contextmanager
def writing_in_get(*tables: str) -> Iterator[None]:
    """Within this block a GET may write these tables too. For one step, never for a whole page."""
    token = _also.set(frozenset(tables))
    try:
        yield
    finally:
        _also.reset(token)


def refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Wraps one statement. Raises WriteInGet, naming the verb but never a value."""
    written = _WRITES.match(sql)
    if not _READS.match(sql) and not (written and written[1] in MAY_WRITE | _also.get()):
        raise WriteInGet(f"GET may not run: {' '.join(sql.split()[:3])}")
    return execute(sql, params, many, context)
