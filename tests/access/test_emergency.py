"""Emergency access: a little more for three hours, before the eyes of a second person."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from suluh.access.domain.emergency import LASTS, OPENINGS_A_DAY, Opening, explains
from suluh.access.models import Account, AuditEntry, EmergencyAccess
from suluh.access.operations import deactivate_account, open_account
from suluh.access.operations import emergency as operations
from suluh.access.operations.audit import IN_EMERGENCY
from suluh.access.policy import Refused
from suluh.access.queries.actors import operator
from suluh.directory.models import Service
from suluh.directory.operations import languages
from tests.cast import Cast
from tests.conftest import Enter, shown_now
from tests.forms import loaded

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
    with pytest.raises(Refused):
        operations.end_emergency(cast.actor(cast.ilya), access=_open(cast))
    for account in (cast.sari, cast.omar):
        access = _open(cast)
        operations.end_emergency(cast.actor(account), access=access)
        assert not cast.actor(cast.sari).can("directory.edition")


def _end(cast: Cast, by: Account) -> None:
    operations.end_emergency(cast.actor(by), access=_open(cast))


def _later(**later: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**later), tick=False)


def test_whoever_was_stopped_by_a_colleague_stays_stopped_for_a_day(cast: Cast) -> None:
    _end(cast, cast.omar)
    with pytest.raises(ValidationError, match="a colleague has stopped this"):
        _open(cast)
    with _later(hours=23, minutes=59), pytest.raises(ValidationError, match="stopped"):
        _open(cast)
    sari = cast.actor(cast.sari)
    operations.open_emergency(sari, capability="directory.edit", reason=WHY)
    with _later(hours=24, minutes=1):
        assert _open(cast).ended_at is None


def test_whoever_ends_their_own_may_open_it_again(cast: Cast) -> None:
    _end(cast, cast.sari)
    assert _open(cast).ended_at is None


def test_one_that_was_not_right_is_not_opened_again_that_day(cast: Cast) -> None:
    """Counted from the judgement: it may come a day later than the opening."""
    access, omar = _open(cast), cast.actor(cast.omar)
    with _later(days=2):
        operations.judge(omar, access=access, justified=False)
        with pytest.raises(ValidationError, match="stopped"):
            _open(cast)
    with _later(days=3, minutes=1):
        assert _open(cast).ended_at is None


def test_one_that_was_right_may_be_opened_again(cast: Cast) -> None:
    access = _open(cast)
    with _later(hours=4):
        operations.judge(cast.actor(cast.omar), access=access, justified=True)
        assert _open(cast) != access


def test_ending_one_that_is_over_stops_nobody(cast: Cast) -> None:
    access = _open(cast)
    with _later(hours=4):
        operations.end_emergency(cast.actor(cast.omar), access=access)
        assert _open(cast) != access


def test_at_most_three_times_in_24_hours_whatever_it_is(cast: Cast) -> None:
    sari = cast.actor(cast.sari)
    for _number in range(OPENINGS_A_DAY - 1):
        _end(cast, cast.sari)
    operations.open_emergency(sari, capability="directory.edit", reason=WHY)
    with pytest.raises(ValidationError, match="3 times in 24 hours"):
        _open(cast)
    with _later(days=-3), pytest.raises(ValidationError, match="3 times"):  # set back
        _open(cast)
    with _later(days=1, minutes=1):
        assert _open(cast).ended_at is None


def test_leaving_ends_it_and_coming_back_does_not_bring_it_back(cast: Cast) -> None:
    access, omar = _open(cast), cast.actor(cast.omar)
    stale = cast.actor(cast.sari)
    deactivate_account(omar, account=cast.sari)
    with pytest.raises(Refused, match="closed a moment ago"):
        operations.open_emergency(stale, capability="directory.edit", reason=WHY)
    open_account(omar, account=cast.sari)
    assert not cast.actor(cast.sari).emergency
    access.refresh_from_db()
    assert access.ended_at is not None


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


def _many(cast: Cast, number: int, **fields: object) -> None:
    """As they pile up over the months."""
    rows = EmergencyAccess.objects.visible_to(cast.actor(cast.omar))
    for days in range(1, number + 1):
        at = timezone.now() - timedelta(days=days)
        rows.create(
            agency=cast.port_tamsin, account=cast.sari, capability="directory.edition",
            reason=f"{WHY} {days}.", opened_at=at, until=at + LASTS, **fields,
        )  # fmt: skip


def test_many_make_one_strip_with_their_number(cast: Cast, enter: Enter) -> None:
    _many(cast, 30)
    page = enter(cast.omar).get(reverse("home")).content.decode()
    assert page.count('class="notice strip"') == 1
    assert "was opened 30 times, the last time by Sari Lind" in page


def test_a_judgement_that_says_nothing_is_none(cast: Cast, enter: Enter) -> None:
    opened = _open(cast)
    operations.end_emergency(cast.actor(cast.sari), access=opened)
    client = enter(cast.omar)
    for sent in ({}, {"was": "so-so"}):
        page = client.post(reverse("emergency_judge", args=[opened.pk]), sent, follow=True)
        assert "Say whether it was right or not." in page.content.decode()
    opened.refresh_from_db()
    assert (opened.judged_by, opened.justified) == (None, None)


def test_what_nobody_has_judged_is_never_pushed_out_of_sight(cast: Cast, enter: Enter) -> None:
    _many(cast, 120, seen_by=cast.omar, judged_by=cast.omar, justified=True)
    at = timezone.now() - timedelta(days=300)
    EmergencyAccess.objects.visible_to(cast.actor(cast.omar)).create(
        agency=cast.port_tamsin, account=cast.sari, capability="directory.edition",
        reason="The old one.", opened_at=at, until=at + LASTS,
    )  # fmt: skip
    now_open = _open(cast)
    page = enter(cast.omar).get(reverse("emergencies")).content.decode()
    places = [page.index(each) for each in (f"{WHY}</p>", "The old one.", f"{WHY} 1.")]
    assert places == sorted(places)
    assert str(now_open.pk) in page
    assert "20 older ones, which were looked at, are not shown." in " ".join(page.split())


@pytest.fixture
def nobody_looks(cast: Cast) -> None:
    """Omar has left, and whoever runs the machine has closed his account."""
    deactivate_account(operator(cast.port_tamsin), account=cast.omar)


@pytest.mark.usefixtures("nobody_looks")
def test_where_nobody_can_be_told_it_opens_and_the_page_says_so(cast: Cast, enter: Enter) -> None:
    """Somebody may be in danger now. The opening waits for whoever looks at emergencies one day."""
    client = enter(cast.sari)
    page = client.get(reverse("emergency")).content.decode()
    assert "Nobody else in this office can be told now." in page
    assert "told at once" not in page
    assert "A colleague can read this at once" not in page
    form = {"capability": "directory.edit", "reason": WHY}
    page = client.post(reverse("emergency"), form, follow=True).content.decode()
    assert "Nobody else in this office can be told now." in page
    assert "colleagues are told" not in page
    open_account(operator(cast.port_tamsin), account=cast.omar)
    assert "Sari Lind has opened emergency access" in enter(cast.omar).get("/").content.decode()


def test_where_somebody_looks_the_page_says_that_they_are_told(cast: Cast, enter: Enter) -> None:
    client = enter(cast.sari)
    assert "told at once" in client.get(reverse("emergency")).content.decode()
    form = {"capability": "directory.edit", "reason": WHY}
    page = client.post(reverse("emergency"), form, follow=True).content.decode()
    assert "Your colleagues can see it." in page


def test_the_page_says_before_anything_is_typed_that_it_cannot_be_opened(
    cast: Cast, enter: Enter
) -> None:
    _end(cast, cast.omar)
    client = enter(cast.sari)
    page = client.get(reverse("emergency")).content.decode()
    assert "a colleague has stopped this, or found that it was not right" in page
    assert 'value="directory.edit"' in page
    assert 'value="directory.edition"' not in page
    form = {"capability": "directory.edition", "reason": WHY}
    assert client.post(reverse("emergency"), form).status_code == 400
    assert not cast.actor(cast.sari).emergency


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


def test_a_number_comes_out_at_night(cast: Cast, enter: Enter) -> None:
    """What the role of a reader has it for: no editor is awake, and somebody dangerous answers."""
    service = Service.objects.create(
        agency=cast.port_tamsin, hsds_id=uuid4(), name={"en": "Quay Street Clinic"}
    )
    page, sari = f"/directory/services/{service.pk}/correct/", enter(cast.sari)
    assert sari.get(page).status_code == 403
    for capability in ("directory.edit", "directory.edition"):
        operations.open_emergency(cast.actor(cast.sari), capability=capability, reason=WHY)
    form = {**loaded(sari, page), "name.en": "Closed: do not call"}
    assert sari.post(page, form).status_code == 302
    assert Service._base_manager.get(pk=service.pk).name == {"en": "Closed: do not call"}
