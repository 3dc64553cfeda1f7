"""What a backup brought back to life ends again; what people are and did stays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from suluh.access import log
from suluh.access.domain.two_people import State
from suluh.access.models import Invitation, JointAct
from suluh.access.operations import recovery
from suluh.access.operations.after_restore import can_sign_in, revoke_what_came_back
from suluh.access.operations.emergency import open_emergency
from suluh.access.operations.erasing import ask_to_erase, erase_account
from suluh.access.operations.factors import WrongCode, make_recovery_codes, use_code
from suluh.access.operations.joining import CodeCannotBeUsed, invite, join
from suluh.access.operations.two_people import approve
from suluh.access.policy import Refused
from suluh.access.queries.actors import everybody_of, operator
from tests.cast import PASSWORD, Cast, code_of_now
from tests.conftest import Enter

WHY = "The number of the Quay Street Clinic is answered by somebody dangerous."


def test_a_recovery_sheet_and_what_it_began(cast: Cast) -> None:
    code = recovery.make_sheet(cast.actor(cast.omar))
    recovery.ask_for_recovery(email=cast.omar.email, code=code)
    revoke_what_came_back(operator())
    with pytest.raises(recovery.CannotRecover):
        recovery.ask_for_recovery(email=cast.omar.email, code=code)
    new = recovery.make_sheet(cast.actor(cast.omar))
    assert not recovery.ask_for_recovery(email=cast.omar.email, code=new).ready


def test_an_invitation_in_every_office(cast: Cast) -> None:
    codes = [
        invite(who, full_name="Mira", email=f"{name}@example.org", role="reader")[1]
        for who, name in (
            (cast.actor(cast.omar), "mira"),
            (operator(cast.lake_harrow), "far"),
        )
    ]
    revoke_what_came_back(operator())
    for code in codes:
        with pytest.raises(CodeCannotBeUsed):
            join(code=code, password="nine lanterns on the quay")


def test_an_invitation_that_was_used_stays_used(cast: Cast) -> None:
    made, code = invite(
        cast.actor(cast.omar), full_name="Mira", email="mira@example.org", role="reader"
    )
    join(code=code, password="nine lanterns on the quay")
    revoke_what_came_back(operator())
    made.refresh_from_db(from_queryset=Invitation.objects.visible_to(cast.actor(cast.omar)))
    assert (made.withdrawn_at, bool(made.used_at)) == (None, True)


def test_what_was_approved_and_what_was_only_asked(cast: Cast) -> None:
    omar, vera = cast.actor(cast.omar), cast.actor(cast.vera)
    approve(vera, joint=ask_to_erase(omar, account=cast.dewi))
    revoke_what_came_back(operator())
    with pytest.raises(Refused, match="Ask for it first"):
        erase_account(omar, account=cast.dewi)
    asked = ask_to_erase(omar, account=cast.dewi)
    revoke_what_came_back(operator())
    with pytest.raises(Refused):
        approve(vera, joint=asked)
    states = set(JointAct.objects.visible_to(everybody_of(omar)).values_list("state", flat=True))
    assert states == {State.EXPIRED}


def test_what_was_done_stays_done(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    approve(cast.actor(cast.vera), joint=ask_to_erase(omar, account=cast.dewi))
    erase_account(omar, account=cast.dewi)
    revoke_what_came_back(operator())
    states = JointAct.objects.visible_to(everybody_of(omar)).values_list("state", flat=True)
    assert list(states) == [State.DONE]


def test_an_emergency(cast: Cast) -> None:
    open_emergency(cast.actor(cast.sari), capability="directory.edition", reason=WHY)
    assert cast.actor(cast.sari).can("directory.edition")
    revoke_what_came_back(operator())
    assert not cast.actor(cast.sari).can("directory.edition")


def test_recovery_codes_and_no_other_second_step(cast: Cast) -> None:
    code, *_others = make_recovery_codes(cast.actor(cast.omar))
    revoke_what_came_back(operator())
    with pytest.raises(WrongCode):
        use_code(cast.omar, code)
    assert Authenticator.objects.filter(user=cast.omar, type="totp").exists()


def test_whoever_has_an_app_signs_in_and_is_offered_new_codes(cast: Cast, enter: Enter) -> None:
    make_recovery_codes(cast.actor(cast.omar))
    revoke_what_came_back(operator())
    client = Client()
    client.post("/account/sign-in/", {"login": cast.omar.email, "password": PASSWORD})
    client.post("/account/sign-in/code/", {"code": code_of_now()})
    page = " ".join(client.get("/account/").content.decode().split())
    assert "You have none that work. Time to make new ones." in page
    assert 'href="/account/recovery-codes/"' in page
    assert enter(cast.omar).post("/account/recovery-codes/").status_code == 200
    assert Authenticator.objects.filter(user=cast.omar, type="recovery_codes").exists()


def test_whoever_has_no_second_step_is_offered_no_codes(cast: Cast, enter: Enter) -> None:
    page = enter(cast.ilya).get("/account/").content.decode()
    assert "come with the first second step" in page
    assert 'href="/account/recovery-codes/"' not in page


def test_it_can_be_done_again_and_changes_no_moment(cast: Cast) -> None:
    invite(cast.actor(cast.omar), full_name="Mira", email="mira@example.org", role="reader")
    revoke_what_came_back(operator())
    here = Invitation.objects.visible_to(cast.actor(cast.omar))
    first = here.get().withdrawn_at
    revoke_what_came_back(operator())
    assert here.get().withdrawn_at == first <= datetime.now(UTC)


def test_it_writes_no_entry_of_its_own(cast: Cast) -> None:
    before = log.entries(cast.actor(cast.vera)).count()
    revoke_what_came_back(operator())
    assert log.entries(cast.actor(cast.vera)).count() == before


@pytest.mark.parametrize("persona", ["omar", "vera", "ilya"])
def test_nobody_but_the_operator_does_it(persona: str, cast: Cast) -> None:
    account = cast.account(persona)
    assert account is not None
    with pytest.raises(Refused):
        revoke_what_came_back(cast.actor(account))


def test_the_list_of_who_can_sign_in_is_sorted_and_without_closed_accounts(cast: Cast) -> None:
    expected = sorted(f"{each}@example.org" for each in ("ilya", "noor", "omar", "sari", "vera"))
    assert can_sign_in() == expected
