"""The log as a page: in words, newest first, fifty at a time, and for auditors alone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from suluh.access.models import Membership
from suluh.access.operations import change_role
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
