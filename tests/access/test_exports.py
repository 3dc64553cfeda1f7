"""Personal data leaves encrypted: the passphrase is shown once, and the file does not stay."""

from __future__ import annotations

import logging
import os
import re
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client

from suluh.access import log
from suluh.access.models import JointAct, SealedExport
from suluh.access.operations import deactivate_account, exports
from suluh.access.operations.audit import LogIsDamaged
from suluh.access.operations.exports import (
    Sealed,
    delete_expired,
    delete_export,
    fetch,
    file_of,
    folder,
    sealed_export,
)
from suluh.access.operations.log_taking import TAKEN, ask_for_log, take_log
from suluh.access.operations.two_people import approve
from suluh.access.policy import Refused
from suluh.access.queries.actors import operator
from suluh.config.backup.work_folder import files_to_keep
from suluh.foundation import age_files
from suluh.foundation.age_files import WrongPassphrase, as_typed, new_passphrase, unseal
from suluh.foundation.home import suluh_home
from suluh.kernel.spelled import LETTERS
from tests.cast import FIRST_DAY, Cast
from tests.conftest import Enter

PASSPHRASE = re.compile(rf"(?:[{LETTERS}]{{4}}-){{5}}[{LETTERS}]{{4}}")


@pytest.fixture(autouse=True)
def _no_files_of_other_tests() -> None:
    for path in folder().glob("*"):
        path.unlink()


def made(cast: Cast, content: bytes = b"secret") -> Sealed:
    vera = cast.actor(cast.vera)
    with sealed_export(vera, act=TAKEN, form="csv", content=content) as sealed:
        sealed.export.save()
    return sealed


def approved(cast: Cast, form: str = "csv") -> JointAct:
    """Vera asked for the log from its first day until tomorrow, and Omar said yes."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    vera = cast.actor(cast.vera)
    joint = ask_for_log(vera, since=FIRST_DAY.date(), until=tomorrow, form=form)
    approve(cast.actor(cast.omar), joint=joint)
    return joint


def files() -> list[str]:
    return sorted(path.name for path in folder().glob("*"))


# ---- The passphrase ------------------------------------------------------------------------------


def test_a_passphrase_is_strong_and_can_be_read_aloud() -> None:
    some = {new_passphrase() for _ in range(200)}
    assert len(some) == 200
    assert all(PASSPHRASE.fullmatch(each) for each in some)
    assert len(LETTERS) ** 24 > 2**100
    assert not set(LETTERS) & set("0o1il")
    assert len(set(LETTERS)) == len(LETTERS)
    assert as_typed(" K7WM 2dhp-abcd \n") == "k7wm-2dhp-abcd"


def test_only_the_passphrase_opens_the_file(cast: Cast) -> None:
    sealed = made(cast)
    stored = file_of(sealed.export.pk).read_bytes()
    assert stored.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert b"secret" not in stored
    assert unseal(stored, sealed.passphrase) == b"secret"
    with pytest.raises(WrongPassphrase):
        unseal(stored, new_passphrase())
    with pytest.raises(WrongPassphrase):
        unseal(stored[:-3], sealed.passphrase)
    assert sealed.passphrase not in repr(sealed)


def test_the_passphrase_stays_nowhere(
    cast: Cast, enter: Enter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client, joint = enter(cast.vera), approved(cast)
    answer = client.post(f"/log/take/{joint.pk}/")
    shown = "".join(re.sub(r"<[^>]+>|\s", "", answer.content.decode()))
    (passphrase,) = set(PASSPHRASE.findall(shown))
    assert answer.headers["Cache-Control"] == "no-store"
    assert unseal(file_of(_only().pk).read_bytes(), passphrase).startswith(b"\xef\xbb\xbf")
    said = [client.get(each).content.decode() for each in ("/", "/exports/", "/joint/", "/log/")]
    places = [
        *said,
        repr(dict(client.session)),
        caplog.text,
        *_every_cell(),
        *(path.read_bytes().decode("latin-1") for path in suluh_home().files.rglob("*.age")),
    ]
    plain = passphrase.replace("-", "")
    assert not [each for each in places if passphrase in each or plain in each]


def _only() -> SealedExport:
    found: SealedExport = SealedExport.objects.unscoped(reason="a test looks").get()
    return found


def _every_cell() -> list[str]:
    """Everything that the database holds, as text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database
            found += [str(row) for row in cursor.fetchall()]
    return found


# ---- The file ------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_the_file_is_closed_to_others_and_called_by_nothing_in_it(cast: Cast, quick: None) -> None:
    path = file_of(made(cast).export.pk)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert re.fullmatch(r"[0-9a-f-]{36}\.age", path.name)
    assert path.parent == suluh_home().files / "exports"


def test_it_can_be_fetched_three_times_by_its_maker_alone(
    cast: Cast, enter: Enter, quick: None
) -> None:
    key = made(cast).export.pk
    assert enter(cast.omar).post(f"/exports/{key}/fetch/").status_code == 404
    client = enter(cast.vera)
    for _time in range(3):
        answer = client.post(f"/exports/{key}/fetch/")
        assert answer.content == b"sealed:secret"
        assert re.fullmatch(
            r'attachment; filename="export-\d{4}-\d\d-\d\d\.age"',
            answer.headers["Content-Disposition"],
        )
    fourth = client.post(f"/exports/{key}/fetch/")
    assert fourth.status_code == 403
    assert "was fetched 3 times" in fourth.content.decode()
    told = log.entries(cast.actor(cast.vera)).filter(act="export.fetched")
    assert [each.details for each in told] == [{"fetched": 3}, {"fetched": 2}, {"fetched": 1}]


def test_whoever_lost_the_power_does_not_fetch_any_more(cast: Cast, quick: None) -> None:
    sealed, vera = made(cast), cast.actor(cast.vera)
    assert fetch(vera, export=sealed.export) == b"sealed:secret"
    reader = cast.actor(cast.sari)
    object.__setattr__(reader, "account_id", vera.account_id)
    with pytest.raises(Refused, match="read the log"):
        fetch(reader, export=sealed.export)


@pytest.mark.asvs("14.2.7")
def test_after_a_day_it_is_gone(cast: Cast, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, other = made(cast), made(cast)
    SealedExport.objects.visible_to(cast.actor(cast.vera)).filter(pk=sealed.export.pk).update(
        expires_at=datetime.now(UTC)
    )
    with pytest.raises(Refused, match="its time is over"):
        fetch(cast.actor(cast.vera), export=sealed.export)
    assert delete_expired() == 1
    assert files() == [f"{other.export.pk}.age"]
    monkeypatch.setattr(exports, "_now", lambda: datetime.now(UTC) + timedelta(hours=25))
    made(cast)  # whoever makes a new one clears the old ones away
    assert f"{other.export.pk}.age" not in files()


def test_a_file_that_no_row_tells_of_goes_too(db: None) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    for name, hours in (("old", 25), ("new", 1)):
        path = folder() / f"{name}.age"
        path.write_bytes(b"x")
        then = (datetime.now(UTC) - timedelta(hours=hours)).timestamp()
        os.utime(path, (then, then))
    assert delete_expired() == 1
    assert files() == ["new.age"]


def test_it_can_be_deleted_at_once(cast: Cast, enter: Enter, quick: None) -> None:
    key, client = made(cast).export.pk, enter(cast.vera)
    assert enter(cast.omar).post(f"/exports/{key}/delete/").status_code == 404
    assert "Delete now" in client.get("/exports/").content.decode()
    assert client.post(f"/exports/{key}/delete/").status_code == 302
    assert files() == []
    assert client.post(f"/exports/{key}/fetch/").status_code == 404
    assert log.entries(cast.actor(cast.vera))[0].act == "export.deleted"


def test_while_the_log_takes_no_entry_no_file_is_deleted(
    cast: Cast, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed, vera = made(cast), cast.actor(cast.vera)

    def damaged(*_args: object, **_details: object) -> None:
        raise LogIsDamaged

    with monkeypatch.context() as patched:
        patched.setattr(exports, "record", damaged)
        with pytest.raises(LogIsDamaged):
            delete_export(vera, export=sealed.export)
    assert files() == [f"{sealed.export.pk}.age"]
    assert fetch(vera, export=sealed.export) == b"sealed:secret"
    delete_export(vera, export=sealed.export)
    assert files() == []
    delete_export(vera, export=sealed.export)  # tapped twice
    assert log.entries(vera).filter(act="export.deleted").count() == 1


def test_when_an_account_is_closed_its_files_go(cast: Cast, quick: None) -> None:
    made(cast)
    deactivate_account(operator(cast.port_tamsin), account=cast.ilya)
    assert len(files()) == 1
    deactivate_account(operator(cast.port_tamsin), account=cast.vera)
    assert files() == []
    assert not SealedExport.objects.unscoped(reason="a test looks").exists()
    acts = log.entries(cast.actor(cast.omar)).values_list("act", flat=True)
    assert acts[0] == "account.closed"  # which says it: there is no act of its own


def test_a_full_disk_leaves_nothing_and_keeps_the_approval(
    cast: Cast, enter: Enter, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    joint, client = approved(cast), enter(cast.vera)
    monkeypatch.setattr(os, "fsync", full)
    answer = client.post(f"/log/take/{joint.pk}/")
    assert answer.status_code == 400
    assert "Make room on the disk" in answer.content.decode()
    monkeypatch.undo()
    assert files() == []
    assert not SealedExport.objects.unscoped(reason="a test looks").exists()
    monkeypatch.setattr(exports, "seal", lambda content, passphrase: b"x")
    assert client.post(f"/log/take/{joint.pk}/").status_code == 200


def test_what_is_not_stored_leaves_no_file(cast: Cast, quick: None) -> None:
    sealing = sealed_export(cast.actor(cast.vera), act=TAKEN, form="csv", content=b"x")
    with pytest.raises(RuntimeError), sealing, transaction.atomic():
        raise RuntimeError
    assert files() == []


def test_a_backup_does_not_keep_it(cast: Cast, quick: None) -> None:
    made(cast)
    assert not [name for name in files_to_keep(suluh_home()) if "exports" in name]


# ---- The log with names --------------------------------------------------------------------------


@pytest.mark.asvs("2.3.5")
def test_without_a_second_person_nothing_is_made(cast: Cast, enter: Enter) -> None:
    joint = ask_for_log(
        cast.actor(cast.vera), since=date(2026, 11, 1), until=date(2026, 11, 22), form="csv"
    )
    answer = enter(cast.vera).post(f"/log/take/{joint.pk}/")
    assert answer.status_code == 403
    assert "These people can: Omar Vane" in answer.content.decode()
    assert enter(cast.omar).post(f"/log/take/{joint.pk}/").status_code == 403
    assert files() == []


def test_days_in_the_wrong_order_are_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        ask_for_log(
            cast.actor(cast.vera), since=date(2026, 11, 2), until=date(2026, 11, 1), form="csv"
        )


@pytest.mark.parametrize("wrong", [{"since": date.min}, {"until": date.max}])
def test_days_at_the_end_of_the_calendar_are_refused(
    wrong: dict[str, date], cast: Cast, enter: Enter
) -> None:
    """They could be approved, and then the log could not be taken."""
    days = {"since": date(2026, 11, 1), "until": date(2026, 11, 2), **wrong}
    with pytest.raises(ValidationError, match="on which this office was at work"):
        ask_for_log(cast.actor(cast.vera), **days, form="csv")
    sent = {name: day.isoformat() for name, day in days.items()}
    assert enter(cast.vera).post("/log/take/", {**sent, "form": "csv"}).status_code == 400


def test_whoever_takes_it_stands_in_it_next_time(cast: Cast, quick: None) -> None:
    joint, vera = approved(cast), cast.actor(cast.vera)
    sealed = take_log(vera, parameters=joint.parameters)
    taken = log.entries(vera)[0]
    assert (taken.act, taken.subject) == (TAKEN, sealed.export.pk)
    assert taken.details["alone"] == "no"
    assert taken.details["entries"] > 10
    with pytest.raises(Refused):
        take_log(vera, parameters=joint.parameters)
    assert len(files()) == 1


def test_the_pages_speak_to_whoever_may(cast: Cast, enter: Enter) -> None:
    client: Client = enter(cast.vera)
    form = {"since": "2026-11-01", "until": "2026-11-22", "form": "xlsx"}
    assert client.post("/log/take/", form).status_code == 302
    page = " ".join(client.get("/joint/").content.decode().split())
    assert "from 2026-11-01 · to 2026-11-22 · as xlsx" in page
    assert "These people can approve it: Omar Vane." in page
    omar = enter(cast.omar)
    assert "1 request waits for you" in omar.get("/").content.decode()
    assert "Vera Holm asks to take the log with names" in omar.get("/joint/").content.decode()


def test_the_content_is_never_written_in_plain(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written: list[bytes] = []
    monkeypatch.setattr(exports, "_write", lambda path, content: written.append(content))
    monkeypatch.setattr(exports, "seal", age_files.seal)
    made(cast, b"Omar Vane")
    assert not [each for each in written if b"Omar" in each]
