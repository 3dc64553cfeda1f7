"""A journey through everything that can be recorded, and what the log then holds: no content."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.acts import acts
from suluh.access.domain.scopes import Scope
from suluh.access.models import AuditEntry
from suluh.access.operations import (
    audit,
    change_role,
    create_account,
    deactivate_account,
    set_password,
)
from suluh.access.queries.actors import operator
from suluh.config.command import main
from suluh.directory.models import Edition, Intake, PublishedLanguage, ReaderReport, Service
from suluh.directory.operations import intakes
from suluh.directory.operations.editing import correct_service
from suluh.directory.operations.editions import create_draft_edition
from suluh.directory.operations.intakes import folder_of
from suluh.directory.operations.languages import review_language, set_language
from suluh.directory.operations.reports import handle_report
from suluh.foundation.home import suluh_home
from tests.access.test_sign_in import attempt
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter
from tests.database.triggers import without_triggers
from tests.directory.workbooks import COMPLETE, short_workbook

pytestmark = pytest.mark.usefixtures("home")
NAME, MAIL, PHONE, PLACE = "Zuleika Quint", "zuleika@example.org", "+44 20 7946 0188", "Gate House"
NEW = "nine boats at the quay"
# Acts of other journeys; tests/attack/test_hygiene.py looks for names in all of them.
ELSEWHERE = {
    "account", "agreement", "backup", "emergency", "export", "factor", "invitation", "joint",
    "keys", "log", "recovery", "recovery_code", "recovery_codes", "recovery_sheet", "role", "team",
    "visit",
}  # fmt: skip


@pytest.fixture
def ilya(cast: Cast) -> Actor:
    return cast.actor(cast.ilya)


def newest(actor: Actor) -> tuple[str, UUID | None, dict[str, object]]:
    entry = log.entries(actor).first()
    assert entry is not None
    return entry.act, entry.subject, entry.details


def bring(actor: Actor, path: Path, name: str = "") -> Intake:
    content = BytesIO(path.read_bytes())
    return intakes.receive(actor, file_name=name or path.name, content=content)


def planted_workbook(folder: Path) -> Path:
    """One row that can be imported and one that waits, with names and numbers to look for."""
    row = COMPLETE | {"name.en": PLACE, "phone": PHONE}
    return short_workbook(folder, row, row | {"name.en": NAME, "types": "Wizard"})


def cells(**changed: str) -> dict[str, str]:
    """The form of that one row, as the workbook has it but for what is changed."""
    whole = COMPLETE | {"name.en": PLACE, "phone": PHONE} | changed
    return {key: str(value) for key, value in whole.items()}


def a_report(service: Service) -> ReaderReport:
    report: ReaderReport = ReaderReport.objects.create(
        agency_id=service.agency_id, service=service, reason="felt_unsafe",
        day=date(2026, 11, 20), count=3,
    )  # fmt: skip
    return report


def test_a_workbook_leaves_one_entry_a_step(ilya: Actor, tmp_path: Path) -> None:
    intake = bring(ilya, planted_workbook(tmp_path))
    assert newest(ilya) == ("workbook.received", intake.pk, {})
    intakes.check_intake(ilya, intake=intake)
    assert newest(ilya) == ("workbook.checked", intake.pk, {"services": 2, "quarantined": 1})
    intakes.import_intake(ilya, intake=intake)
    counts = {"created": 1, "updated": 0, "unchanged": 0, "quarantined": 1}
    assert newest(ilya) == ("workbook.imported", intake.pk, counts)


def test_a_correction_is_recorded_when_it_changes_something(ilya: Actor, tmp_path: Path) -> None:
    intakes.import_intake(
        ilya, intake=intakes.check_intake(ilya, intake=bring(ilya, planted_workbook(tmp_path)))
    )
    service = Service.objects.visible_to(ilya).get()
    before = log.entries(ilya).count()
    correct_service(ilya, service=service, as_read=service.as_read, cells=cells())
    assert log.entries(ilya).count() == before
    correct_service(ilya, service=service, as_read=service.as_read, cells=cells(cost="free"))
    assert newest(ilya) == ("service.corrected", service.pk, {})


class Stumble(Exception):
    """The log cannot be written."""


@pytest.fixture
def _full(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_args: object) -> None:
        raise Stumble

    monkeypatch.setattr(audit, "_append", stumble)


@pytest.mark.usefixtures("_full")
def test_without_an_entry_no_edition_is_published(ilya: Actor) -> None:
    with pytest.raises(Stumble):
        create_draft_edition(ilya, name="2026-1")
    assert not suluh_home().edition.exists()
    assert list(suluh_home().published.iterdir()) == []
    assert not Edition.objects.visible_to(ilya).exists()


@pytest.mark.usefixtures("_full")
def test_without_an_entry_no_upload_is_kept(ilya: Actor, tmp_path: Path) -> None:
    with pytest.raises(Stumble):
        bring(ilya, planted_workbook(tmp_path))
    assert not Intake.objects.visible_to(ilya).exists()
    assert list((suluh_home().files / "intakes").iterdir()) == []


@pytest.mark.usefixtures("_full")
def test_without_an_entry_no_language_is_shown(ilya: Actor) -> None:
    with pytest.raises(Stumble):
        set_language(ilya, code="id", shown=False)
    assert not PublishedLanguage.objects.visible_to(ilya).exists()


@pytest.mark.usefixtures("_full")
def test_without_an_entry_nothing_is_handed_out(cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    client.raise_request_exception = False
    assert client.get("/directory/services/workbook/").status_code == 500


def _directory_journey(cast: Cast, client: Client, folder: Path) -> None:
    ilya = cast.actor(cast.ilya)
    intake = bring(ilya, planted_workbook(folder), f"{NAME} {PHONE}.xlsx")
    intakes.ask_for_import(ilya, intake=intakes.check_intake(ilya, intake=intake))
    intakes.import_intake(ilya, intake=intake)
    offered = replace(ilya, grants={"directory.offer": frozenset({Scope.CREATE})})
    bring(offered, folder / "short.xlsx")
    (folder / "torn.xlsx").write_bytes(b"PK no workbook of " + MAIL.encode())
    intakes.check_intake(ilya, intake=bring(ilya, folder / "torn.xlsx"))
    service = Service.objects.visible_to(ilya).get()
    correct_service(
        ilya,
        service=service,
        as_read=service.as_read,
        cells=cells(internal_note=f"Ask {NAME}, {PHONE}"),
    )
    for address in (
        "/directory/services/workbook/",
        "/directory/checks/quarantine/",
        f"/directory/checks/{intake.pk}/workbook/",
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert b"".join(response.streaming_content)  # type: ignore[attr-defined]
    for shown in (True, False):
        set_language(ilya, code="id", shown=shown)
    for reviewer in (NAME, ""):
        review_language(ilya, code="id", reviewer=reviewer)
    create_draft_edition(ilya, name=NAME)
    assert client.get("/log/", {"q": NAME}).status_code == 403  # "page.refused"
    handle_report(ilya, report=a_report(service))
    assert (folder_of(intake) / "report.xlsx").is_file()


def _account_journey(cast: Cast, client: Client) -> None:
    omar = cast.actor(cast.omar)
    account = create_account(
        omar, agency=cast.port_tamsin, email=MAIL, full_name=NAME, role="reader", password=PASSWORD
    )
    change_role(omar, account=account, role="editor")
    attempt(MAIL, client=client)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/account/password/", form)
    client.post("/account/sign-out/")
    attempt(MAIL, PHONE)
    attempt(f"{PHONE}@example.org", NAME)
    set_password(operator(cast.port_tamsin), account=account, password=PASSWORD)
    deactivate_account(omar, account=account)


def test_after_a_journey_through_everything_no_name_number_or_mail_is_in_the_log(
    cast: Cast, enter: Enter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _directory_journey(cast, enter(cast.ilya), tmp_path)
    _account_journey(cast, Client())
    vera = cast.actor(cast.vera)
    rows = list(AuditEntry.objects.visible_to(vera).values())
    ours = {code for code in acts().acts if code.partition(".")[0] not in ELSEWHERE}
    assert {row["act"] for row in rows} >= ours
    held = json.dumps(rows, default=str, ensure_ascii=False).casefold()
    people = [*NAME.split(), "Ilya", "Marrow", "Sari Lind", "Dewi", "Omar", "Noor"]
    digits = ("7946", "0188", "0123")
    for planted in (*people, MAIL, "example.org", *digits, PLACE, "Wizard", "felt_unsafe", "xlsx"):
        assert planted.casefold() not in _without_digests(held, rows), planted
    assert log.examine(vera).ok


def _without_digests(held: str, rows: list[dict[str, object]]) -> str:
    """Identifiers, digests and times hold any digits by chance."""
    for row in rows:
        for value in row.values():
            if not isinstance(value, dict | int) and any(sign.isdigit() for sign in str(value)):
                held = held.replace(str(value).casefold(), "")
    return held


def test_the_command_that_takes_all_services_is_recorded(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "suluh.config.settings.testing")
    out = str(tmp_path / "all.xlsx")
    assert main(["directory", "export", out, "--agency", cast.port_tamsin.slug]) == 0
    assert newest(cast.actor(cast.ilya)) == ("directory.taken", None, {"services": 0})


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_recorded_is_not_taken(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "suluh.config.settings.testing")
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM access_audithead")
    folder = tmp_path / "taken"
    folder.mkdir()
    (folder / "all.xlsx").write_text("what was there")
    out = str(folder / "all.xlsx")
    assert main(["directory", "export", out, "--agency", cast.port_tamsin.slug]) != 0
    assert [each.name for each in folder.iterdir()] == ["all.xlsx"]
    assert (folder / "all.xlsx").read_text() == "what was there"
