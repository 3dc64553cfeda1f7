"""Wounds of programs like this one, each a test here or a line in wounds.toml that says where.

The list was collected from what went wrong elsewhere: in case management, whistle-blowing and
health software that people like ours rely on.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from openpyxl import load_workbook

from suluh.access.models import AgencyRole, Membership
from suluh.access.operations import deactivate_account
from suluh.access.operations.exports import file_of, sealed_export
from suluh.directory.models import Service
from suluh.directory.operations.intakes import report_of
from tests.access_matrix.table import OBJECTS
from tests.attack.ground import address
from tests.cast import Cast
from tests.conftest import Enter

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WOUNDS = tomllib.loads((HERE / "wounds.toml").read_text(encoding="utf-8"))["wound"]
MANY = 101  # one more than ten pages of ten, and than two of fifty


@pytest.mark.parametrize("wound", WOUNDS, ids=lambda wound: wound["was"])
def test_each_wound_has_a_test_or_a_reason(wound: dict[str, object]) -> None:
    shown, not_yet = wound.get("shown", []), wound.get("not_yet", "")
    assert shown or not_yet
    assert isinstance(shown, list)
    for each in shown:
        path, _colons, name = str(each).partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), each


# ---- Files --------------------------------------------------------------------------------------


def test_no_file_is_reached_without_a_session(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by its address, and not by any address that would be its place on the disk."""
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))
    vera = cast.actor(cast.vera)
    with sealed_export(vera, act="log.taken_with_names", form="csv", content=b"x") as sealed:
        sealed.export.save()
    intake = OBJECTS["directory:check_report"](cast)["pk"]
    found = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert len(found) >= 2
    for path in found:
        for before in ("", "/static", "/files", "/media", "/static/..", "/static/%2e%2e", "/."):
            for tried in (f"{before}/{path}", f"{before}/{path.name}"):
                answer = Client().get(tried)
                assert answer.status_code in {302, 404}, tried
    for address_ in (
        f"/directory/checks/{intake}/workbook/",
        f"/exports/{sealed.export.pk}/fetch/",
        "/directory/services/workbook/",
        "/directory/checks/quarantine/",
    ):
        for method in ("GET", "POST"):
            assert Client().generic(method, address_).status_code in {302, 405}


def test_a_link_to_a_file_opens_nothing_for_a_colleague(
    cast: Cast, enter: Enter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))
    wanted = address("directory:check_report", cast)
    for persona in ("sari", "omar", "vera"):
        assert enter(getattr(cast, persona)).get(wanted).status_code == 403
    vera = cast.actor(cast.vera)
    with sealed_export(vera, act="log.taken_with_names", form="csv", content=b"x") as sealed:
        sealed.export.save()
    assert enter(cast.omar).post(f"/exports/{sealed.export.pk}/fetch/").status_code == 404


def test_a_link_in_the_place_of_a_file_is_no_way_out(
    cast: Cast, enter: Enter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an identifier names is a file of ours: identifiers hold no path."""
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))
    intake = OBJECTS["directory:check_report"](cast)["pk"]
    for strange in ("..", "%2e%2e", "..%2f..%2fkeys%2fsecret-key", f"{intake}/.."):
        answer = enter(cast.ilya).get(f"/directory/checks/{strange}/workbook/")
        assert answer.status_code in {301, 404}


# ---- Options ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "name", "sent"),
    [
        ("omar", "account_invite", {"full_name": "X", "email": "x@x.org", "role": "operator"}),
        ("omar", "account_invite", {"full_name": "X", "email": "x@x.org", "role": "office"}),
        ("omar", "account_invite", {"full_name": "X", "email": "x@x.org", "role": "own-none"}),
        ("omar", "account_role", {"role": "operator"}),
        ("omar", "account_role", {"role": "office"}),
        ("omar", "account_role", {"role": ""}),
        ("omar", "role_new", {"name": "X", "grant-directory.view": "own"}),
        ("omar", "role_new", {"name": "X", "grant-directory.view": "everything"}),
        ("omar", "role_new", {"name": "X", "grant-agencies.create": "agency"}),
        ("omar", "role_new", {"name": "X", "grant-directory.view": "agency",
                              "emergency": ["audit.read"]}),
        ("sari", "emergency", {"capability": "directory.import", "reason": "x" * 60}),
        ("vera", "log_take", {"since": "2026-11-01", "until": "2026-11-22", "form": "pdf"}),
    ],
)  # fmt: skip
def test_what_is_not_in_the_list_is_not_taken(
    persona: str, name: str, sent: dict[str, object], cast: Cast, enter: Enter
) -> None:
    wanted = address(name, cast)
    before = Membership._base_manager.count(), AgencyRole._base_manager.count()
    answer = enter(getattr(cast, persona)).post(wanted, sent)
    assert answer.status_code == 400
    assert (Membership._base_manager.count(), AgencyRole._base_manager.count()) == before
    sari = Membership._base_manager.get(account=cast.sari)
    assert sari.role == "reader"


# ---- Counts -------------------------------------------------------------------------------------


def test_people_who_left_are_counted_nowhere(cast: Cast, enter: Enter) -> None:
    """Dewi was an editor. The page of roles counts whoever has the role and can sign in."""
    client = enter(cast.omar)
    before = client.get("/roles/").content.decode()
    deactivate_account(cast.actor(cast.omar), account=cast.sari)
    after = client.get("/roles/").content.decode()
    assert before != after
    page = client.get("/accounts/").content.decode()
    for name in ("Ilya Marrow", "Sari Lind", "Omar Vane", "Vera Holm", "Dewi Roe"):
        assert page.count(name) >= 1
    assert "Noor Ashe" not in page


@pytest.fixture
def many(cast: Cast) -> Cast:
    """As many services here as stand on three pages, and one elsewhere."""
    for agency, number in ((cast.port_tamsin, MANY), (cast.lake_harrow, 1)):
        Service.objects.bulk_create(
            Service(agency=agency, hsds_id=uuid4(), name={"en": f"{agency.name} {each:03}"})
            for each in range(number)
        )
    return cast


def test_the_total_is_the_sum_of_the_pages(many: Cast, enter: Enter) -> None:
    client = enter(many.ilya)
    pages = [client.get("/directory/services/", {"page": each}).content.decode()
             for each in (1, 2, 3)]  # fmt: skip
    assert "101 services" in pages[0]
    shown = [f"Port Tamsin Desk {each:03}" for each in range(MANY)]
    assert sum(each in page for page in pages for each in shown) == MANY
    assert not any("Lake Harrow Desk 000" in page for page in pages)


def test_an_export_holds_what_is_past_the_first_page_and_nobody_elses(
    many: Cast, enter: Enter, tmp_path: Path
) -> None:
    answer = enter(many.ilya).get("/directory/services/workbook/")
    path = tmp_path / "all.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    cells = {str(cell.value) for sheet in load_workbook(path) for row in sheet.iter_rows()
             for cell in row if cell.value}  # fmt: skip
    assert sum(each.startswith("Port Tamsin Desk ") for each in cells) == MANY
    assert not any(each.startswith("Lake Harrow Desk ") for each in cells)


# ---- Files that stay, people who go -------------------------------------------------------------


def test_an_export_of_somebody_who_left_is_gone_from_the_disk(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))
    vera = cast.actor(cast.vera)
    with sealed_export(vera, act="log.taken_with_names", form="csv", content=b"x") as sealed:
        sealed.export.save()
    assert file_of(sealed.export.pk).is_file()
    deactivate_account(cast.actor(cast.omar), account=cast.vera)
    assert not file_of(sealed.export.pk).exists()


def test_a_marked_workbook_of_another_office_is_not_in_reach_by_its_folder(cast: Cast) -> None:
    """Named by the identifier of its row alone; the row is what the guard loads."""
    intake = OBJECTS["directory:check_report"](cast)["pk"]
    assert report_of(type("Row", (), {"pk": intake})()).parent.name == str(intake)
