"""The confidentiality agreement: read first, accepted by oneself, in its last version."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import resolve, reverse

from suluh.access import log
from suluh.access.guards import PUBLIC, declared_access
from suluh.access.models import Acceptance, Account, AgreementVersion
from suluh.access.operations.agreement import accept_agreement, change_agreement
from suluh.access.policy import Refused
from suluh.access.queries.actors import operator
from suluh.access.queries.agreements import (
    agreement_in_force,
    must_agree,
    shipped_texts,
    who_agreed,
)
from suluh.config.settings.workspace import LANGUAGES
from tests.access_matrix.table import EXPECTED, OBJECTS
from tests.cast import Cast
from tests.conftest import Enter

PAGE = "/account/agreement/"
TEXT = {"en": "Say nothing of what you read here.", "id": "Jangan ceritakan isinya."}


def in_force(cast: Cast) -> AgreementVersion:
    found = agreement_in_force(cast.actor(cast.omar))
    assert found is not None
    return found


def changed(cast: Cast, texts: dict[str, str] = TEXT) -> AgreementVersion:
    return change_agreement(cast.actor(cast.omar), texts=texts, instead_of=in_force(cast).pk)


def posted(client: Client, version: object) -> int:
    status: int = client.post(PAGE, {"version": str(version)}).status_code
    return status


def test_a_new_office_begins_with_the_text_that_ships(cast: Cast) -> None:
    found = in_force(cast)
    assert (found.number, found.shipped, found.texts) == (1, True, shipped_texts())
    assert {code for code, _name in LANGUAGES} == set(shipped_texts())


def test_after_a_change_it_is_shown_again_and_agreeing_opens_the_way(
    cast: Cast, enter: Enter
) -> None:
    client = enter(cast.sari)
    assert client.get("/").status_code == 200
    version = changed(cast)
    assert client.get("/")["Location"] == PAGE
    assert TEXT["en"] in client.get(PAGE).content.decode()
    assert posted(client, version.pk) == 302
    assert client.get("/").status_code == 200
    entry = log.entries(cast.actor(cast.sari)).first()
    assert entry is not None
    assert (entry.act, entry.actor, entry.details) == (
        "agreement.accepted", cast.sari.pk, {"version": 2},
    )  # fmt: skip


def test_agreeing_twice_is_once(cast: Cast, enter: Enter) -> None:
    version, client = changed(cast), enter(cast.sari)
    assert [posted(client, version.pk), posted(client, version.pk)] == [302, 302]
    of_sari = Acceptance.objects.visible_to(cast.actor(cast.sari)).filter(account=cast.sari)
    assert of_sari.filter(version=version).count() == 1


def test_only_the_version_in_force_can_be_accepted(cast: Cast, enter: Enter) -> None:
    client, old = enter(cast.sari), in_force(cast)
    new = changed(cast)
    of_noor = agreement_in_force(cast.actor(cast.noor))
    assert of_noor is not None
    for other in (old.pk, of_noor.pk, cast.sari.pk, "", "2", "no version"):
        assert posted(client, other) == 400, other
    assert must_agree(cast.actor(cast.sari))
    assert posted(client, new.pk) == 302


def test_a_version_is_never_changed_only_followed(cast: Cast) -> None:
    first = in_force(cast)
    changed(cast)
    assert (
        first.texts
        == AgreementVersion.objects.visible_to(cast.actor(cast.omar)).get(number=1).texts
    )


ROWS = sorted(
    line
    for line, statuses in EXPECTED.items()
    if statuses["ilya"] != 405 and "agreement" not in line
)


@pytest.mark.asvs("2.3.1")
@pytest.mark.parametrize("request_line", ROWS)
def test_whoever_has_not_agreed_is_sent_there_from_every_address(
    request_line: str, cast: Cast, enter: Enter
) -> None:
    method, name = request_line.split()
    captured: dict[str, Any] = OBJECTS[name](cast) if name in OBJECTS else {}
    changed(cast)
    address = reverse(name, kwargs=captured)
    access = declared_access(resolve(address).func)
    response = enter(cast.ilya).generic(method, address)
    response.close()
    if access is None or access.capability == PUBLIC or name in STEPS_BEFORE:
        return  # a stranger's page: it shows nothing of the office
    assert (response.status_code, response["Location"]) == (302, PAGE)


# Pages of earlier steps: whoever must still show a second factor does so before reading the text.
STEPS_BEFORE = {
    "second_factor", "account_reauthenticate", "app_add", "passkey_add", "recovery_codes",
    "unlock", "lock", "present",
}  # fmt: skip


def test_nearly_every_address_is_asked() -> None:
    assert len(ROWS) > 60


def test_nobody_accepts_for_another(cast: Cast, enter: Enter) -> None:
    version = changed(cast)
    form = {"version": str(version.pk), "account": str(cast.sari.pk), "actor": str(cast.sari.pk)}
    enter(cast.omar).post(PAGE, form)
    assert not must_agree(cast.actor(cast.omar))
    assert must_agree(cast.actor(cast.sari))
    with pytest.raises(Refused):
        accept_agreement(operator(cast.port_tamsin), version=version.pk)


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/account/password/", {"version": "2", "agreement": "2"}),
        ("/accounts/invite/", {"full_name": "X", "version": "2"}),
        ("/language/", {"language": "id", "version": "2"}),
    ],
)
def test_no_other_form_accepts(
    address: str, form: dict[str, str], cast: Cast, enter: Enter
) -> None:
    version, client = changed(cast), enter(cast.omar)
    client.post(address, {**form, "version": str(version.pk)})
    assert must_agree(cast.actor(cast.omar))


def test_there_is_a_way_out(cast: Cast, enter: Enter) -> None:
    changed(cast)
    client = enter(cast.sari)
    assert "/account/sign-out/" in client.get(PAGE).content.decode()
    assert client.post("/account/sign-out/").status_code == 302
    assert client.get("/")["Location"].startswith("/account/sign-in/")


def test_administrators_see_who_agreed_to_which(cast: Cast, enter: Enter) -> None:
    version = changed(cast)
    accept_agreement(cast.actor(cast.omar), version=version.pk)
    found = {each.name: each.number for each in who_agreed(cast.actor(cast.omar))}
    assert found == {"Ilya Marrow": 1, "Omar Vane": 2, "Sari Lind": 1, "Vera Holm": 1}
    page = enter(cast.omar).get("/accounts/agreement/").content.decode()
    assert page.index("Sari Lind") < page.index("Agreed to the text in force")


def test_a_change_through_the_page(cast: Cast, enter: Enter) -> None:
    client = enter(cast.omar)
    before = in_force(cast)
    form = {"instead_of": str(before.pk), "text_en": "Line one\r\nLine two", "text_id": ""}
    assert client.post("/accounts/agreement/", form).status_code == 302
    assert in_force(cast).texts == {"en": "Line one\nLine two"}
    assert in_force(cast).made_by_id == cast.omar.pk


def test_of_two_changes_at_once_the_second_is_told(cast: Cast) -> None:
    omar, before = cast.actor(cast.omar), in_force(cast)
    change_agreement(omar, texts=TEXT, instead_of=before.pk)
    with pytest.raises(ValidationError, match="meanwhile"):
        change_agreement(omar, texts={"en": "Other"}, instead_of=before.pk)


@pytest.mark.parametrize("texts", [{}, {"en": "   "}, {"en": "x" * 20_001}, None])
def test_a_text_that_cannot_be_used_is_refused(texts: dict[str, str] | None, cast: Cast) -> None:
    with pytest.raises(ValidationError):
        changed(cast, in_force(cast).texts if texts is None else texts)


@pytest.mark.parametrize("persona", ["ilya", "sari", "vera", "noor"])
def test_whoever_manages_no_accounts_changes_no_text(persona: str, cast: Cast) -> None:
    account: Account = getattr(cast, persona)
    with pytest.raises(Refused):
        change_agreement(cast.actor(account), texts=TEXT, instead_of=in_force(cast).pk)


def test_another_agency_keeps_its_own_text(cast: Cast) -> None:
    changed(cast)
    assert not must_agree(cast.actor(cast.noor))


@pytest.mark.asvs("1.2.1", "3.2.2")
def test_a_script_in_the_text_is_only_text(cast: Cast, enter: Enter) -> None:
    changed(cast, {"en": "<script>alert(1)</script>"})
    assert "<script>alert" not in enter(cast.sari).get(PAGE).content.decode()
