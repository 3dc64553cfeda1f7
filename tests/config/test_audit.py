"""`suluh audit`: the contract of its JSON, its exit status, and what it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from suluh.access import log
from suluh.access.domain.chain import Kind
from suluh.access.log import words as log_words
from suluh.access.models import AuditEntry
from suluh.access.operations import change_role
from suluh.access.queries.actors import operator
from suluh.config.command import main
from suluh.config.log_memory import Seen, remember
from suluh.foundation.home import suluh_home
from tests.cast import Cast
from tests.database.triggers import without_triggers

DONE, BROKEN, USAGE = range(3)


@pytest.fixture
def run(cast: Cast, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a verb for Port Tamsin Desk; gives the status and what was printed."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "suluh.config.settings.testing")

    def run(*words: str) -> tuple[int, str]:
        status = main(["audit", *words, "--agency", cast.port_tamsin.slug])
        return status, capfd.readouterr().out

    return run


def test_a_whole_log(cast: Cast, run: Any) -> None:
    status, said = run("verify", "--json")
    actor = operator(cast.port_tamsin)
    end = log.head(actor)
    assert end is not None
    assert status == DONE
    assert json.loads(said) == {
        "ok": True, "entries": log.entries(actor).count(), "head": end.digest, "first_fault": None,
    }  # fmt: skip
    status, said = run("verify")
    assert status == DONE
    assert "could have made them anew" in said


def test_the_head_for_paper_is_what_verify_compares_with(cast: Cast, run: Any) -> None:
    number = log.entries(cast.actor(cast.vera)).count()
    status, said = run("head")
    line = said.splitlines()[1]
    assert status == DONE
    assert said.startswith(f"Port Tamsin Desk: entry {number} of the log, ")
    change_role(cast.actor(cast.omar), account=cast.sari, role="editor")
    for typed in (line, line.upper(), line.replace(" ", "")):
        status, said = run("verify", "--head", typed)
        assert status == DONE
        assert "the digest is among them" in said
    printed = json.loads(run("head", "--json")[1])
    assert printed.keys() == {"agency", "sequence", "head", "at", "kept"}
    assert printed["sequence"] == number + 1


@pytest.mark.django_db(transaction=True)
def test_a_fault_is_status_1_and_says_where(cast: Cast, run: Any) -> None:
    with without_triggers() as cursor:
        cursor.execute("UPDATE access_auditentry SET act = 'sign_in.done' WHERE sequence = 2")
    status, said = run("verify", "--json")
    answer = json.loads(said)
    assert status == BROKEN
    assert (answer["ok"], answer["entries"]) == (False, 1)
    assert answer["first_fault"] == {
        "sequence": 2, "kind": "changed", "message": "Entry 2 was changed.",
    }  # fmt: skip
    assert "Entry 2 was changed." in run("verify")[1]


def test_a_digest_of_another_log_is_a_fault(cast: Cast, run: Any) -> None:
    other = AuditEntry.objects.visible_to(cast.actor(cast.noor)).values_list("digest", flat=True)
    status, said = run("verify", "--json", "--head", other[0])
    assert status == BROKEN
    assert json.loads(said)["first_fault"]["kind"] == "earlier head not found"


@pytest.mark.django_db(transaction=True)
def test_a_head_that_is_gone_is_a_fault(cast: Cast, run: Any) -> None:
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM access_audithead")
    assert run("verify")[0] == BROKEN
    assert run("head")[0] == BROKEN


@pytest.mark.parametrize("digest", ["lamp", "ab" * 31, "g" * 64])
def test_what_is_no_digest_is_wrong_usage(digest: str, run: Any) -> None:
    assert run("verify", "--head", digest)[0] == USAGE


NOBODY = "00000000-0000-4000-8000-000000000000"  # an office that is gone


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ((False, False), "There is nothing to accept."),
        ((True, False), "Accepted, and written into the log."),
        ((False, True), "Accepted. It stands in no log: the log went with the office."),
        ((True, True), "Accepted, and written into the log of every office that is there."),
    ],
)
def test_what_is_accepted_is_said_as_it_is(
    gone: tuple[bool, bool],
    said: str,
    cast: Cast,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Entries are missing in an office that is there; another office is gone."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "suluh.config.settings.testing")
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))
    suluh_home().create()
    acts = log.entries(cast.actor(cast.vera)).count()
    seen = Seen(acts + 2, "f" * 64, "2026-11-12T08:00:00+00:00")
    offices = (str(cast.port_tamsin.pk), NOBODY)
    remember(suluh_home(), {key: seen for key, is_so in zip(offices, gone, strict=True) if is_so})
    assert main(["audit", "accept"]) == DONE
    assert capfd.readouterr().out.splitlines()[-1] == said
    assert log.entries(cast.actor(cast.vera)).count() == acts + gone[0]


def test_with_two_offices_it_asks_which(cast: Cast, run: Any, capfd: Any) -> None:
    assert main(["audit", "verify"]) == USAGE
    assert "--agency" in capfd.readouterr().err


def test_every_fault_has_its_sentence() -> None:
    assert log_words.SENTENCES.keys() == set(Kind)
