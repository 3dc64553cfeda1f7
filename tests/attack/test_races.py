"""Two who press in the same moment, on a database file: one outcome, and never more than one.

Approvals stand in tests/access/test_two_people_races.py, guesses in tests/access/guessing.py.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from suluh.access.models import (
    Account,
    AgreementVersion,
    AuditEntry,
    EmergencyAccess,
    Invitation,
    Membership,
    OfficeRecovery,
    SealedExport,
)
from suluh.access.operations import change_role, create_account, deactivate_account
from suluh.access.operations.agreement import change_agreement
from suluh.access.operations.emergency import judge, open_emergency
from suluh.access.operations.exports import fetch, sealed_export
from suluh.access.operations.factors import WrongCode, make_recovery_codes, use_code
from suluh.access.operations.joining import CodeCannotBeUsed, invite, join, withdraw_invitation
from suluh.access.operations.recovery import (
    CannotRecover,
    ask_for_recovery,
    finish_recovery,
    make_sheet,
    stop_recovery,
)
from suluh.access.policy import Refused
from suluh.access.queries.actors import operator
from suluh.access.queries.agreements import agreement_in_force
from tests.at_once import at_once
from tests.cast import PASSWORD, Cast, assemble

pytestmark = pytest.mark.django_db(transaction=True)
NEW, REASON = "nine lamps by the river", "A number is answered by somebody dangerous."
REFUSALS = (Refused, ValidationError, CodeCannotBeUsed, CannotRecover, WrongCode,
            Membership.DoesNotExist)  # fmt: skip
race = partial(at_once, refusals=REFUSALS)


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def mira(cast: Cast) -> Account:
    """A second administrator."""
    return create_account(
        operator(cast.port_tamsin), agency=cast.port_tamsin, email="mira@example.org",
        full_name="Mira Holt", role="administrator", password=PASSWORD,
    )  # fmt: skip


def acts(act: str) -> int:
    return int(AuditEntry._base_manager.filter(act=act).count())


def fresh(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def test_two_administrators_close_each_other(cast: Cast, mira: Account) -> None:
    omar, other = cast.actor(cast.omar), cast.actor(mira)
    found = race(
        lambda: deactivate_account(omar, account=fresh(mira)),
        lambda: deactivate_account(other, account=fresh(cast.omar)),
    )
    assert found == {"done": 1, "refused": 1}
    assert Account.objects.filter(pk__in=[mira.pk, cast.omar.pk], is_active=True).count() == 1


def test_two_administrators_take_each_others_role(cast: Cast, mira: Account) -> None:
    omar, other = cast.actor(cast.omar), cast.actor(mira)
    found = race(
        lambda: change_role(omar, account=mira, role="reader"),
        lambda: change_role(other, account=cast.omar, role="reader"),
    )
    assert found == {"done": 1, "refused": 1}
    assert Membership._base_manager.filter(role="administrator").count() == 1


def test_whoever_is_closed_invites_nobody_in_the_same_moment(cast: Cast, mira: Account) -> None:
    other = cast.actor(mira)
    race(
        lambda: deactivate_account(cast.actor(cast.omar), account=fresh(mira)),
        lambda: invite(other, full_name="X", email="x@example.org", role="administrator"),
    )
    still_open = Invitation._base_manager.filter(invited_by=mira, withdrawn_at=None)
    assert not still_open.exists()


def test_an_invitation_is_used_once(cast: Cast) -> None:
    _row, code = invite(
        cast.actor(cast.omar), full_name="Mira", email="mira@example.org", role="reader"
    )
    found = race(*[lambda: join(code=code, password=NEW)] * 4)
    assert found == {"done": 1, "refused": 3}
    assert acts("account.joined") == 1


def test_an_invitation_is_used_or_withdrawn(cast: Cast) -> None:
    omar = cast.actor(cast.omar)
    row, code = invite(omar, full_name="Mira", email="mira@example.org", role="reader")
    race(
        lambda: join(code=code, password=NEW),
        lambda: withdraw_invitation(omar, invitation=row),
    )
    row.refresh_from_db(from_queryset=Invitation._base_manager.all())
    assert (row.used_at is None) != (row.withdrawn_at is None)
    assert Account.objects.filter(email="mira@example.org").exists() == (row.used_at is not None)


def test_one_address_is_invited_twice_at_once(cast: Cast, mira: Account) -> None:
    """The later one ends the earlier."""
    both = [cast.actor(cast.omar), cast.actor(mira)]
    race(*[
        lambda actor=actor: invite(actor, full_name="X", email="x@example.org", role="reader")
        for actor in both
    ])  # fmt: skip
    assert Invitation._base_manager.filter(email="x@example.org", withdrawn_at=None).count() == 1


def test_a_recovery_is_finished_once(cast: Cast) -> None:
    code = make_sheet(cast.actor(cast.omar))
    ask_for_recovery(email=cast.omar.email, code=code)
    ago = datetime.now(UTC) - timedelta(hours=30)
    OfficeRecovery._base_manager.update(begun_at=ago)
    found = race(*[
        lambda number=number: finish_recovery(
            email=cast.omar.email, code=code, password=f"{NEW} {number}"
        )
        for number in range(3)
    ])  # fmt: skip
    assert found == {"done": 1, "refused": 2}
    assert acts("recovery.done") == 1


def test_a_recovery_is_finished_or_stopped(cast: Cast, mira: Account) -> None:
    code = make_sheet(cast.actor(cast.omar))
    ask_for_recovery(email=cast.omar.email, code=code)
    OfficeRecovery._base_manager.update(begun_at=datetime.now(UTC) - timedelta(hours=30))
    row = OfficeRecovery._base_manager.get()
    race(
        lambda: finish_recovery(email=cast.omar.email, code=code, password=NEW),
        lambda: stop_recovery(cast.actor(mira), recovery=row),
    )
    row.refresh_from_db(from_queryset=OfficeRecovery._base_manager.all())
    assert (row.done_at is None) != (row.stopped_at is None)
    assert fresh(cast.omar).check_password(NEW) == (row.done_at is not None)


def test_a_recovery_begins_once(cast: Cast) -> None:
    code = make_sheet(cast.actor(cast.omar))
    race(*[lambda: ask_for_recovery(email=cast.omar.email, code=code)] * 3)
    assert OfficeRecovery._base_manager.count() == 1
    assert acts("recovery.begun") == 1


def test_an_emergency_is_opened_once_and_judged_once(cast: Cast, mira: Account) -> None:
    sari = cast.actor(cast.sari)
    race(*[lambda: open_emergency(sari, capability="directory.edit", reason=REASON)] * 3)
    access = EmergencyAccess._base_manager.get()
    ended = datetime.now(UTC) - timedelta(hours=1)
    EmergencyAccess._base_manager.update(opened_at=ended - timedelta(hours=3), until=ended)
    access = EmergencyAccess._base_manager.get()
    omar, other = cast.actor(cast.omar), cast.actor(mira)
    race(
        lambda: judge(omar, access=access, justified=True),
        lambda: judge(other, access=access, justified=False),
    )
    assert acts("emergency.judged") == 1


def test_an_export_is_fetched_three_times_and_no_more(cast: Cast, home: Path) -> None:
    vera = cast.actor(cast.vera)
    with sealed_export(vera, act="log.taken_with_names", form="csv", content=b"x") as sealed:
        sealed.export.save()
    found = race(*[lambda: fetch(vera, export=sealed.export)] * 6)
    assert found == {"done": SealedExport.MOST, "refused": 6 - SealedExport.MOST}
    assert acts("export.fetched") == SealedExport.MOST


def test_a_recovery_code_works_once(cast: Cast) -> None:
    code = make_recovery_codes(cast.actor(cast.omar))[0]
    found = race(*[lambda: use_code(fresh(cast.omar), code)] * 4)
    assert found == {"done": 1, "refused": 3}


def test_the_agreement_is_changed_by_one_of_two(cast: Cast, mira: Account) -> None:
    read = agreement_in_force(cast.actor(cast.omar))
    assert read is not None
    found = race(*[
        lambda actor=actor: change_agreement(
            actor, texts={"en": f"Say nothing. {actor.name}"}, instead_of=read.pk
        )
        for actor in (cast.actor(cast.omar), cast.actor(mira))
    ])  # fmt: skip
    assert found == {"done": 1, "refused": 1}
    mine = AgreementVersion._base_manager.filter(agency=cast.port_tamsin)
    assert mine.count() == 2
