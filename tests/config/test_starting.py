"""`suluh start` makes one real, empty installation, and never touches one that is there."""

from __future__ import annotations

import argparse
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from suluh.access.models import Account, Agency, Membership
from suluh.access.queries.actors import actor_of
from suluh.access.queries.factors import needs_factor
from suluh.config import starting
from suluh.config.installation import Kind, kind_of, mark_as
from suluh.foundation.home import suluh_home
from suluh.foundation.refusal import Refusal

ANSWERS = {
    "agency": "Lake Harrow Desk",
    "country": "id",
    "languages": "id, en",
    "timezone": "Asia/Makassar",
    "name": "Noor Ashe",
    "email": "Noor@example.org",
}
PASSWORD = "eleven quiet boats"


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))
    monkeypatch.setattr(starting, "prepare", lambda: None)


def _start(
    monkeypatch: pytest.MonkeyPatch,
    password: str = PASSWORD,
    changed: Mapping[str, str | None] | None = None,
) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    answers = {**ANSWERS, **(changed or {})}
    return starting.run(argparse.Namespace(**answers, no_serve=True, port=8000))


@pytest.mark.asvs("6.3.2")
@pytest.mark.django_db
def test_it_sets_up_an_agency_and_a_first_account(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _start(monkeypatch) == 0
    agency = Agency.objects.unscoped(reason="test").get()
    assert (agency.name, agency.country) == ("Lake Harrow Desk", "ID")
    assert agency.languages == ["id", "en"]
    account = Account.objects.get(email="noor@example.org")
    assert account.check_password(PASSWORD)
    assert Membership.objects.unscoped(reason="test").get().role == starting.FIRST_ROLE
    assert kind_of(suluh_home()) is Kind.REAL


@pytest.mark.django_db
def test_it_says_which_languages_stay_hidden_and_how_to_show_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _start(monkeypatch, changed={"languages": "id,km,en,my"})
    said = capsys.readouterr().err
    assert "Hidden from readers for now: Khmer (km), Burmese (my)." in said
    assert "suluh directory languages --show km" in said
    assert "--show id" not in said


@pytest.mark.django_db
def test_it_says_nothing_of_hidden_languages_where_none_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _start(monkeypatch)
    assert "Hidden" not in capsys.readouterr().err


@pytest.mark.django_db
def test_the_first_person_runs_an_office_of_one_and_needs_a_second_factor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _start(monkeypatch)
    actor = actor_of(Account.objects.get(email="noor@example.org"))
    assert actor is not None
    assert {"accounts.manage", "directory.edit", "directory.edition"} < actor.capabilities
    assert not {"audit.read", "agencies.create"} & actor.capabilities
    assert needs_factor(actor)
    said = capsys.readouterr().err
    for step in ("second factor", "agreement", "Recovery sheet", "suluh backup key"):
        assert step in said


@pytest.mark.django_db
def test_it_does_not_start_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    _start(monkeypatch)
    with pytest.raises(Refusal, match="already holds a real installation"):
        _start(monkeypatch)


@pytest.mark.django_db
def test_it_does_not_turn_a_demonstration_into_an_office(monkeypatch: pytest.MonkeyPatch) -> None:
    mark_as(suluh_home(), Kind.DEMONSTRATION)
    with pytest.raises(Refusal, match="already holds a demonstration"):
        _start(monkeypatch)
    assert not Account.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("agency", "  "),
        ("country", "Indonesia"),
        ("languages", "xx"),
        ("timezone", "Makassar"),
        ("email", "noor"),
        ("email", None),
    ],
)
def test_an_answer_that_cannot_be_used_names_its_option(
    question: str, answer: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match=f"--{question}") as refused:
        _start(monkeypatch, changed={question: answer})
    assert refused.value.status == 2
    assert not Account.objects.exists()


@pytest.mark.asvs("6.2.1")
@pytest.mark.django_db
@pytest.mark.parametrize("password", ["short", "noor@example.org", ""])
def test_a_weak_password_is_not_taken(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match="--password"):
        _start(monkeypatch, password)
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_at_the_terminal_a_question_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    typed = iter(["Makassar", "Asia/Makassar"])
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda _words: next(typed))
    monkeypatch.setattr("suluh.config.questions.getpass", lambda _words: PASSWORD)
    args = argparse.Namespace(**{**ANSWERS, "timezone": None}, no_serve=True, port=8000)
    assert starting.run(args) == 0
    assert "Makassar is not one" in capsys.readouterr().err
