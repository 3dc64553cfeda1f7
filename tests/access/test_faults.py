"""The log when something is wrong around it: clocks, a lost head, a very long log."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.domain.chain import CLOCK_BEHIND, Entry, Head, seal, verify
from suluh.access.models import AuditEntry
from suluh.access.operations import audit, change_role
from suluh.access.operations.audit import LogIsDamaged, record
from suluh.config.command import main
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter
from tests.database.triggers import without_triggers

HOUR = timedelta(hours=1)


def details(actor: Actor) -> list[dict[str, object]]:
    """Of every entry, the oldest first."""
    return list(log.entries(actor).reverse().values_list("details", flat=True))


def test_a_clock_set_back_is_marked_once_and_the_log_stays_whole(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ilya = cast.actor(cast.ilya)
    now = datetime.now(UTC)
    for moment in (now + HOUR, now - HOUR, now - HOUR + timedelta(minutes=1)):
        monkeypatch.setattr(audit, "_now", lambda moment=moment: moment)
        record(ilya, "sign_in.done")
    assert details(ilya)[-3:] == [{}, {CLOCK_BEHIND: 7200}, {}]
    assert log.examine(ilya).ok


def test_two_servers_whose_clocks_are_minutes_apart_leave_a_whole_log(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slower one says at each entry by how much; the order is that of the numbers."""
    ilya = cast.actor(cast.ilya)
    fast = datetime.now(UTC) + HOUR
    slow = fast - timedelta(minutes=3)
    for second, server in enumerate([fast, slow, fast, slow, slow, fast]):
        moment = server + timedelta(seconds=second)
        monkeypatch.setattr(audit, "_now", lambda moment=moment: moment)
        record(ilya, "sign_in.done")
    assert details(ilya)[-6:] == [
        {}, {CLOCK_BEHIND: 179}, {}, {CLOCK_BEHIND: 179}, {}, {},
    ]  # fmt: skip
    assert log.examine(ilya).ok


def _lose_the_head() -> None:
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM access_audithead")


@pytest.mark.django_db(transaction=True)
def test_without_its_head_every_act_is_refused_and_says_what_to_do(cast: Cast) -> None:
    _lose_the_head()
    with pytest.raises(LogIsDamaged, match="suluh doctor"):
        change_role(cast.actor(cast.omar), account=cast.sari, role="editor")
    assert cast.actor(cast.sari).role == "reader"


@pytest.mark.django_db(transaction=True)
def test_without_its_head_a_page_says_so_and_shows_no_log(cast: Cast, enter: Enter) -> None:
    vera = enter(cast.vera)
    _lose_the_head()
    for address in ("/log/", "/log/head/"):
        answer = vera.get(address)
        assert answer.status_code == 403
        assert "run: suluh doctor" in answer.content.decode()
        assert "set up the agency" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_without_its_head_a_command_says_so(
    cast: Cast, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "suluh.config.settings.testing")
    monkeypatch.setattr("suluh.config.accounts.getpass", lambda *_: PASSWORD, raising=False)
    _lose_the_head()
    monkeypatch.setattr("sys.stdin", _Typed(PASSWORD + "\n"))
    assert main(["account", "password", "--email", "sari@example.org"]) == 3
    assert "run: suluh doctor" in capfd.readouterr().err


class _Typed:
    """Standard input of a script."""

    def __init__(self, text: str) -> None:
        self.text = text

    def isatty(self) -> bool:
        return False

    def read(self, *_args: int) -> str:
        return self.text

    def readline(self, *_args: int) -> str:
        return self.text


def _chain(count: int) -> Iterator[Entry]:
    """A whole log that is never in memory at once."""
    previous, at = Head().digest, datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(1, count + 1):
        entry = Entry("a", number, at, "b", "editor", "sign_in.done", "", "", {}, previous)
        previous = seal(entry)
        yield replace(entry, digest=previous)


def _peak(count: int) -> int:
    """Bytes that a walk over so many entries holds at most at one time."""
    for entry in _chain(count):
        last = entry
    head = Head(last.sequence, last.digest)
    tracemalloc.start()
    try:
        assert verify(_chain(count), head).ok
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_log_ten_times_as_long_needs_no_more_memory() -> None:
    """So a million entries can be verified: nothing is kept but the entry before."""
    assert _peak(5000) < _peak(500) + 50_000


def test_entries_come_from_the_database_in_portions(cast: Cast) -> None:
    """Ten thousand rows are some 20 MB when all of them are loaded."""
    ilya = cast.actor(cast.ilya)
    head = log.head(ilya)
    assert head is not None
    template = AuditEntry.objects.visible_to(ilya).order_by("-sequence").first()
    assert template is not None
    AuditEntry.objects.bulk_create(
        AuditEntry(
            agency_id=ilya.agency, sequence=number, at=template.at, act="sign_in.done",
            previous="0" * 64, digest="0" * 64,
        )
        for number in range(head.sequence + 1, head.sequence + 10_001)
    )  # fmt: skip
    tracemalloc.start()
    read = sum(1 for _ in log._Walk(AuditEntry.objects.visible_to(ilya).order_by("sequence")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == head.sequence + 10_000
    assert peak < 10_000_000
