"""`suluh account`: colleagues, and forgotten passwords."""

from __future__ import annotations

import argparse
import io
import json
from typing import Any

import pytest

from suluh.access import operations
from suluh.access.models import Account
from suluh.access.policy import Refused
from suluh.access.queries.factors import has_factor
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


def test_recovering_somebody_removes_their_second_factor(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert has_factor(cast.omar.pk)
    assert accounts.recover(ask(monkeypatch, email="Omar@example.org")) == 0
    cast.omar.refresh_from_db()
    assert cast.omar.check_password(PASSWORD)
    assert not has_factor(cast.omar.pk)


def test_recovering_a_closed_account_says_how_to_open_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match=r"closed.*An administrator can open it again"):
        accounts.recover(ask(monkeypatch, email="dewi@example.org"))
    cast.dewi.refresh_from_db()
    assert not cast.dewi.check_password(PASSWORD)


def test_the_operator_closes_even_the_last_administrator(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert accounts.left(ask(monkeypatch, email="omar@example.org")) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"email": "omar@example.org", "agency": cast.port_tamsin.slug}
    cast.omar.refresh_from_db()
    assert not cast.omar.is_active


@pytest.mark.parametrize("verb", [accounts.left, accounts.recover])
def test_a_verb_about_nobody_is_refused(
    verb: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match="Nobody has an account"):
        verb(ask(monkeypatch, email="nobody@example.org"))


def test_the_list_says_who_can_sign_in(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    args = argparse.Namespace(agency=cast.port_tamsin.slug, json=True)
    assert accounts.list_accounts(args) == 0
    said = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in said["accounts"]] == [
        "Ilya Marrow", "Omar Vane", "Sari Lind", "Vera Holm", "Dewi Roe",
    ]  # fmt: skip
    assert said["accounts"][1] == {
        "email": "omar@example.org", "name": "Omar Vane", "role": "administrator",
        "state": "active", "second_factor": True, "seen_on": None,
    }  # fmt: skip
    assert said["accounts"][-1]["state"] == "left"
    accounts.list_accounts(argparse.Namespace(agency=cast.port_tamsin.slug, json=False))
    assert "dewi@example.org" in capsys.readouterr().out


@pytest.mark.asvs("6.4.6")
def test_only_the_operator_sets_the_password_of_others(cast: Cast) -> None:
    with pytest.raises(Refused):
        operations.set_password(cast.actor(cast.omar), account=cast.ilya, password=PASSWORD)
