"""`suluh doctor` looks at every agency's log, and says what to mend."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from suluh.access import log as reading
from suluh.access.models import Agency
from suluh.access.operations import audit, change_role
from suluh.access.operations.log_keeping import keep_head
from suluh.access.queries.actors import operator
from suluh.config import log_triggers, log_watch
from suluh.config.doctor import examining, log
from suluh.config.doctor.examining import _look
from suluh.config.installation import Kind, mark_as
from suluh.config.log_memory import FILE_NAME, Seen, recall, remember
from suluh.foundation.home import Home, suluh_home
from tests.cast import Cast
from tests.conftest import Enter
from tests.database.triggers import MIGRATION, OWNER, as_owner, without_triggers

NUMBER_3 = (
    "WHERE sequence = 3 AND agency_id = (SELECT id FROM access_agency WHERE slug LIKE 'port%')"
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("SULUH_HOME", str(tmp_path / "home"))
    suluh_home().create()
    mark_as(suluh_home(), Kind.REAL)
    return suluh_home()


def change(statement: str) -> None:
    with without_triggers() as cursor:
        cursor.execute(statement)


def test_a_new_installation_is_in_order(cast: Cast, home: Home) -> None:
    assert [_look(check) for check in log.CHECKS if not _look(check).ok] == []
    entries = sum(reading.entries(cast.actor(each)).count() for each in (cast.vera, cast.noor))
    assert log.log_chain() == f"All {entries} entries of 2 logs fit."


def test_an_entry_that_was_changed_is_noticed_in_any_agency(cast: Cast, home: Home) -> None:
    change(f"UPDATE access_auditentry SET act = 'sign_in.done' {NUMBER_3}")  # noqa: S608
    found = _look(log.log_chain)
    assert found.message == "Port Tamsin Desk: Entry 3 was changed."
    assert "suluh audit verify --head" in found.mend


def test_a_lost_head_says_how_to_go_on(cast: Cast, home: Home) -> None:
    change("DELETE FROM access_audithead")
    found = _look(log.log_chain)
    assert "The head of the log is missing." in found.message
    assert "suluh backup restore FILE --replace" in found.mend


def change_tables(statement: str) -> None:
    """Whoever may change tables: on SQLite anybody with the file."""
    if connection.vendor == "postgresql":
        with as_owner() as owner:
            owner.execute(statement)
        return
    with connection.cursor() as cursor:
        cursor.execute(statement)


HERE = MIGRATION.POSTGRESQL if connection.vendor == "postgresql" else MIGRATION.SQLITE


def drop(name: str) -> None:
    table = HERE[name][0].split()[-1]
    change_tables(
        f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else "")
    )


@pytest.fixture
def _whole_afterwards() -> object:
    yield
    if connection.vendor == "sqlite":
        log_triggers.put_back()
        return
    with as_owner() as owner:
        for name, (event, condition) in MIGRATION.POSTGRESQL.items():
            table = event.split()[-1]
            owner.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            owner.execute(
                f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW {condition} "
                "EXECUTE FUNCTION suluh_append_only()"
            )


@pytest.mark.parametrize("name", HERE)
@pytest.mark.usefixtures("_whole_afterwards")
def test_a_trigger_that_is_gone_is_noticed(name: str, cast: Cast) -> None:
    assert _look(log.log_triggers_there).ok
    drop(name)
    found = _look(log.log_triggers_there)
    assert name in found.message
    assert "suluh audit protect" in found.mend


@pytest.mark.usefixtures("_whole_afterwards")
def test_a_trigger_of_that_name_that_does_nothing_is_noticed(cast: Cast) -> None:
    name = "access_auditentry_stays"
    drop(name)
    if connection.vendor == "sqlite":
        change_tables(
            f"CREATE TRIGGER {name} BEFORE DELETE ON access_auditentry BEGIN SELECT 1; END"
        )
    else:
        change_tables(
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON access_auditentry FOR EACH ROW"
            " WHEN (false) EXECUTE FUNCTION suluh_append_only()"
        )
    assert log_triggers.missing() == [name]


@pytest.mark.postgres_only
@pytest.mark.usefixtures("_whole_afterwards")
@pytest.mark.parametrize("state", ["DISABLE", "ENABLE REPLICA"])
def test_a_trigger_that_is_turned_off_is_noticed(state: str, cast: Cast) -> None:
    change_tables(f"ALTER TABLE access_auditentry {state} TRIGGER access_auditentry_stays")
    assert log_triggers.missing() == ["access_auditentry_stays"]


@pytest.mark.usefixtures("_whole_afterwards")
def test_what_protects_the_log_can_be_put_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in HERE:
        drop(name)
    if connection.vendor == "postgresql":
        here = connection.settings_dict
        monkeypatch.setenv(
            "SULUH_DATABASE_OWNER_URL",
            f"postgresql://{OWNER}@/{here['NAME']}?host={here['HOST']}",
        )
    log_triggers.put_back()
    assert log_triggers.missing() == []


def keep(agency: Agency, days: int) -> int:
    """Somebody kept the last number so many days ago. Gives that number."""
    head = reading.head(operator(agency))
    assert head is not None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(audit, "_now", lambda: datetime.now(UTC) - timedelta(days=days))
        keep_head(operator(agency), number=head.sequence, digest=head.digest)
    return head.sequence


def test_a_number_is_to_be_kept_within_a_month(cast: Cast, home: Home) -> None:
    assert log.log_kept_elsewhere() == "No number of a log is kept elsewhere yet."
    number = keep(cast.port_tamsin, days=12)
    said = f"The last number kept elsewhere is {number}, from 12 days ago."
    assert said in log.log_kept_elsewhere()
    number = keep(cast.lake_harrow, days=31)
    found = _look(log.log_kept_elsewhere)
    assert found.message == (
        f"Lake Harrow Desk: The last number kept elsewhere is {number}, from 31 days ago."
    )
    assert "suluh audit head --kept" in found.mend
    mark_as(home, Kind.DEMONSTRATION)
    assert _look(log.log_kept_elsewhere).ok


@pytest.mark.parametrize("details", ["{}", '{"number": "many"}', "[]"])
def test_a_number_that_was_changed_silences_nothing(
    details: str, cast: Cast, home: Home, enter: Enter
) -> None:
    keep(cast.port_tamsin, days=1)
    change(f"UPDATE access_auditentry SET details = '{details}' WHERE act = 'log.head_kept'")  # noqa: S608
    found = {finding.name: finding for finding in examining.examine()}
    assert len(found) == len(examining.CHECKS)
    assert "was changed" in found["log_chain"].message
    assert found["log_kept_elsewhere"].message == "No number of a log is kept elsewhere yet."
    assert enter(cast.vera).get("/log/").status_code == 200


SEEN = "2026-11-12T08:00:00+00:00"


def seen(cast: Cast, sequence: int) -> dict[str, Seen]:
    """Port Tamsin's log, as it never was."""
    return {str(cast.port_tamsin.pk): Seen(sequence, "f" * 64, SEEN)}


def length(cast: Cast) -> int:
    return reading.entries(cast.actor(cast.vera)).count()


def test_what_is_seen_is_remembered_and_goes_on(cast: Cast, home: Home) -> None:
    assert log_watch.look(home) == []
    assert recall(home)[str(cast.port_tamsin.pk)].sequence == length(cast)
    change_role(cast.actor(cast.omar), account=cast.sari, role="editor")
    assert log_watch.look(home) == []
    assert recall(home)[str(cast.port_tamsin.pk)].sequence == length(cast)
    assert (home.keys / FILE_NAME).stat().st_mode & 0o077 == 0


def test_a_database_that_is_older_is_noticed_and_stays_so(cast: Cast, home: Home) -> None:
    remember(home, seen(cast, before := length(cast) + 37))
    for _ in range(2):
        found = _look(log.log_goes_on)
        assert found.message == (
            "Port Tamsin Desk: the database is older than it was on 12 November 2026: "
            "37 acts are missing. Was a backup put back?"
        )
    assert recall(home)[str(cast.port_tamsin.pk)].sequence == before


def test_another_entry_under_the_same_number_is_noticed(cast: Cast, home: Home) -> None:
    remember(home, seen(cast, 5))
    assert "entry 5 is not the one that was there on 12 November 2026" in (
        _look(log.log_goes_on).message
    )


def test_an_agency_that_is_gone_is_noticed(cast: Cast, home: Home) -> None:
    remember(home, {"b7a5c3f0-0000-4000-8000-000000000000": Seen(12, "f" * 64, SEEN)})
    assert "An office is gone whose log had 12 acts" in _look(log.log_goes_on).message


def test_what_is_accepted_is_in_the_log_and_no_alarm(cast: Cast, home: Home) -> None:
    remember(home, seen(cast, length(cast) + 37))
    assert [gap.missing for gap in log_watch.accept(home)] == [37]
    entry = reading.entries(operator(cast.port_tamsin)).first()
    assert entry is not None
    assert (entry.act, entry.details) == ("log.gap_accepted", {"missing": 37})
    assert log_watch.look(home) == []


@pytest.mark.parametrize("text", ["", "[]", "lamp", '{"a": 3}', '{"a": {"sequence": "x"}}'])
def test_a_memory_that_cannot_be_read_is_none(text: str, cast: Cast, home: Home) -> None:
    (home.keys / FILE_NAME).write_text(text)
    assert recall(home) == {}
    assert log_watch.look(home) == []


def test_the_workspace_looks_when_it_begins_and_when_it_ends(
    cast: Cast, home: Home, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    def look(_home: Home) -> list[log_watch.Gap]:
        looks.append(len(looks))
        return [log_watch.Gap(cast.port_tamsin, Seen(9, "f" * 64, SEEN), 2)]

    monkeypatch.setattr(log_watch, "look", look)
    with log_watch.watching():
        pass
    assert looks[-1] in (0, 1)
    said = capfd.readouterr().err
    assert said.count("2 acts are missing. Was a backup put back? See: suluh doctor") == 1


def test_a_look_that_fails_stops_nothing(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_home: Home) -> list[log_watch.Gap]:
        raise PermissionError("/a/path")

    monkeypatch.setattr(log_watch, "look", stumble)
    with log_watch.watching():
        pass
    assert "could not be looked at (PermissionError)" in capfd.readouterr().err
