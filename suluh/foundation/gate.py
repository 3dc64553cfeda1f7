"""The gate in front of both doors: what a web server would let through, and no door should.

Waitress hands over whatever came in. Django reads forms in any encoding that Python knows, prints
whatever breaks before a page is chosen, and answers HEAD with a body. All three end here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data"
LONGEST_PATH = 8_192  # bytes: a sealed address has some 400
_CHARSETS = ("", "utf-8", "utf8")
_log = logging.getLogger(__name__)


def gate(application: Application, *, forms: tuple[str, ...]) -> Application:
    """`application`, reached only by requests with a short path and a form of one of `forms`."""

    def answer(environ: Environ, start: StartResponse) -> Iterable[bytes]:
        kind = _kind(environ.get("CONTENT_TYPE") or "")
        if environ["REQUEST_METHOD"] == "POST" and kind not in forms:
            return _refuse(start, "415 Unsupported Media Type")
        if len(environ.get("PATH_INFO", "")) > LONGEST_PATH:
            return _refuse(start, "414 URI Too Long")
        if kind not in forms:
            environ["CONTENT_TYPE"] = ""
        try:
            body = application(environ, start)
        except Exception as error:  # nothing of the request may reach a log
            _log.error("A page could not be made (%s).", type(error).__name__)
            return _refuse(start, "500 Internal Server Error")
        return _nothing_of(body) if environ["REQUEST_METHOD"] == "HEAD" else body

    return answer


def _kind(content_type: str) -> str:
    """The media type, "" when its charset is not UTF-8 or is written in a roundabout way."""
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    for parameter in parameters:
        name, _equals, value = parameter.partition("=")
        if name.startswith("charset") and (name != "charset" or value.strip('"') not in _CHARSETS):
            return ""
    return kind


def _nothing_of(body: Iterable[bytes]) -> Iterable[bytes]:
    """The headers were sent; the body is made, thrown away and closed."""
    try:
        for _part in body:
            pass
    finally:
        getattr(body, "close", lambda: None)()
    return []


def _refuse(start: StartResponse, status: str) -> Iterable[bytes]:
    words = f"{status[4:]}. Go back, or to the start page.".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(words))),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'none'"),
    ]
    start(status, headers)
    return [words]
