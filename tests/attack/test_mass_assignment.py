"""Fields that no form has: named like every column, they change nothing.

Each form is sent twice, as it is meant, and with every column of every table beside it; the office
must look the same after both, but for what chance and the clock put into it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.db import transaction

from suluh.access.models import (
    Acceptance,
    Account,
    AgencyRole,
    EmergencyAccess,
    Invitation,
    JointAct,
    Membership,
    Team,
    TeamMember,
)
from suluh.access.operations.joining import invite
from suluh.access.queries.agreements import agreement_in_force
from suluh.directory.models import Service
from tests.access_matrix.table import OBJECTS
from tests.attack.ground import address, as_read
from tests.cast import NOON, PASSWORD, Cast
from tests.conftest import Enter, shown_now

# Made by chance at each attempt, or of the moment.
BY_CHANCE = {"id", "digest", "previous", "code", "subject", "session_key", "number", "password",
             "session_data", "hsds_id", "created_at", "updated_at", "expires_at"}  # fmt: skip


def columns() -> set[str]:
    """Of every table, also as forms of a form: `account-role`, `form-0-agency`."""
    found = {
        name
        for model in apps.get_models()
        for field in model._meta.fields
        for name in (field.name, field.attname)
    }
    # "emergency" is a field of the form of a role, and checked there.
    return found - {"emergency"} | {
        "is_superuser",
        "is_staff",
        "groups",
        "user_permissions",
        "capabilities",
    }


def laden(cast: Cast, form: dict[str, Any]) -> dict[str, Any]:
    """The form, and beside it a value for every column that it has no field for."""
    values: dict[str, Any] = {
        "role": "administrator", "grants": '{"audit.read": ["agency"]}', "is_active": "true",
        "agency": str(cast.lake_harrow.pk), "agency_id": str(cast.lake_harrow.pk),
    }  # fmt: skip
    found = {name: values.get(name, str(cast.ilya.pk)) for name in columns()}
    for name in list(found):
        found |= {f"account-{name}": found[name], f"form-0-{name}": found[name]}
    moments = {
        f"{name}_at": "2030-01-01T00:00:00Z" for name in ("accepted", "seen", "used", "done")
    }
    return {**found, **moments, "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", **form}


def office(cast: Cast) -> str:
    """What could be gained: everything but chance, the log's own digests, and the clock."""
    seen = []
    for model in (Account, Membership, AgencyRole, Team, TeamMember, Invitation, Acceptance,
                  EmergencyAccess, JointAct, Service):  # fmt: skip
        for row in model._base_manager.all():
            kept = [
                (field.attname, _same(getattr(row, field.attname)))
                for field in row._meta.fields
                if field.attname not in BY_CHANCE
            ]
            seen.append(f"{model.__name__} {kept}")
    return "\n".join(sorted(seen))


def _same(value: Any) -> Any:
    """An identifier of a row made just now differs each time; those of the cast do not matter."""
    return "some" if isinstance(value, UUID) else value


def after(
    cast: Cast, enter: Enter, who: Account, form: Callable[[Cast], dict[str, Any]], name: str,
    *, more: bool,
) -> tuple[int, str]:  # fmt: skip
    with transaction.atomic():
        wanted = address(name, cast)
        sent = {**form(cast), **as_read(wanted)}
        client = enter(who)
        status = client.post(wanted, laden(cast, sent) if more else sent).status_code
        found = office(cast)
        transaction.set_rollback(True)
    return status, found


def _version(cast: Cast) -> dict[str, Any]:
    found = agreement_in_force(cast.actor(cast.sari))
    assert found is not None
    return {"version": str(found.pk)}


GRANTS = {"name": "Looker", "grant-directory.view": "agency"}
# Who sends what where. The empty form is what it is meant to be where a button is all there is.
FORMS: dict[str, tuple[str, Callable[[Cast], dict[str, Any]]]] = {
    "account_invite": ("omar", lambda cast: {
        "full_name": "Mira Holt", "email": "mira@example.org", "role": "reader"}),
    "account_role": ("omar", lambda cast: {"role": "editor"}),
    "account_left": ("omar", lambda cast: {}),
    "account_open": ("omar", lambda cast: {}),
    "account_factor": ("omar", lambda cast: {}),
    "invitation_withdraw": ("omar", lambda cast: {}),
    "agreement": ("sari", _version),
    "agreement_edit": ("omar", lambda cast: {
        "text_en": "Say nothing.", "instead_of": _version(cast)["version"]}),
    "recovery_sheet": ("omar", lambda cast: {}),
    "role_new": ("omar", lambda cast: GRANTS),
    "role": ("omar", lambda cast: GRANTS),
    "role_try": ("omar", lambda cast: GRANTS),
    "team_new": ("omar", lambda cast: {"name": "North"}),
    "team": ("omar", lambda cast: {"members": [str(cast.sari.pk)]}),
    "emergency": ("sari", lambda cast: {
        "capability": "directory.edit", "reason": "A number is answered by somebody dangerous."}),
    "emergency_end": ("sari", lambda cast: {}),
    "emergency_seen": ("omar", lambda cast: {}),
    "emergency_judge": ("omar", lambda cast: {"was": "right"}),
    "log_take": ("vera", lambda cast: {
        "since": "2026-11-01", "until": "2026-11-22", "form": "csv"}),
    "joint_approve": ("omar", lambda cast: {}),
    "joint_decline": ("omar", lambda cast: {}),
    "joint_withdraw": ("vera", lambda cast: {}),
    "erasure_ask": ("omar", lambda cast: {}),
    "account_change_password": ("ilya", lambda cast: {
        "oldpassword": PASSWORD, "password1": "nine lamps by the river",
        "password2": "nine lamps by the river"}),
    "directory:report_handle": ("ilya", lambda cast: {}),
    "directory:check_import": ("ilya", lambda cast: {}),
}  # fmt: skip


@pytest.mark.asvs("15.3.3")
@pytest.mark.parametrize("name", FORMS)
def test_a_field_that_the_form_has_not_changes_nothing(name: str, cast: Cast, enter: Enter) -> None:
    persona, form = FORMS[name]
    who = getattr(cast, persona)
    with time_machine.travel(NOON, tick=False):
        alone = after(cast, enter, who, form, name, more=False)
        beside = after(cast, enter, who, form, name, more=True)
    assert alone[0] in {200, 302}, "the form itself was not taken"
    assert beside == alone


@pytest.mark.parametrize("persona", ["ilya", "sari", "omar", "vera"])
def test_a_correction_of_a_service_moves_it_to_no_other_office(
    persona: str, cast: Cast, enter: Enter
) -> None:
    """The largest form; who may not correct is refused with every column, too."""
    service = OBJECTS["directory:service"](cast)["pk"]
    before = Service._base_manager.get(pk=service)
    wanted = f"/directory/services/{service}/correct/"
    form = {"name.en": "Quay Street Clinic", **as_read(wanted)}
    enter(getattr(cast, persona)).post(wanted, laden(cast, form))
    now = Service._base_manager.get(pk=service)
    assert (now.agency_id, now.hsds_id, now.pk) == (before.agency_id, before.hsds_id, before.pk)


def test_whoever_joins_becomes_what_they_were_invited_as(cast: Cast, enter: Enter) -> None:
    _row, code = invite(
        cast.actor(cast.omar), full_name="Mira Holt", email="mira@example.org", role="reader"
    )
    sent = {"code": code, "password": "nine lamps by the river", "again": "nine lamps by the river"}
    beside = {"email": "evil@example.org", "full_name": "Evil", "role": "administrator"}
    assert enter(None).post("/join/", {**laden(cast, sent), **beside}).status_code == 200
    mira = Account.objects.get(email="mira@example.org")
    member = Membership._base_manager.get(account=mira)
    assert (member.role, member.agency_id) == ("reader", cast.port_tamsin.pk)
    assert not Account.objects.filter(email="evil@example.org").exists()


def test_signing_in_and_recovering_read_no_more(cast: Cast, enter: Enter) -> None:
    before = office(cast)
    last_login = Account.objects.get(pk=cast.ilya.pk).last_login
    sent = laden(cast, {"login": cast.ilya.email, "password": PASSWORD})
    with time_machine.travel(NOON, tick=False):
        enter(None).post("/account/sign-in/", sent)
        enter(None).post("/account/recover/", laden(cast, {"email": cast.ilya.email, "code": "x"}))
    Account.objects.filter(pk=cast.ilya.pk).update(last_login=last_login)
    assert office(cast) == before


def test_a_fresh_proof_is_asked_whatever_the_form_claims(cast: Cast, enter: Enter) -> None:
    client = enter(cast.omar)
    shown_now(client, cast.omar, ago=3600)
    claimed = {"account_authentication_methods": "mfa", "fresh": "1", "at": "9999999999"}
    answer = client.post("/accounts/recovery-sheet/", claimed)
    assert answer["Location"].startswith("/account/confirm/")
