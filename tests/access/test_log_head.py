"""A number of the log, kept elsewhere and compared later: the pages for it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.domain.keeping import Kept, is_due, lines_for_paper, read_digest
from suluh.access.operations import audit, change_role
from suluh.access.operations.audit import record
from tests.cast import Cast
from tests.conftest import Enter
from tests.database.triggers import without_triggers

NOW = datetime(2026, 11, 22, tzinfo=UTC)
DIGEST = "0123456789abcdef" * 4


@pytest.fixture
def auditor(cast: Cast) -> Actor:
    return cast.actor(cast.vera)


@pytest.fixture
def vera(cast: Cast, enter: Enter) -> Client:
    return enter(cast.vera)


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def on_paper(client: Client) -> str:
    """What somebody copies from the page by hand."""
    groups = re.findall(r"<span>([0-9a-f]{4})</span>", page(client, "/log/head/"))
    assert len(groups) == 16
    return "\n".join(" ".join(groups[start : start + 4]) for start in range(0, 16, 4))


def keep(client: Client, actor: Actor) -> None:
    head = log.head(actor)
    assert head is not None
    sent = {"number": head.sequence, "digest": head.digest}
    assert client.post("/log/head/", sent).status_code == 302


def test_the_page_is_complete_on_paper(vera: Client, auditor: Actor) -> None:
    said = page(vera, "/log/head/")
    head = log.head(auditor)
    assert head is not None
    assert read_digest(on_paper(vera)) == head.digest
    assert "<title>A number to keep</title>" in said
    for each in ("Port Tamsin Desk", f"<dd>{head.sequence}</dd>", "(Asia/Jakarta)"):
        assert each in said


def test_a_number_that_was_kept_is_known(vera: Client, auditor: Actor) -> None:
    assert "No number of this log was ever kept elsewhere." in page(vera, "/log/")
    keep(vera, auditor)
    last = log.entries(auditor).first()
    assert last is not None
    assert (last.act, last.details) == ("log.head_kept", {"number": last.sequence - 1})
    assert f"kept elsewhere is {last.sequence - 1}, from today" in page(vera, "/log/")


def test_a_number_from_before_the_last_act_can_still_be_kept(
    cast: Cast, vera: Client, auditor: Actor
) -> None:
    """Between looking and writing it down others go on working."""
    head = log.head(auditor)
    assert head is not None
    record(cast.actor(cast.ilya), "sign_in.done")
    sent = {"number": head.sequence, "digest": head.digest}
    assert vera.post("/log/head/", sent).status_code == 302


@pytest.mark.parametrize(
    "sent",
    [{}, {"number": 7}, {"number": 7, "digest": "f" * 64}, {"number": "x", "digest": DIGEST},
     {"number": 999, "digest": ""}, {"number": 10**30, "digest": DIGEST}],
)  # fmt: skip
def test_what_is_not_in_the_log_cannot_be_kept(
    sent: dict[str, object], vera: Client, auditor: Actor
) -> None:
    assert vera.post("/log/head/", sent).status_code == 400
    assert not log.entries(auditor).filter(act="log.head_kept").exists()


def test_after_a_month_it_is_time_again(
    vera: Client, auditor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "_now", lambda: datetime.now(UTC) - timedelta(days=31))
    keep(vera, auditor)
    said = page(vera, "/log/")
    assert "from 31 days ago" in said
    assert "Write down the last number today." in said
    monkeypatch.undo()
    keep(vera, auditor)
    assert "Write down" not in page(vera, "/log/")


@pytest.mark.parametrize(
    ("kept", "began", "due"),
    [
        (None, None, False),
        (None, 30, False),
        (None, 31, True),
        (30, 99, False),
        (31, 99, True),
    ],
)
def test_a_new_office_has_a_month_too(kept: int | None, began: int | None, due: bool) -> None:
    def ago(days: int) -> datetime:
        return NOW - timedelta(days=days)

    last = None if kept is None else Kept(5, ago(kept))
    assert is_due(last, None if began is None else ago(began), NOW) is due


def test_a_digest_is_read_as_people_write_it() -> None:
    lines = lines_for_paper(DIGEST)
    assert [len(line) for line in lines] == [4, 4, 4, 4]
    for typed in (
        "\n".join(" ".join(line) for line in lines),
        DIGEST.upper(),
        "-".join("".join(line) for line in lines),
    ):
        assert read_digest(typed) == DIGEST


@pytest.mark.parametrize("typed", ["", "lamp", DIGEST[:-1], DIGEST + "0", "g" + DIGEST[1:]])
def test_a_slip_is_said_and_is_no_answer(typed: str, vera: Client) -> None:
    answer = vera.post("/log/compare/", {"digest": typed})
    said = answer.content.decode()
    assert answer.status_code == 400
    assert "It fits" not in said
    assert "It does not fit" not in said


def test_a_kept_number_fits_while_the_log_goes_on(cast: Cast, vera: Client, auditor: Actor) -> None:
    paper, count = on_paper(vera), log.entries(auditor).count()
    change_role(cast.actor(cast.omar), account=cast.sari, role="editor")
    said = vera.post("/log/compare/", {"digest": paper.upper()}).content.decode()
    assert "It fits" in said
    assert f"It belongs to entry {count}, and all {count + 1} entries fit together." in said


def test_a_number_of_another_log_does_not_fit(vera: Client, auditor: Actor) -> None:
    before = log.entries(auditor).count()
    said = vera.post("/log/compare/", {"digest": DIGEST}).content.decode()
    assert "It does not fit" in said
    assert "No entry has the digest that was given." in said
    assert "Compare what you typed with your paper first" in said
    assert log.entries(auditor).count() == before


@pytest.mark.django_db(transaction=True)
def test_a_log_that_was_changed_does_not_fit(cast: Cast, vera: Client) -> None:
    paper = on_paper(vera)
    with without_triggers() as cursor:
        cursor.execute("UPDATE access_auditentry SET act = 'sign_in.done' WHERE sequence = 2")
    said = vera.post("/log/compare/", {"digest": paper}).content.decode()
    assert "It does not fit" in said
    assert "Entry 2 was changed." in said
