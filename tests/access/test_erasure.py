"""Erasing somebody who left: the name is gone for ever, and the log still verifies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey
from django.utils.module_loading import import_string

from suluh.access import log
from suluh.access.models import Account, Invitation, Membership, Visit
from suluh.access.operations.accounts import deactivate_account, open_account
from suluh.access.operations.erasing import NAME, ask_to_erase, erasable, erase_account
from suluh.access.operations.old_invitations import forget_old_invitations
from suluh.access.operations.two_people import approve
from suluh.access.policy import Refused
from suluh.access.queries.actors import operator
from suluh.config import processes
from tests.cast import Cast
from tests.conftest import Enter

GOES = {
    "account.EmailAddress": "deleted: it holds the address",
    "mfa.Authenticator": "deleted: a way to sign in",
    "access.Visit": "deleted: a way to be signed in",
    "access.Invitation": "stays, without name and address",
}
STAYS = {
    "access.Acceptance": "that an account accepted the agreement",
    "access.AgreementVersion": "which account wrote it",
    "access.EmergencyAccess": "its reason is for reviewers; the page says that it stays",
    "access.JointAct": "identifiers",
    "access.Membership": "role and agency, without which nobody could see the row",
    "access.OfficeRecovery": "that a recovery happened",
    "access.RecoverySheet": "which account printed it",
    "access.SealedExport": "none is left: they are deleted when the account is closed",
    "access.TeamMember": "which team",
    "directory.Intake": "which account brought a file in",
    "directory.ReaderReport": "which account looked into it",
}


def erased(cast: Cast) -> Account:
    """Dewi, who left: Omar asked, Vera approved."""
    omar = cast.actor(cast.omar)
    joint = ask_to_erase(omar, account=cast.dewi)
    approve(cast.actor(cast.vera), joint=joint)
    erase_account(omar, account=cast.dewi)
    return Account.objects.get(pk=cast.dewi.pk)


def test_name_and_address_are_gone_from_every_table(cast: Cast) -> None:
    _leave_traces(cast)
    assert _rows_with("Dewi", "dewi@")
    account = erased(cast)
    assert _rows_with("Dewi", "dewi@") == []
    assert (account.full_name, account.is_active) == (NAME, False)
    assert account.email.endswith("@erased.invalid")
    assert not account.has_usable_password()
    assert not Visit.objects.filter(account=account).exists()
    assert not Authenticator.objects.filter(user=account).exists()


def _leave_traces(cast: Cast) -> None:
    """Everything else in which a person may stand by name."""
    EmailAddress.objects.create(user=cast.dewi, email="dewi@example.org")
    Authenticator.objects.create(user=cast.dewi, type="totp", data={})
    soon = datetime.now(UTC) + timedelta(days=1)
    Visit.objects.create(session_key="x" * 64, account=cast.dewi, expire_date=soon)
    _invited(cast, "used", account=cast.dewi, used_at=soon)
    _invited(cast, "replaced", withdrawn_at=soon)
    _invited(cast, "expired", expires_at=soon - timedelta(days=9))


def _invited(cast: Cast, digest: str, **how: Any) -> Invitation:
    """Dewi, once. Only the invitation that was used knows her account."""
    soon = datetime.now(UTC) + timedelta(days=1)
    return Invitation.objects.create(
        **{"agency": cast.port_tamsin, "expires_at": soon, **how},
        full_name="Dewi Roe",
        email="dewi@example.org",
        role="editor",
        digest=digest,
    )


def test_an_invitation_that_is_still_open_opens_nothing_any_more(cast: Cast) -> None:
    invitation = _invited(cast, "open")
    erased(cast)
    invitation.refresh_from_db(from_queryset=Invitation.objects.visible_to(cast.actor(cast.omar)))
    assert (invitation.full_name, bool(invitation.withdrawn_at)) == (NAME, True)


def test_what_another_office_knows_is_for_that_office(cast: Cast) -> None:
    there = _invited(cast, "far", agency=cast.lake_harrow)
    erased(cast)
    there.refresh_from_db(from_queryset=Invitation.objects.visible_to(cast.actor(cast.noor)))
    assert (there.email, there.withdrawn_at) == ("dewi@example.org", None)


def _rows_with(*words: str) -> list[str]:
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database
            found += [table for row in cursor.fetchall() if any(w in str(row) for w in words)]
    return found


def test_every_table_that_knows_an_account_was_thought_of() -> None:
    knows = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is Account
    }
    assert knows == GOES.keys() | STAYS.keys()


def test_the_log_still_verifies_and_says_that_somebody_was_erased(cast: Cast, enter: Enter) -> None:
    erased(cast)
    vera = cast.actor(cast.vera)
    assert log.examine(vera).ok
    last = log.entries(vera)[0]
    assert (last.act, last.subject) == ("account.erased", cast.dewi.pk)
    page = enter(cast.vera).get("/log/").content.decode()
    assert "An account that was erased" in page
    assert "Dewi" not in page


@pytest.mark.asvs("2.3.5")
def test_without_a_second_person_nobody_is_erased(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    with pytest.raises(Refused, match="Ask for it first"):
        erase_account(omar, account=cast.dewi)
    ask_to_erase(omar, account=cast.dewi)
    with pytest.raises(Refused, match="Vera Holm"):
        erase_account(omar, account=cast.dewi)
    assert Account.objects.get(pk=cast.dewi.pk).full_name == "Dewi Roe"


def test_an_approval_for_one_person_erases_no_other(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    approve(cast.actor(cast.vera), joint=ask_to_erase(omar, account=cast.dewi))
    deactivate_account(omar, account=cast.sari)
    with pytest.raises(Refused, match="Ask for it first"):
        erase_account(omar, account=cast.sari)


def test_an_open_account_or_the_own_one_is_not_erased(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    with pytest.raises(Refused, match="Close it first"):
        ask_to_erase(omar, account=cast.sari)
    with pytest.raises(Refused, match="erase themselves"):
        ask_to_erase(omar, account=cast.omar)
    with pytest.raises(Membership.DoesNotExist):
        ask_to_erase(omar, account=cast.noor)
    with pytest.raises(Refused, match="manage accounts"):
        ask_to_erase(cast.actor(cast.vera), account=cast.dewi)


def test_opened_again_after_the_approval_it_is_kept(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    approve(cast.actor(cast.vera), joint=ask_to_erase(omar, account=cast.dewi))
    open_account(omar, account=cast.dewi)
    with pytest.raises(Refused, match="Close it first"):
        erase_account(omar, account=cast.dewi)


def test_an_erased_account_stays_closed_and_is_not_offered_again(cast: Cast) -> None:
    omar, account = cast.actor(cast.omar), erased(cast)
    with pytest.raises(Refused, match="was erased"):
        open_account(omar, account=account)
    with pytest.raises(Refused, match="erased already"):
        ask_to_erase(omar, account=account)
    assert not erasable(omar).exists()


def test_the_address_can_be_used_for_somebody_new(cast: Cast) -> None:
    erased(cast)
    assert not Account.objects.filter(email="dewi@example.org").exists()


def test_the_pages_say_what_stays(cast: Cast, enter: Enter) -> None:
    omar, vera = enter(cast.omar), enter(cast.vera)
    assert "Dewi Roe" in omar.get("/erasures/").content.decode()
    member = Membership.objects.visible_to(operator(cast.port_tamsin)).get(account=cast.dewi)
    assert omar.post(f"/erasures/ask/{member.pk}/").status_code == 302
    waiting = vera.get("/joint/").content.decode()
    assert "Dewi Roe" in waiting
    key = next(iter(waiting.split("/joint/")[i].split("/")[0] for i in range(1, 9)
                    if "approve" in waiting.split("/joint/")[i][:50]))  # fmt: skip
    assert vera.post(f"/joint/{key}/approve/").status_code == 302
    confirm = omar.get(f"/erasures/{key}/").content.decode()
    assert "Backups made before today still hold the name" in confirm
    assert omar.post(f"/erasures/{key}/").status_code == 302
    assert "Dewi" not in omar.get("/joint/").content.decode()


# ---- Old invitations -----------------------------------------------------------------------------


def _over(cast: Cast, days: int) -> dict[str, Invitation]:
    """One invitation for each way to be over, since so many days."""
    then = datetime.now(UTC) - timedelta(days=days)
    ways: dict[str, dict[str, Any]] = {
        "used": {"used_at": then, "account": cast.dewi},
        "withdrawn": {"withdrawn_at": then},
        "expired": {"expires_at": then},
    }
    return {way: _invited(cast, f"{way}{days}", **how) for way, how in ways.items()}


def test_finished_invitations_are_thrown_away_after_a_month(cast: Cast) -> None:
    far = _invited(
        cast, "far", agency=cast.lake_harrow, withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    _over(cast, days=31)
    kept = {each.pk for each in _over(cast, days=29).values()} | {_invited(cast, "open").pk}
    assert forget_old_invitations() == 4
    here, there = operator(cast.port_tamsin), operator(cast.lake_harrow)
    assert {each.pk for each in Invitation.objects.visible_to(here)} == kept
    assert not Invitation.objects.visible_to(there).filter(pk=far.pk).exists()
    assert forget_old_invitations() == 0


def test_the_worker_does_it(cast: Cast) -> None:
    assert import_string(processes.FORGET_INVITATIONS) is forget_old_invitations
    assert processes.FORGET_INVITATIONS in processes.BESIDE
