"""Opening agencies and accounts, and changing roles. Nobody widens their own access."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from suluh.access.models import Account, Agency, Membership
from suluh.access.operations import (
    change_role,
    create_account,
    create_agency,
    deactivate_account,
)
from suluh.access.policy import Refused
from suluh.access.queries.actors import actor_of, agencies_of_this_machine, operator
from tests.cast import PASSWORD, Cast


def test_the_operator_opens_an_agency_and_its_first_account(db: None) -> None:
    agency = create_agency(
        operator(), name="Harbour Desk", country="id", timezone="Asia/Jakarta", languages=["id"]
    )
    account = create_account(
        operator(agency),
        agency=agency,
        email="Mira@Example.org",
        full_name="Mira Holt",
        role="editor",
        password=PASSWORD,
    )
    actor = actor_of(account)
    assert actor is not None
    assert (agency.slug, agency.country) == ("harbour-desk", "ID")
    assert (account.email, actor.agency_id, actor.role) == ("mira@example.org", agency.pk, "editor")
    assert actor.can("directory.import")
    assert not actor.can("accounts.manage")
    assert agencies_of_this_machine() == [agency]


@pytest.mark.parametrize(
    "wrong",
    [
        {"country": "Indonesia"},
        {"timezone": "Jakarta"},
        {"languages": []},
        {"languages": ["tlh"]},
        {"name": ""},
    ],
)
def test_an_agency_that_cannot_be_used_is_refused(db: None, wrong: dict[str, object]) -> None:
    good = {"name": "Desk", "country": "ID", "timezone": "UTC", "languages": ["en"]}
    with pytest.raises(ValidationError):
        create_agency(operator(), **(good | wrong))  # type: ignore[arg-type]
    assert agencies_of_this_machine() == []


def _mira(cast: Cast, **changed: object) -> Account:
    details: dict[str, object] = {
        "agency": cast.port_tamsin,
        "email": "mira@example.org",
        "full_name": "Mira Holt",
        "role": "reader",
        "password": PASSWORD,
    }
    return create_account(cast.actor(cast.omar), **(details | changed))  # type: ignore[arg-type]


def test_an_administrator_opens_an_account_in_the_own_agency(cast: Cast) -> None:
    assert cast.actor(_mira(cast)).role == "reader"


def test_an_administrator_opens_none_in_another_agency(cast: Cast) -> None:
    with pytest.raises(Refused, match="own agency"):
        _mira(cast, agency=cast.lake_harrow)


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "short"},
        {"password": "mira@example.org"},
        {"email": "ILYA@example.org"},
        {"email": "no address"},
        {"role": "operator"},
        {"role": "queen"},
    ],
)
def test_an_account_that_cannot_be_used_leaves_nothing(
    cast: Cast, wrong: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        _mira(cast, **wrong)
    assert Account.objects.count() == 6
    assert Membership.objects.unscoped(reason="a test counts all rows").count() == 6


def test_an_administrator_changes_a_colleagues_role(cast: Cast) -> None:
    change_role(cast.actor(cast.omar), account=cast.sari, role="editor")
    assert cast.actor(cast.sari).role == "editor"


def test_nobody_changes_their_own_role(cast: Cast) -> None:
    with pytest.raises(Refused, match="own role"):
        change_role(cast.actor(cast.omar), account=cast.omar, role="editor")


@pytest.mark.asvs("8.4.1")
def test_an_administrator_does_not_reach_another_agency(cast: Cast) -> None:
    for verb in (
        lambda actor: change_role(actor, account=cast.noor, role="reader"),
        lambda actor: deactivate_account(actor, account=cast.noor),
    ):
        with pytest.raises(Membership.DoesNotExist):
            verb(cast.actor(cast.omar))
    assert cast.actor(cast.noor).role == "editor"


def test_nobody_is_given_the_operators_role(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        change_role(cast.actor(cast.omar), account=cast.sari, role="operator")


def test_nobody_closes_their_own_account(cast: Cast) -> None:
    with pytest.raises(Refused, match="own account"):
        deactivate_account(cast.actor(cast.omar), account=cast.omar)


@pytest.mark.asvs("8.3.1")
@pytest.mark.parametrize("persona", ["ilya", "sari", "noor"])
def test_whoever_manages_no_accounts_can_do_none_of_it(persona: str, cast: Cast) -> None:
    account = cast.account(persona)
    assert account is not None
    actor = cast.actor(account)
    agency = Agency.objects.visible_to(actor).get()
    for verb in (
        lambda: create_agency(actor, name="X", country="ID", timezone="UTC", languages=["en"]),
        lambda: create_account(
            actor,
            agency=agency,
            email="x@example.org",
            full_name="X",
            role="reader",
            password=PASSWORD,
        ),
        lambda: change_role(actor, account=cast.omar, role="reader"),
        lambda: deactivate_account(actor, account=cast.omar),
    ):
        with pytest.raises(Refused):
            verb()
