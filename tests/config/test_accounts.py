"""`suluh account`: colleagues, and forgotten passwords."""

from __future__ import annotations

import argparse
import io
import json

import pytest

from suluh.access import operations
from suluh.access.models import Account
from suluh.access.policy import Refused
from suluh.config import accounts
from suluh.foundation.refusal import Refusal
from tests.cast import Cast

PASSWORD = "nine lanterns on the quay"


def ask(
    monkeypatch: pytest.MonkeyPatch, password: str = PASSWORD, **args: str
) -> argparse.Namespace:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    return argparse.Namespace(json=True, **args)


def test_a_colleague_is_added(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ask(
        monkeypatch, email="Mira@example.org", name="Mira Vale", role="editor",
        agency=cast.port_tamsin.slug,
    )  # fmt: skip
    assert accounts.add(args) == 0
    assert json.loads(capsys.readouterr().out)["email"] == "mira@example.org"
    assert cast.actor(Account.objects.get(email="mira@example.org")).role == "editor"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"role": "operator"}, "role"),
        ({"email": "ilya@example.org"}, "[Ee]mail"),
        ({"agency": "nowhere"}, "--agency"),
        ({"password": "short"}, "short"),
    ],
)
def test_what_cannot_be_used_is_said_and_adds_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], why: str
) -> None:
    told = {"email": "mira@example.org", "name": "Mira Vale", "role": "editor"}
    args = ask(monkeypatch, **{**told, "agency": cast.port_tamsin.slug, **changed})
    with pytest.raises(Refusal, match=why):
        accounts.add(args)
    assert Account.objects.count() == 6


def test_a_forgotten_password_is_replaced(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert accounts.password(ask(monkeypatch, email="ilya@example.org")) == 0
    cast.ilya.refresh_from_db()
    assert cast.ilya.check_password(PASSWORD)


def test_nobody_by_that_address(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match="Nobody has an account"):
        accounts.password(ask(monkeypatch, email="nobody@example.org"))


def test_only_the_operator_sets_the_password_of_others(cast: Cast) -> None:
    with pytest.raises(Refused):
        operations.set_password(cast.actor(cast.omar), account=cast.ilya, password=PASSWORD)
