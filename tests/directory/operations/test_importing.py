"""Importing: idempotent, one transaction, nothing lost, nothing published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from suluh.access.actor import Actor
from suluh.access.policy import Refused
from suluh.directory import queries
from suluh.directory.domain.checking import Outcome, check
from suluh.directory.domain.context import Context
from suluh.directory.domain.problems import Spot
from suluh.directory.domain.records import Cell, Checked, Draft, Reading, Record
from suluh.directory.intake.reading import Options
from suluh.directory.models import Contact, Edition, Location, Organization, QuarantinedRow, Service
from suluh.directory.operations import importing
from suluh.directory.operations.checking import check_file
from suluh.directory.operations.editing import correct_service
from suluh.directory.operations.importing import import_outcome
from suluh.directory.vocabularies import shelf
from suluh.directory.workbook.export import write_export
from suluh.directory.workbook.quarantine import write_quarantine
from tests.cast import Cast
from tests.directory.domain.drafts import TODAY
from tests.directory.workbooks import COMPLETE, broken_workbook, good_workbook, short_workbook

OPTIONS = Options(country="GB")
pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def ilya(cast: Cast) -> Actor:
    return cast.actor(cast.ilya)


def checked(path: Path, actor: Actor | None = None) -> Outcome:
    known = queries.known(actor) if actor else None
    return check_file(path, options=OPTIONS, known=known).outcome


def names(actor: Actor) -> set[str]:
    return {service.name["en"] for service in Service.objects.visible_to(actor)}


def test_the_demonstration_is_imported_once(ilya: Actor, tmp_path: Path) -> None:
    path = good_workbook(tmp_path)
    first = import_outcome(ilya, checked(path))
    assert (first.created, first.updated, first.unchanged, first.quarantined) == (70, 0, 0, 0)
    again = import_outcome(ilya, checked(path, ilya))
    assert (again.created, again.updated, again.unchanged, again.quarantined) == (0, 0, 70, 0)


def test_what_is_exported_from_the_database_imports_as_unchanged(
    ilya: Actor, tmp_path: Path
) -> None:
    import_outcome(ilya, checked(good_workbook(tmp_path)))
    export = tmp_path / "export.xlsx"
    languages = ["en", "id", "km", "ar"]
    write_export(
        export, services=queries.records(ilya), languages=languages, areas=shelf()["areas"]
    )
    again = import_outcome(ilya, checked(export, ilya))
    assert (again.updated, again.unchanged, again.changes) == (0, 70, [])


def test_importing_publishes_nothing(ilya: Actor, tmp_path: Path, home: Path) -> None:
    import_outcome(ilya, checked(good_workbook(tmp_path)))
    assert not Edition.objects.visible_to(ilya).exists()
    assert not (home / "published" / "edition.sqlite3").exists()


def test_a_missing_row_deletes_nothing(ilya: Actor, tmp_path: Path) -> None:
    two = short_workbook(tmp_path, COMPLETE, COMPLETE | {"name.en": "Night Room"})
    import_outcome(ilya, checked(two))
    one = short_workbook(tmp_path, COMPLETE, name="one.xlsx")
    import_outcome(ilya, checked(one, ilya))
    assert "Night Room" in names(ilya)


def test_closing_is_explicit_and_is_listed(ilya: Actor, tmp_path: Path) -> None:
    import_outcome(ilya, checked(short_workbook(tmp_path, COMPLETE)))
    [service] = Service.objects.visible_to(ilya)
    row = {"service_id": str(service.hsds_id), "action": "close"}
    result = import_outcome(ilya, checked(short_workbook(tmp_path, row, name="closing.xlsx"), ilya))
    [(name, changes)] = result.changes
    assert name == "Harbour Lamp House"
    assert [(each.field, each.after) for each in changes if not each.cleared] == [
        ("status", "closed")
    ]


def test_rows_with_errors_wait_with_their_reasons(ilya: Actor, tmp_path: Path) -> None:
    path, expected = broken_workbook(tmp_path)
    outcome = checked(path)
    found = dict.fromkeys(expected, 0)
    for problem in outcome.checked.problems:
        if problem.rule in found:
            found[problem.rule] += 1
    assert found == expected
    result = import_outcome(ilya, outcome)
    assert result.created + result.quarantined == len(outcome.checked.records)
    rows = QuarantinedRow.objects.visible_to(ilya)
    assert rows.count() == result.quarantined > 0
    assert all(row.problems for row in rows)


def test_a_quarantined_row_can_be_mended_and_brought_in(ilya: Actor, tmp_path: Path) -> None:
    wrong = short_workbook(tmp_path, COMPLETE | {"types": "Wizard"})
    outcome = checked(wrong)
    assert import_outcome(ilya, outcome).quarantined == 1
    mended = tmp_path / "mended.xlsx"
    problems = outcome.checked.problems
    write_quarantine(mended, drafts=outcome.quarantined, problems=problems, languages=["en", "id"])
    _replace(mended, "Wizard", "Lawyer")
    result = import_outcome(ilya, checked(mended, ilya))
    assert (result.created, result.quarantined) == (1, 0)
    assert not QuarantinedRow.objects.visible_to(ilya).exists()


def _replace(path: Path, before: str, after: str) -> None:
    book = load_workbook(path)
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == before]
    assert cells, f"{before} is not in the quarantine workbook"
    for cell in cells:
        cell.value = after
    book.save(path)


@pytest.mark.asvs("2.3.3")
def test_a_fault_while_writing_changes_nothing(
    ilya: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_args: object, **_more: object) -> int:
        raise IntegrityError("the disk is full")

    monkeypatch.setattr(importing, "replace_quarantine", break_down)
    with pytest.raises(IntegrityError):
        import_outcome(ilya, checked(good_workbook(tmp_path)))
    assert not Service.objects.visible_to(ilya).exists()
    assert Contact.objects.count() == Location.objects.count() == 0


def test_a_change_made_meanwhile_is_not_overwritten_blindly(
    ilya: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_outcome(ilya, checked(short_workbook(tmp_path, COMPLETE)))
    [service] = Service.objects.visible_to(ilya)
    edit = COMPLETE | {"service_id": str(service.hsds_id), "name.en": "Lamp House"}
    outcome = checked(short_workbook(tmp_path, edit, name="edit.xlsx"), ilya)
    reckon, turns = importing._reckon, list[int]()

    def while_somebody_saves(*args: object) -> object:
        plan = reckon(*args)  # type: ignore[arg-type]
        if not turns:
            service.referral_letter = "helps"
            service.save()
        turns.append(1)
        return plan

    monkeypatch.setattr(importing, "_reckon", while_somebody_saves)
    import_outcome(ilya, outcome)
    service.refresh_from_db()
    assert (service.name["en"], service.referral_letter) == ("Lamp House", "helps")
    assert len(turns) == 2


@pytest.mark.asvs("8.4.1")
def test_agencies_do_not_touch_each_other(cast: Cast, tmp_path: Path) -> None:
    path = short_workbook(tmp_path, COMPLETE)
    for account in (cast.ilya, cast.noor):
        assert import_outcome(cast.actor(account), checked(path)).created == 1
    assert Service.objects.visible_to(cast.actor(cast.noor)).count() == 1


def test_who_may_not_import_is_told_so(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        import_outcome(cast.actor(cast.sari), checked(short_workbook(tmp_path, COMPLETE)))


def test_areas_of_the_workbook_become_known(ilya: Actor, tmp_path: Path) -> None:
    assert "port_tamsin" not in shelf()["areas"].terms
    import_outcome(ilya, checked(good_workbook(tmp_path)))
    labels = {term.label("en") for term in shelf()["areas"]}
    assert "Port Tamsin" in labels


def test_what_a_service_lacked_before_keeps_nobody_waiting(ilya: Actor, tmp_path: Path) -> None:
    foreign = tmp_path / "list.csv"
    foreign.write_text("Name,Phone\nNight Room,+44 20 7946 0123\n")
    import_outcome(ilya, checked(foreign))
    export = tmp_path / "export.xlsx"
    write_export(export, services=queries.records(ilya), languages=["en"], areas=shelf()["areas"])
    again = import_outcome(ilya, checked(export, ilya))
    assert (again.unchanged, again.quarantined) == (1, 0)


def test_a_correction_by_hand_lets_no_waiting_row_go(ilya: Actor, tmp_path: Path) -> None:
    import_outcome(ilya, checked(short_workbook(tmp_path, COMPLETE)))
    service: Service = Service.objects.visible_to(ilya).get()
    wrong = COMPLETE | {"service_id": str(service.hsds_id), "types": "Wizard"}
    import_outcome(ilya, checked(short_workbook(tmp_path, wrong, name="wrong.xlsx"), ilya))
    cells = {key: str(value) for key, value in (COMPLETE | {"cost": "free"}).items()}
    correct_service(ilya, service=service, as_read=service.as_read, cells=cells)
    service.refresh_from_db()
    assert service.cost == "free"
    assert QuarantinedRow.objects.visible_to(ilya).count() == 1


def test_an_import_needs_few_queries(ilya: Actor, tmp_path: Path) -> None:
    outcome = checked(good_workbook(tmp_path))
    with CaptureQueriesContext(
        connection,
    ) as made:
        import_outcome(ilya, outcome)
    assert len(made) <= 20


def _with_organization(row: Mapping[str, object], **told: str) -> Record:
    checked_row = {"organization.en": "Lamp House", **row}
    cells = {key: Cell(value, Spot("f.csv", "", "", 2)) for key, value in checked_row.items()}
    cells |= {key.replace("__", "."): Cell(each, Spot()) for key, each in told.items()}
    draft = Draft(str(row["name.en"]), Spot("f.csv", "", "", 2), cells)
    [record] = check(
        Reading("suluh", "test", [draft]), Context(shelf(), TODAY, "GB")
    ).checked.records
    return record


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_open_service_does_not_tell_where_its_organization_hides_another(
    ilya: Actor, order: tuple[int, int]
) -> None:
    text = "We are at 12 Quay Street"
    shelter = COMPLETE | {"name.en": "Night Room", "types": "Safe place now"}

    def rows() -> list[Record]:
        both = [
            _with_organization(shelter),
            _with_organization(COMPLETE, organization_description__en=text),
        ]
        return [both[place] for place in order]

    def bring() -> importing.ImportResult:
        return import_outcome(ilya, Outcome(Checked("suluh", "test", 0, 2, 0, rows(), [])))

    bring()
    organization: Organization = Organization.objects.visible_to(ilya).get()
    assert "Quay Street" not in str(organization.organization_description)
    again = bring()
    assert (again.updated, again.unchanged) == (0, 2)


def test_hiding_a_place_hides_what_its_organization_said_before(ilya: Actor) -> None:
    def bring(record: Record) -> None:
        import_outcome(ilya, Outcome(Checked("suluh", "test", 0, 1, 0, [record], [])))

    text = "We are at 12 Quay Street"
    bring(_with_organization(COMPLETE, organization_description__en=text))
    organization: Organization = Organization.objects.visible_to(ilya).get()
    assert "Quay Street" in str(organization.organization_description)
    bring(_with_organization(COMPLETE | {"location_disclosure": "contact_first"}))
    organization.refresh_from_db()
    assert "Quay Street" not in str(organization.organization_description)
