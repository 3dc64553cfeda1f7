"""The gate in front of both doors: odd requests end there, and nothing of them is logged."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import pytest

from suluh.foundation.gate import FILES, FORM, LONGEST_PATH, gate

DOOR = (FORM,)


def page(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    start("200 OK", [("Content-Length", "5")])
    return [environ.get("CONTENT_TYPE", "").encode() or b"plain"]


def broken(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    raise LookupError(environ["PATH_INFO"])


def ask(application: Any, forms: tuple[str, ...] = DOOR, **environ: str) -> tuple[str, bytes]:
    said: list[str] = []
    whole = {"REQUEST_METHOD": "GET", "PATH_INFO": "/en/", **environ}
    body = gate(application, forms=forms)(whole, lambda status, _headers: said.append(status))
    return said[0], b"".join(body)


def post(kind: str, forms: tuple[str, ...] = DOOR) -> str:
    return ask(page, forms, REQUEST_METHOD="POST", CONTENT_TYPE=kind)[0]


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=UTF-8", f'{FORM};charset="utf-8"'])
def test_a_form_passes(kind: str) -> None:
    assert post(kind) == "200 OK"


@pytest.mark.parametrize(
    "kind",
    [
        "", "text/plain", FILES, f"{FILES}; boundary=x; charset=punycode", f"{FORM}; charset=zlib",
        f"{FORM}; charset*=nope''%ff", f"{FORM}; charset=utf-7", "application/json",
    ],
)  # fmt: skip
def test_another_form_does_not_reach_the_door(kind: str) -> None:
    assert post(kind) == "415 Unsupported Media Type"


def test_the_workspace_takes_files_in_utf_8_only() -> None:
    assert post(f"{FILES}; boundary=x", (FORM, FILES)) == "200 OK"
    assert post(f"{FILES}; boundary=x; charset=idna", (FORM, FILES)).startswith("415")


def test_a_page_that_is_only_read_sees_no_odd_type() -> None:
    assert ask(page, CONTENT_TYPE="a; charset*=nope''%ff") == ("200 OK", b"plain")


def test_a_path_is_short() -> None:
    assert ask(page, PATH_INFO="/" + "x" * LONGEST_PATH)[0] == "414 URI Too Long"


def test_head_gets_no_body() -> None:
    assert ask(page, REQUEST_METHOD="HEAD") == ("200 OK", b"")


@pytest.mark.asvs("16.2.5")
def test_nothing_of_a_request_that_breaks_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    status, body = ask(broken, PATH_INFO="/en/\nwhat was asked")
    assert status == "500 Internal Server Error"
    assert b"asked" not in body
    assert "asked" not in caplog.text
    assert "LookupError" in caplog.text
