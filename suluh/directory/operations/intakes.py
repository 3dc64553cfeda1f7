"""A file's way through the workspace: received, checked in the background, imported on request."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from time import time
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.models import Agency
from suluh.access.operations.audit import record
from suluh.directory import queries
from suluh.directory.intake.reading import Options
from suluh.directory.intake.tables import Refused
from suluh.directory.models import Intake
from suluh.directory.operations.checking import (
    FileCheck,
    check_file,
    findings,
    refusal,
    remarked,
    shown_problems,
)  # fmt: skip
from suluh.directory.operations.importing import ImportResult, import_outcome
from suluh.directory.serial import outcome_of, outcome_to_bytes, plain
from suluh.foundation.home import suluh_home
from suluh.foundation.row_security import rows_of_every_agency

# A check tells of itself every few seconds, and its two fenced processes end by themselves.
SILENCE = timedelta(minutes=15)
QUEUED = timedelta(days=1)  # a file that no job took up by then is not going to be checked
KEPT = timedelta(days=30)  # how long a marked workbook can be fetched
CHANGES_KEPT = 500  # services whose changes are listed on the page; the counts are whole


class NotReady(RuntimeError):
    """The file is not in the state that this step needs; the text says which state it is in."""


def folder_of(intake: Intake) -> Path:
    """Where the marked report and the checked records of one intake are kept."""
    return suluh_home().files / "intakes" / str(intake.pk)


def report_of(intake: Intake) -> Path:
    """The marked workbook."""
    return folder_of(intake) / "report.xlsx"


def _upload_of(intake: Intake) -> Path:
    # Kept under a name of our own: a file name is input too.
    suffix = Path(intake.file_name).suffix.lower()
    return folder_of(intake) / f"upload{suffix if suffix.isascii() and len(suffix) < 8 else ''}"


def receive(actor: Actor, *, file_name: str, content: BinaryIO) -> Intake:
    """Take in an uploaded file, to be checked by a job. Raises policy.Refused.

    Whoever may only hand files in does the same, and sees nothing of it afterwards.
    """
    _require_check(actor)
    if actor.account_id is None:
        raise NotReady("a file is brought in by somebody who signed in")
    give_up_abandoned()
    intake = Intake(
        agency_id=actor.agency,
        brought_by_id=actor.account_id,
        file_name=Path(file_name).name[:255],
    )
    folder_of(intake).mkdir(mode=0o700, parents=True)
    try:
        with _upload_of(intake).open("wb") as kept:
            shutil.copyfileobj(content, kept)
        with transaction.atomic():
            intake.save()
            checks = actor.can("directory.check")
            record(actor, "workbook.received" if checks else "workbook.offered", subject=intake)
    except BaseException:
        shutil.rmtree(folder_of(intake), ignore_errors=True)  # no row would ever tidy it away
        raise
    return intake


def _require_check(actor: Actor) -> None:
    if not actor.can("directory.offer"):
        policy.require(actor, "directory.check")


def agency_of(actor: Actor) -> Agency:
    """The agency that the actor works for."""
    found: Agency = Agency.objects.visible_to(actor).get()
    return found


def options_for(actor: Actor) -> Options:
    """How the actor's agency reads files: its country and its working language."""
    agency = agency_of(actor)
    language = agency.languages[0] if agency.languages else "en"
    return Options(mapping=None, source="", language=language, country=agency.country, timezone="")


def check_intake(actor: Actor, *, intake: Intake) -> Intake:
    """Check a received file and delete it. Only masked things are kept. Raises NotReady."""
    _require_check(actor)
    _expect(intake, Intake.WAITING, Intake.CHECKING)
    _mark(intake, Intake.CHECKING)
    upload = _upload_of(intake)
    folder_of(intake).mkdir(mode=0o700, parents=True, exist_ok=True)  # a restore brings none back
    options = options_for(actor)
    try:
        checked = check_file(
            upload,
            name=intake.file_name,
            options=options,
            known=queries.known(actor),
            today=agency_of(actor).today(),
            report=report_of(intake),
            watch=lambda done, total: _progress(intake, done, total),
        )
        (folder_of(intake) / "outcome.json").write_bytes(outcome_to_bytes(checked.outcome))
    except BaseException:
        give_up(intake)
        raise
    finally:
        upload.unlink(missing_ok=True)
    intake.source = checked.outcome.checked.source
    intake.source_format = checked.outcome.checked.source_format
    intake.rows_total = intake.rows_done = len(checked.outcome.checked.records)
    intake.findings = page_findings(checked, options.language)
    with transaction.atomic():
        _mark(intake, Intake.REFUSED if checked.refused else Intake.CHECKED)
        _record_check(actor, intake, checked)
    return intake


def _record_check(actor: Actor, intake: Intake, checked: FileCheck) -> None:
    if checked.refused:
        record(actor, "workbook.unreadable", subject=intake)
        return
    waiting = len(checked.outcome.quarantined)
    record(
        actor, "workbook.checked", subject=intake, services=intake.rows_total, quarantined=waiting
    )


def _progress(intake: Intake, done: int, total: int) -> None:
    intake.rows_done, intake.rows_total = done, total
    intake.save(update_fields=["rows_done", "rows_total", "updated_at"])


@rows_of_every_agency(reason="the machine tidies up after a stopped worker")
def give_up_abandoned() -> None:
    """End what a stopped worker left half done: the upload is deleted, and the page says so.

    Marked workbooks are kept for a month. Called when the doors open and when a file comes in.
    """
    everyone = Intake.objects.unscoped(reason="the machine tidies up after a stopped worker")
    silent = everyone.filter(updated_at__lt=timezone.now() - SILENCE)
    for intake in silent.filter(state=Intake.CHECKING):
        give_up(intake)
    for intake in everyone.filter(state=Intake.WAITING, updated_at__lt=timezone.now() - QUEUED):
        give_up(intake)
    _delete_unclaimed({str(key) for key in everyone.values_list("pk", flat=True)})
    for intake in everyone.filter(updated_at__lt=timezone.now() - KEPT):
        shutil.rmtree(folder_of(intake), ignore_errors=True)
    # An import is one transaction: one that did not finish changed nothing, and may be asked again.
    silent.filter(state=Intake.IMPORTING).update(state=Intake.CHECKED)


def _delete_unclaimed(known: set[str]) -> None:
    """Uploads without a row: whoever received them was stopped before it was stored."""
    for folder in (suluh_home().files / "intakes").glob("*"):
        if folder.name in known or time() - folder.stat().st_mtime < SILENCE.total_seconds():
            continue
        for upload in folder.glob("upload*"):
            upload.unlink(missing_ok=True)
        with suppress(OSError):  # it holds something else: not ours to delete
            folder.rmdir()


def give_up(intake: Intake) -> None:
    """End a check that cannot go on: the upload is deleted, and the page says so."""
    _upload_of(intake).unlink(missing_ok=True)
    stopped = Refused("file.reader.crashed", file=intake.file_name)
    intake.findings = page_findings(refusal(stopped, intake.file_name), "en")
    _mark(intake, Intake.REFUSED)


def stay_checked(intake: Intake) -> None:
    """An import that cannot begin changes nothing; the file waits as before."""
    if intake.state == Intake.IMPORTING:
        _mark(intake, Intake.CHECKED)


def page_findings(checked: FileCheck, language: str) -> dict[str, object]:
    """What the check page shows: counts, and problems without words (the reader's language)."""
    found = findings(checked, language)
    del found["problems"]
    return found | {
        "shown": plain(shown_problems(checked)),
        "remarked": remarked(checked),
        "not_kept": checked.not_kept,
    }


def ask_for_import(actor: Actor, *, intake: Intake) -> None:
    """Say that a checked file shall be imported, so that nobody asks twice. Raises NotReady."""
    policy.require(actor, "directory.import")
    _expect(intake, Intake.CHECKED)
    intake.asked_by_id = actor.account_id
    with transaction.atomic():
        _mark(intake, Intake.IMPORTING)
        record(actor, "workbook.import_asked", subject=intake)


def import_intake(actor: Actor, *, intake: Intake) -> Intake:
    """Import a checked file. Raises NotReady when it was not checked, or is already imported."""
    policy.require(actor, "directory.import")
    _expect(intake, Intake.CHECKED, Intake.IMPORTING)
    outcome = outcome_of((folder_of(intake) / "outcome.json").read_bytes())
    _mark(intake, Intake.IMPORTING)
    try:
        result = import_outcome(actor, outcome, intake=intake)
    except BaseException:
        _mark(intake, Intake.CHECKED)
        raise
    intake.result = summary(result)
    _mark(intake, Intake.IMPORTED)
    (folder_of(intake) / "outcome.json").unlink(missing_ok=True)
    return intake


def summary(result: ImportResult) -> dict[str, object]:
    """Counts, and what changed in which service."""
    return {
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "quarantined": result.quarantined,
        "changes": [
            {"service": name, "changes": plain(changes)}
            for name, changes in result.changes[:CHANGES_KEPT]
        ],
    }


def _expect(intake: Intake, *states: str) -> None:
    if intake.state not in states:
        raise NotReady(f"{intake.file_name} is {intake.state}, not {' or '.join(states)}")


def _mark(intake: Intake, state: str) -> None:
    with transaction.atomic():
        intake.state = state
        intake.save()
