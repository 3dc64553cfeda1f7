"""Emergency access: a little more for three hours, before the eyes of a second person."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from suluh.access.domain.emergency import LASTS, Opening, explains
from suluh.access.models import AuditEntry, EmergencyAccess
from suluh.access.operations import emergency as operations
from suluh.access.operations.audit import IN_EMERGENCY
from suluh.access.policy import Refused
from suluh.directory.operations import languages
from tests.cast import Cast
from tests.conftest import Enter, shown_now

WHY = "The number of the Quay Street Clinic is answered by somebody dangerous."


def _open(cast: Cast) -> EmergencyAccess:
    return operations.open_emergency(
        cast.actor(cast.sari), capability="directory.edition", reason=WHY
    )


def test_it_opens_for_three_hours_and_no_longer(cast: Cast) -> None:
    assert not cast.actor(cast.sari).can("directory.edition")
    _open(cast)
    assert cast.actor(cast.sari).can("directory.edition")
    with time_machine.travel(timezone.now() + LASTS - timedelta(minutes=1), tick=False):
        assert cast.actor(cast.sari).can("directory.edition")
    with time_machine.travel(timezone.now() + LASTS + timedelta(seconds=1), tick=False):
        assert not cast.actor(cast.sari).can("directory.edition")


def test_a_clock_that_is_set_back_does_not_keep_it_open(cast: Cast) -> None:
    _open(cast)
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=False):
        assert not cast.actor(cast.sari).can("directory.edition")


def test_it_opens_nothing_else(cast: Cast) -> None:
    before = cast.actor(cast.sari).capabilities
    _open(cast)
    assert cast.actor(cast.sari).capabilities == before | {"directory.edition"}
    assert not cast.actor(cast.ilya).emergency


@pytest.mark.parametrize("capability", ["accounts.manage", "audit.read", "directory.fly"])
def test_what_the_role_does_not_name_stays_closed(capability: str, cast: Cast) -> None:
    with pytest.raises(Refused):
        operations.open_emergency(cast.actor(cast.sari), capability=capability, reason=WHY)
    with pytest.raises(Refused):
        operations.open_emergency(cast.actor(cast.omar), capability="directory.edit", reason=WHY)


@pytest.mark.parametrize("reason", ["", "urgent", "x" * 200, "now now now now now now", " " * 40])
def test_a_reason_must_explain(reason: str, cast: Cast) -> None:
    assert not explains(reason)
    with pytest.raises(ValidationError):
        operations.open_emergency(
            cast.actor(cast.sari), capability="directory.edition", reason=reason
        )


def test_two_taps_open_it_once(cast: Cast) -> None:
    assert _open(cast) == _open(cast)
    assert EmergencyAccess.objects.visible_to(cast.actor(cast.omar)).count() == 1


def test_whatever_is_done_meanwhile_is_marked_in_the_log(cast: Cast) -> None:
    _open(cast)
    languages.set_language(cast.actor(cast.sari), code="id", shown=False)
    entry = AuditEntry.objects.visible_to(cast.actor(cast.vera)).latest("sequence")
    assert (entry.act, entry.details[IN_EMERGENCY]) == ("language.hidden", ["directory.edition"])
    operations.take_note(cast.actor(cast.omar), access=_open(cast))
    entry = AuditEntry.objects.visible_to(cast.actor(cast.vera)).latest("sequence")
    assert IN_EMERGENCY not in entry.details


def test_it_can_be_ended_by_whoever_opened_it_and_by_an_administrator(cast: Cast) -> None:
    for account in (cast.sari, cast.omar):
        access = _open(cast)
        operations.end_emergency(cast.actor(account), access=access)
        assert not cast.actor(cast.sari).can("directory.edition")
    with pytest.raises(Refused):
        operations.end_emergency(cast.actor(cast.ilya), access=_open(cast))


def test_a_second_person_looks_at_it_and_never_the_first(cast: Cast) -> None:
    access = _open(cast)
    for account in (cast.sari, cast.ilya, cast.vera):
        with pytest.raises(Refused):
            operations.take_note(cast.actor(account), access=access)
    with pytest.raises(ValidationError, match="still open"):
        operations.judge(cast.actor(cast.omar), access=access, justified=True)
    operations.end_emergency(cast.actor(cast.omar), access=access)
    access.refresh_from_db()
    operations.judge(cast.actor(cast.omar), access=access, justified=True)
    operations.judge(cast.actor(cast.omar), access=access, justified=False)
    access.refresh_from_db()
    assert (access.justified, access.judged_by) == (True, cast.omar)


def test_an_administrator_who_opened_one_cannot_look_at_it(cast: Cast) -> None:
    access = _open(cast)
    EmergencyAccess.objects.visible_to(cast.actor(cast.omar)).update(account=cast.omar)
    access.refresh_from_db()
    with pytest.raises(Refused, match="Somebody else"):
        operations.take_note(cast.actor(cast.omar), access=access)


def test_everybody_who_looks_at_emergencies_is_told_on_every_page(cast: Cast, enter: Enter) -> None:
    told = "Sari Lind has opened emergency access"
    client = enter(cast.omar)
    assert told not in client.get(reverse("home")).content.decode()
    access = _open(cast)
    for page in ("home", "roles"):
        assert told in client.get(reverse(page)).content.decode()
    assert told not in enter(cast.ilya).get(reverse("home")).content.decode()
    client.post(reverse("emergency_seen", args=[access.pk]))
    assert told not in client.get(reverse("home")).content.decode()


@pytest.mark.asvs("7.5.3")
def test_it_is_opened_on_its_page_with_a_fresh_sign_in(cast: Cast, enter: Enter) -> None:
    client = enter(cast.sari)
    answer = client.post(reverse("emergency"), {"capability": "directory.edit", "reason": WHY})
    assert answer.status_code == 302
    assert cast.actor(cast.sari).can("directory.edit")
    assert WHY in enter(cast.omar).get(reverse("emergencies")).content.decode()
    shown_now(client, cast.sari, ago=3600)
    stale = client.get(reverse("emergency"))
    assert stale["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.asvs("16.2.5")
def test_the_reason_is_nowhere_in_the_log(cast: Cast) -> None:
    _open(cast)
    entries = AuditEntry.objects.visible_to(cast.actor(cast.vera))
    assert all("Quay" not in str(each.details) for each in entries)


def test_an_opening_is_open_between_its_times_only() -> None:
    now = timezone.now()
    opening = Opening(now, now + LASTS)
    assert opening.is_open(now)
    assert not opening.is_open(now + LASTS)
    assert not Opening(now, now + LASTS, ended_at=now).is_open(now)
