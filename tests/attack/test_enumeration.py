"""Who has an account here? Neither words, status, headers, nor the work done tell.

Work is counted, not timed: how often a password was hashed, and how many statements ran. A clock
on a busy machine tells less than these two, and they are what makes an answer late.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from suluh.access.domain.attempts import Guess
from suluh.access.models import Invitation
from suluh.access.operations.attempts import allow
from suluh.access.operations.joining import invite, withdraw_invitation
from suluh.access.operations.recovery import make_sheet
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter

SIGN_IN, JOIN, RECOVER = "/account/sign-in/", "/join/", "/account/recover/"
WRONG = "eight lamps by the harbour"
CODE = "ABCDE-FGHJK-MNPQR-STVWX-YZ234"
CHANGING = {"Content-Length", "Expires", "Last-Modified"}


@dataclass(frozen=True)
class Answer:
    """All that a stranger sees, and what it cost."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: frozenset[str]
    page: str
    hashed: int
    statements: int


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    count = [0]
    plain = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        count[0] += 1
        return plain(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return count


def ask(hashed: list[int], address: str, sent: dict[str, str], *typed: str) -> Answer:
    """What one answer says, without what was typed and without chance."""
    client = Client()
    client.get(address)
    allow(Guess.ADDRESS, "127.0.0.1")  # the first guess from a place has to make its row
    before = hashed[0]
    with CaptureQueriesContext(connection) as ran:
        answer = client.post(address, sent)
    page = answer.content.decode()
    for each in typed:
        page = page.replace(each, "TYPED")
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    headers = tuple(sorted((name, value) for name, value in answer.headers.items()
                           if name not in CHANGING))  # fmt: skip
    return Answer(
        answer.status_code, headers, frozenset(answer.cookies), page,
        hashed[0] - before, len(ran),
    )  # fmt: skip


@contextmanager
def same_work(allowed: int = 0) -> Iterator[Callable[[Answer, Answer], None]]:
    """Compares; `allowed` statements more or less are named where it is used."""

    def compare(one: Answer, other: Answer) -> None:
        assert (one.status, one.headers, one.cookies) == (
            other.status,
            other.headers,
            other.cookies,
        )
        assert one.page == other.page
        assert one.hashed == other.hashed
        assert abs(one.statements - other.statements) <= allowed, (one.statements, other.statements)

    yield compare


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("known", ["ilya", "dewi", "omar", "noor"])
def test_at_sign_in(known: str, cast: Cast, hashed: list[int]) -> None:
    """Open, closed, with a second factor, of another office: like an address that nobody has.

    One statement between them is nothing beside one argon2.
    """
    email = getattr(cast, known).email
    nobody = "n" * (len(email) - 12) + "@example.org"
    with same_work(allowed=1) as compare:
        one = ask(hashed, SIGN_IN, {"login": email, "password": WRONG}, email)
        compare(one, ask(hashed, SIGN_IN, {"login": nobody, "password": WRONG}, nobody))
        assert one.hashed == 1


@pytest.mark.asvs("6.3.8")
def test_at_sign_in_when_it_was_too_often(cast: Cast, hashed: list[int]) -> None:
    with same_work() as compare:
        found = []
        for email in (cast.ilya.email, "nobod@example.org"):
            for _guess in range(5):
                ask(hashed, SIGN_IN, {"login": email, "password": WRONG})
            found.append(ask(hashed, SIGN_IN, {"login": email, "password": PASSWORD}, email))
        compare(*found)
        assert found[0].hashed == 0


@pytest.mark.asvs("6.3.8")
def test_with_the_sheet_of_an_office(cast: Cast, hashed: list[int]) -> None:
    """An administrator, a colleague who is none, somebody elsewhere, and nobody.

    Three statements more for whoever manages accounts: less than a millisecond; five
    guesses and then waits, and a code of 150 bits beside it.
    """
    make_sheet(cast.actor(cast.omar))
    with same_work(allowed=3) as compare:
        found = [
            ask(hashed, RECOVER, {"email": email, "code": CODE}, email)
            for email in (cast.omar.email, cast.ilya.email, cast.noor.email, "nobo@example.org")
        ]
        for other in found[1:]:
            compare(found[0], other)
        assert found[0].hashed == 0


@pytest.mark.asvs("6.3.8")
def test_with_the_code_of_an_invitation(cast: Cast, hashed: list[int]) -> None:
    """Unknown, withdrawn, and for an address that has an account by now: nobody is told which.

    What more is looked up happens only for a code that was real: whoever has one knows that.
    """
    omar = cast.actor(cast.omar)
    gone, withdrawn = invite(omar, full_name="A", email="a@example.org", role="reader")
    withdraw_invitation(omar, invitation=gone)
    taken_row, taken = invite(omar, full_name="B", email="b@example.org", role="reader")
    Invitation._base_manager.filter(pk=taken_row.pk).update(email=cast.noor.email)
    sent = {"password": WRONG, "again": WRONG}
    with same_work(allowed=5) as compare:
        found = [
            ask(hashed, JOIN, {"code": code, **sent}, code) for code in (CODE, withdrawn, taken)
        ]
        for other in found[1:]:
            compare(found[0], other)
        assert found[0].hashed == 0


def test_inviting_tells_nothing_of_other_offices(cast: Cast, enter: Enter) -> None:
    """Noor has an account elsewhere: inviting her address looks like inviting anybody's."""
    pages = []
    for email in (cast.noor.email, "nobo@example.org"):
        sent = {"full_name": "Somebody", "email": email, "role": "reader"}
        answer = enter(cast.omar).post("/accounts/invite/", sent)
        plain = re.sub(r"\b[A-Z2-9]{5}\b|[0-9a-f-]{36}|csrf.*?>", "", answer.content.decode())
        pages.append((answer.status_code, plain.replace(email, "TYPED")))
    assert pages[0] == pages[1]
    assert pages[0][0] == 200


@pytest.mark.parametrize("address", ["/account/signup/", "/account/password/reset/", "/admin/",
                                     "/account/email/", "/accounts/login/", "/.env", "/static/../",
                                     "/files/", "/media/", "/db/suluh.sqlite3"])  # fmt: skip
def test_an_address_that_others_have_is_none_here(address: str, cast: Cast, enter: Enter) -> None:
    assert Client().get(address).status_code in {302, 404}
    assert enter(cast.omar).get(address).status_code == 404
