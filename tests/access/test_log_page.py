"""The log as a page: in words, newest first, fifty at a time, and for auditors alone."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from suluh.access import log
from suluh.access.log.sheet import log_sheet
from suluh.access.models import AgencyRole, Membership
from suluh.access.operations import change_role
from suluh.access.operations import roles as own_roles
from suluh.access.operations.audit import record
from suluh.access.operations.visits import refuse_visit
from tests.cast import Cast
from tests.conftest import Enter


@pytest.fixture
def vera(cast: Cast, enter: Enter) -> Client:
    return enter(cast.vera)


def words(client: Client, address: str = "/log/") -> str:
    return " ".join(client.get(address).content.decode().split())


def listed(client: Client, address: str = "/log/") -> str:
    """The entries alone: the form above them names every person and every act."""
    return words(client, address).partition("<tbody>")[2]


def test_it_says_in_words_who_did_what(cast: Cast, vera: Client) -> None:
    change_role(cast.actor(cast.omar), account=cast.sari, role="editor")
    page = listed(vera)
    assert "Omar Vane" in page
    assert "changed a role" in page
    assert "account Sari Lind; role before: Directory reader; role: Directory editor" in page
    assert "Operator of this machine" in page
    assert "set up the agency" in page


def test_a_name_is_looked_up_when_the_page_is_read(cast: Cast, vera: Client) -> None:
    change_role(cast.actor(cast.omar), account=cast.sari, role="editor")
    cast.omar.full_name = "Omar Vane-Holt"
    cast.omar.save()
    assert "Omar Vane-Holt" in listed(vera)
    Membership.objects.visible_to(cast.actor(cast.vera)).filter(account=cast.omar).delete()
    cast.omar.delete()
    page = words(vera)
    assert "Omar" not in page
    assert "An account that is gone" in page


def test_a_role_of_the_office_stands_by_its_name_and_later_as_one_that_is_gone(
    cast: Cast, vera: Client
) -> None:
    omar = cast.actor(cast.omar)
    role = own_roles.make_role(
        omar, name="Night checker", grants={"directory.check": ["agency"]}, emergency=[]
    )
    change_role(omar, account=cast.sari, role=role.code)
    record(cast.actor(cast.sari), "sign_in.done")
    assert "Night checker" in listed(vera)
    change_role(omar, account=cast.sari, role="reader")
    own_roles.remove_role(omar, role=role)
    page = listed(vera)
    assert "Night checker" not in page
    assert role.code not in page
    assert 'Sari Lind<span class="note">a role of this office<' in page


def test_a_role_of_another_office_lends_its_name_to_nobody(cast: Cast, vera: Client) -> None:
    """Two offices may have made a role with the same code."""
    far = {"code": "own-1", "grants": {"directory.view": ["agency"]}}
    AgencyRole.objects.create(agency=cast.lake_harrow, name="Far away", **far)
    record(replace(cast.actor(cast.sari), role="own-1"), "sign_in.done")
    page = listed(vera)
    assert "Far away" not in page
    assert "a role of this office" in page


def test_a_role_of_the_office_stands_by_its_name_in_the_file_too(cast: Cast) -> None:
    omar, grants = cast.actor(cast.omar), {"directory.check": ["agency"]}
    role = own_roles.make_role(omar, name="=Night checker", grants=grants, emergency=[])
    record(replace(cast.actor(cast.sari), role=role.code), "sign_in.done")
    record(replace(cast.actor(cast.ilya), role="own-gone"), "sign_in.done")
    found = log.entries(cast.actor(cast.vera))
    sheet = log_sheet(found, clock=cast.port_tamsin.clock, language="en", form="csv")
    held = [row[2:5] for row in csv.reader(io.StringIO(sheet.decode("utf-8-sig"), newline=""))]
    assert held[1] == ["Ilya Marrow", "a role of this office", "signed in"]
    assert held[2] == ["Sari Lind", "'=Night checker", "signed in"]
    assert not [row for row in held if row[1].startswith("own-")]


def test_whoever_had_not_signed_in_is_somebody(cast: Cast, vera: Client) -> None:
    refuse_visit("ilya@example.org")
    page = listed(vera)
    assert "Somebody" in page
    assert "was refused at sign-in" in page
    assert "reason: the password was wrong" in page


def test_it_speaks_the_readers_language(vera: Client) -> None:
    vera.post("/language/", {"language": "id", "next": "/log/"})
    assert "menyiapkan lembaga" in listed(vera)


def test_an_agency_sees_its_own_log_only(cast: Cast, vera: Client) -> None:
    refuse_visit("noor@example.org")
    assert "Noor" not in words(vera)
    assert "was refused" not in listed(vera)


def test_fifty_stand_on_a_page_the_newest_first(cast: Cast, vera: Client) -> None:
    words(vera)  # which is recorded, and then not again for an hour
    for _ in range(60):
        record(cast.actor(cast.ilya), "sign_in.done")
    page = listed(vera)
    assert page.count("signed in") == 50
    assert "Page 1 of 2" in page
    assert "set up the agency" not in page
    assert "set up the agency" in listed(vera, "/log/?page=2")


@pytest.mark.parametrize("chosen", ["", "&act=sign_in.done&who={ilya}&day={today}"])
def test_a_longer_log_asks_the_database_no_more(chosen: str, cast: Cast, vera: Client) -> None:
    chosen = chosen.format(ilya=cast.ilya.pk, today=cast.port_tamsin.today())
    omar, ilya = cast.actor(cast.omar), cast.actor(cast.ilya)
    words(vera)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert vera.get(f"/log/?page=1{chosen}").status_code == 200
        return len(asked)

    for _ in range(5):
        record(ilya, "sign_in.done")
    few = queries()
    for number in range(40):
        record(ilya, "sign_in.done")
        change_role(omar, account=cast.sari, role=("editor", "reader")[number % 2])
    assert queries() <= few


def test_an_act_that_only_a_newer_version_knows_stands_as_its_code(
    cast: Cast, vera: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Anything:
        def require(self, *_args: object) -> None: ...

    monkeypatch.setattr("suluh.access.operations.audit.acts", Anything)
    record(cast.actor(cast.ilya), "lamp.lit", oil=3, subject=None)
    page = words(vera)
    assert "lamp.lit" in page
    assert "oil" in page


@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize("persona", ["ilya", "sari", "omar"])
def test_nobody_else_has_the_link_or_the_page(persona: str, cast: Cast, enter: Enter) -> None:
    client = enter(cast.account(persona))
    assert client.get("/log/").status_code == 403
    assert 'href="/log/"' not in words(client, "/")


def test_an_auditor_has_the_link_and_no_other_place(cast: Cast, vera: Client) -> None:
    page = words(vera, "/")
    assert 'href="/log/"' in page
    assert 'href="/directory/' not in page
    assert vera.get(f"/directory/services/{uuid4()}/").status_code in (403, 404)
