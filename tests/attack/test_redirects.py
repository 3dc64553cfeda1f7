"""Where the workspace sends a browser: to itself, whatever was asked for."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast, code_of_now
from tests.conftest import Enter, shown_now

ELSEWHERE = (
    "//evil.example", "///evil.example", "////evil.example/x", "https://evil.example",
    "https:evil.example", "http:///evil.example", "https:/evil.example", "\\\\evil.example",
    "/\\evil.example", "\\/evil.example", "/\t/evil.example", "\t//evil.example",
    "/\n/evil.example", " //evil.example", "\x00//evil.example", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "//testserver@evil.example",
    "https://testserver@evil.example", "https://testserver.evil.example", "//evil。example",
    "//ⓔvil.example", "http://[::1", "//[evil", "https://evil.example\\@testserver",
    "//evil.example/%2f..", "ftp://testserver/", ";//evil.example",
    # Names that the doors answer to, but with another program behind them.
    "http://localhost/", "https://127.0.0.1/x", "http://testserver:9000/",
)  # fmt: skip
SPLIT = ("/%0d%0aSet-Cookie:x=1", "/\r\nSet-Cookie: x=1", "/x\nLocation: //evil.example", "/ü/😀")


def _stays(answer: object) -> bool:
    """Nowhere else, and nothing that ends a header. As a browser reads it: tabs and line ends are
    left out, and a backslash is a slash."""
    headers = answer.headers  # type: ignore[attr-defined]
    to = str(headers.get("Location", "/"))
    seen = to.translate({ord(each): None for each in "\t\r\n"}).strip().replace("\\", "/")
    whole = "".join(f"{name}:{value}" for name, value in headers.items())
    ours = urljoin("http://testserver/account/", seen).startswith("http://testserver/")
    return ours and "\r" not in whole and "\n" not in whole and "x" not in answer.cookies  # type: ignore[attr-defined]


@pytest.mark.parametrize("target", [*ELSEWHERE, *SPLIT])
def test_signing_in(target: str, cast: Cast) -> None:
    client = Client()
    client.get("/account/sign-in/", {"next": target})
    posted = {"login": cast.omar.email, "password": PASSWORD, "next": target}
    answer = client.post("/account/sign-in/", posted)
    assert _stays(answer)
    assert _stays(client.post("/account/sign-in/code/", {"code": code_of_now(), "next": target}))


@pytest.mark.parametrize("target", [*ELSEWHERE, *SPLIT])
def test_signing_out_and_in_again_while_signed_in(target: str, cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    assert _stays(client.get("/account/sign-in/", {"next": target}))
    assert _stays(client.post("/account/sign-out/", {"next": target}))


@pytest.mark.parametrize("target", [*ELSEWHERE, *SPLIT])
def test_showing_that_it_is_you(target: str, cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    page = client.get("/account/confirm/", {"next": target}).content.decode()
    kept = re.findall(r'name="next" value="([^"]*)', page)
    assert [each for each in kept if not re.match(r"/(?![/\\])", each)] == []
    for where in ("/account/confirm/", f"/account/confirm/?next={target}"):
        assert _stays(client.post(where, {"password": PASSWORD, "next": target}))


@pytest.mark.parametrize("target", [*ELSEWHERE, *SPLIT])
def test_unlocking(target: str, cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    assert _stays(client.post("/account/lock/", {"next": target}))
    assert _stays(client.post("/account/unlock/", {"password": PASSWORD, "next": target}))


@pytest.mark.parametrize("target", [*ELSEWHERE, *SPLIT])
def test_choosing_a_language(target: str, cast: Cast, enter: Enter) -> None:
    for client in (Client(), enter(cast.ilya)):
        posted = {"language": "id", "next": target}
        assert _stays(client.post("/language/", posted))
        assert _stays(client.post("/language/", posted, HTTP_REFERER=target.strip()))


@pytest.mark.parametrize("target", [*ELSEWHERE, *SPLIT])
def test_a_referer_leads_nowhere_else_and_is_no_fault(
    target: str, cast: Cast, enter: Enter
) -> None:
    """A page that only takes POST leads back to where the button was pressed."""
    client = enter(cast.omar)
    shown_now(client, cast.omar, ago=3600)
    stale = reverse("joint_approve", kwargs={"pk": cast.omar.pk})
    for referer in (target, f"http://testserver{target}", f"http://testserver/{target}"):
        answer = client.post(stale, HTTP_REFERER=referer)
        assert answer.status_code == 302
        assert _stays(answer)
        asked = client.get(answer["Location"]).content.decode()
        assert 'name="next" value="//' not in asked


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/..", "/\\evil.example/", "/%0d%0aSet-Cookie:x=1/"]
)
def test_an_address_that_looks_like_another_site(path: str, cast: Cast, enter: Enter) -> None:
    """Also where a slash is added, and where a stranger is led to sign in."""
    for client in (Client(), enter(cast.ilya)):
        for tried in (path, path.rstrip("/")):
            answer = client.get("/", PATH_INFO=tried)
            assert answer.status_code in {301, 302, 404}
            assert _stays(answer)


HOSTS = ("evil.example", "testserver.evil.example", "testserver@evil.example", "testserver:80@evil",
         "evil.example:80", "testserver, evil.example", "[::1", "",
         "TESTSERVER.", ".testserver")  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_gets_no_page_and_is_never_quoted(host: str, cast: Cast) -> None:
    answer = Client().get("/account/sign-in/", HTTP_HOST=host)
    assert answer.status_code in {200, 400}
    assert b"evil" not in answer.content
    assert _stays(answer)


@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_SERVER", "HTTP_FORWARDED", "HTTP_X_HOST"]
)
def test_a_header_beside_the_host_is_not_believed(header: str, cast: Cast, enter: Enter) -> None:
    said = {header: "host=evil.example" if header == "HTTP_FORWARDED" else "evil.example"}
    for client in (Client(), enter(cast.ilya)):
        answer = client.get("/", **said)  # type: ignore[arg-type]
        assert b"evil" not in answer.content
        assert "evil" not in str(answer.headers)
        assert client.get("/", HTTP_X_FORWARDED_PROTO="https").status_code == answer.status_code
