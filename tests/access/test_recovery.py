"""The way back when everything is lost: paper, a day's wait that everybody sees, one use."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from suluh.access import log
from suluh.access.domain import codes
from suluh.access.domain.recovery import OPEN_FOR, WAIT, State, state
from suluh.access.models import Account, OfficeRecovery, RecoverySheet
from suluh.access.operations import change_role, deactivate_account
from suluh.access.operations.recovery import (
    CannotRecover,
    finish_recovery,
    make_sheet,
    recover_at_machine,
    stop_recovery,
)
from suluh.access.policy import Refused
from suluh.access.queries import office_clock
from suluh.access.queries.actors import operator
from suluh.access.queries.factors import has_factor
from suluh.kernel.spelled import bits
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter

NEW = "eleven quiet boats at dawn"
OMAR = "omar@example.org"
REFUSED = "This address and code do not open anything. Check both."
STRIP = "used the recovery sheet for the account of Omar Vane"


@pytest.fixture
def sheet(cast: Cast) -> str:
    return make_sheet(cast.actor(cast.omar))


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> object:
    """Set the clock of the machine to so much later than now."""

    def passed(later: timedelta) -> None:
        then = datetime.now(UTC) + later
        monkeypatch.setattr(office_clock, "_now", lambda: then)

    return passed


def post(client: Client | None = None, email: str = OMAR, **form: str) -> str:
    response = (client or Client()).post("/account/recover/", {"email": email, **form})
    return " ".join(response.content.decode().split())


def words(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)


def open_one(cast: Cast) -> OfficeRecovery:
    found: OfficeRecovery = OfficeRecovery.objects.visible_to(cast.actor(cast.vera)).latest(
        "created_at"
    )
    return found


@pytest.mark.asvs("6.4.3")
def test_paper_wait_new_password_new_beginning(
    cast: Cast, sheet: str, pass_time: object, enter: Enter
) -> None:
    signed_in = enter(cast.omar)
    assert "Come back later" in post(code=sheet)
    pass_time(WAIT + timedelta(minutes=1))  # type: ignore[operator]
    assert "Choose a new password" in post(code=sheet)
    assert "Your new password holds" in post(code=sheet, password=NEW, again=NEW)
    cast.omar.refresh_from_db()
    assert cast.omar.check_password(NEW)
    assert not has_factor(cast.omar.pk)
    assert signed_in.get("/").status_code == 302
    client = Client()
    client.post("/account/sign-in/", {"login": OMAR, "password": NEW})
    assert client.get("/")["Location"] == "/account/second-step/"
    said = [each.act for each in log.entries(cast.actor(cast.vera))]
    assert [act for act in said if act.startswith("recovery")] == [
        "recovery.done", "recovery.begun", "recovery_sheet.made",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(0), State.WAITING),
        (WAIT - timedelta(seconds=1), State.WAITING),
        (WAIT, State.READY),
        (WAIT + OPEN_FOR - timedelta(seconds=1), State.READY),
        (WAIT + OPEN_FOR, State.OVER),
        (-timedelta(days=400), State.WAITING),
    ],
)
def test_the_wait_to_the_second(after: timedelta, expected: State) -> None:
    begun = datetime(2026, 11, 22, tzinfo=UTC)
    assert state(begun, begun + after) is expected


@pytest.mark.asvs("2.3.1")
def test_before_the_wait_is_over_no_password_is_taken(cast: Cast, sheet: str) -> None:
    post(code=sheet)
    assert "Come back later" in post(code=sheet, password=NEW, again=NEW)
    with pytest.raises(CannotRecover):
        finish_recovery(email=OMAR, code=sheet, password=NEW)
    cast.omar.refresh_from_db()
    assert cast.omar.check_password(PASSWORD)
    assert has_factor(cast.omar.pk)


def test_the_sheet_dies_after_use(cast: Cast, sheet: str, pass_time: object) -> None:
    post(code=sheet)
    pass_time(WAIT)  # type: ignore[operator]
    finish_recovery(email=OMAR, code=sheet, password=NEW)
    assert REFUSED in post(code=sheet)


def test_a_new_sheet_voids_the_old_one_and_what_it_began(
    cast: Cast, sheet: str, pass_time: object
) -> None:
    post(code=sheet)
    new = make_sheet(cast.actor(cast.omar))
    assert REFUSED in post(code=sheet)
    pass_time(WAIT)  # type: ignore[operator]
    assert "Come back later" in post(code=new), "the wait begins anew"


def test_a_wait_of_the_sheet_before_is_no_wait_of_the_new_one(
    cast: Cast, sheet: str, pass_time: object
) -> None:
    """Whoever comes with the new sheet, past the page that would begin their wait."""
    post(code=sheet)
    new = make_sheet(cast.actor(cast.omar))
    pass_time(WAIT)  # type: ignore[operator]
    with pytest.raises(CannotRecover):
        finish_recovery(email=OMAR, code=new, password=NEW)
    cast.omar.refresh_from_db()
    assert cast.omar.check_password(PASSWORD)


def test_a_void_sheet_is_no_longer_told_of(cast: Cast, sheet: str, enter: Enter) -> None:
    post(code=sheet)
    assert STRIP in enter(cast.sari).get("/").content.decode()
    new = make_sheet(cast.actor(cast.omar))
    assert STRIP not in enter(cast.sari).get("/").content.decode()
    post(code=new)
    assert STRIP in enter(cast.sari).get("/").content.decode()


def test_after_seven_days_it_begins_anew(cast: Cast, sheet: str, pass_time: object) -> None:
    post(code=sheet)
    pass_time(WAIT + OPEN_FOR)  # type: ignore[operator]
    assert "Come back later" in post(code=sheet)


def test_only_the_hash_of_the_sheet_is_kept(cast: Cast, sheet: str) -> None:
    stored = RecoverySheet.objects.visible_to(cast.actor(cast.omar)).get()
    assert stored.digest == codes.digest_of(sheet)
    assert bits(codes.SHEET_GROUPS, codes.GROUP) >= 128


@pytest.mark.parametrize(
    "email", ["nobody@example.org", "sari@example.org", "noor@example.org", "dewi@example.org"]
)
def test_with_the_right_paper_only_an_administrators_account_opens(
    email: str, cast: Cast, sheet: str
) -> None:
    assert REFUSED in post(code=sheet, email=email)
    assert not OfficeRecovery.objects.visible_to(cast.actor(cast.vera)).exists()


@pytest.mark.asvs("6.3.8")
def test_a_wrong_code_and_an_unknown_address_look_the_same(cast: Cast, sheet: str) -> None:
    wrong = codes.new_code(6)
    assert words(post(code=wrong)) == words(post(code=wrong, email="nobody@example.org"))
    acts = [each.act for each in log.entries(cast.actor(cast.vera))[:2]]
    assert acts == ["recovery.refused", "recovery.refused"]


@pytest.mark.asvs("6.3.1")
@pytest.mark.parametrize("email", [OMAR, "nobody@example.org"])
def test_guessing_is_limited_for_known_and_unknown_addresses(
    email: str, cast: Cast, sheet: str
) -> None:
    for _attempt in range(5):
        assert REFUSED in post(code=codes.new_code(6), email=email)
    assert "Too many attempts" in post(code=sheet, email=email)


def test_every_member_sees_it_on_every_page_and_others_do_not(
    cast: Cast, sheet: str, enter: Enter
) -> None:
    client = enter(cast.sari)
    assert STRIP not in client.get("/").content.decode()
    post(code=sheet)
    for account in (cast.ilya, cast.sari, cast.omar, cast.vera):
        assert STRIP in enter(account).get("/").content.decode()
    assert STRIP in client.get(reverse("directory:services")).content.decode()
    assert STRIP not in enter(cast.noor).get("/").content.decode()


def test_the_person_stops_it_and_the_sheet_is_void(cast: Cast, sheet: str, enter: Enter) -> None:
    post(code=sheet)
    client = enter(cast.omar)
    address = f"/account/recover/{open_one(cast).pk}/stop/"
    assert address in client.get("/").content.decode()
    assert "Stop the recovery of Omar Vane?" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert STRIP not in client.get("/").content.decode()
    assert REFUSED in post(code=sheet)


def test_another_administrator_stops_it(cast: Cast, sheet: str, pass_time: object) -> None:
    change_role(operator(cast.port_tamsin), account=cast.ilya, role="administrator")
    post(code=sheet)
    stop_recovery(cast.actor(cast.ilya), recovery=open_one(cast))
    pass_time(WAIT)  # type: ignore[operator]
    with pytest.raises(CannotRecover):
        finish_recovery(email=OMAR, code=sheet, password=NEW)


@pytest.mark.parametrize("persona", ["sari", "vera"])
def test_other_members_see_it_and_cannot_stop_it(
    persona: str, cast: Cast, sheet: str, enter: Enter
) -> None:
    post(code=sheet)
    address = f"/account/recover/{open_one(cast).pk}/stop/"
    client = enter(cast.account(persona))
    assert address not in client.get("/").content.decode()
    assert client.post(address).status_code == 404
    with pytest.raises(Refused, match="can stop this"):
        stop_recovery(cast.actor(getattr(cast, persona)), recovery=open_one(cast))
    assert STRIP in client.get("/").content.decode()


def test_a_clock_set_back_shortens_no_wait(
    cast: Cast, sheet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It said 2020 when the wait began, and was put right a minute later."""
    monkeypatch.setattr(office_clock, "_now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    post(code=sheet)
    monkeypatch.undo()
    assert "Come back later" in post(code=sheet)
    assert open_one(cast).begun_at > datetime.now(UTC) - timedelta(hours=1)


def test_leaving_ends_a_recovery(cast: Cast, sheet: str, pass_time: object) -> None:
    post(code=sheet)
    deactivate_account(operator(cast.port_tamsin), account=cast.omar)
    pass_time(WAIT)  # type: ignore[operator]
    with pytest.raises(CannotRecover):
        finish_recovery(email=OMAR, code=sheet, password=NEW)
    assert open_one(cast).stopped_at is not None


def test_a_weak_password_is_not_taken(cast: Cast, sheet: str, pass_time: object) -> None:
    post(code=sheet)
    pass_time(WAIT)  # type: ignore[operator]
    assert "Choose a new password" in post(code=sheet, password="short", again="short")
    with pytest.raises(ValidationError):
        finish_recovery(email=OMAR, code=sheet, password=OMAR)


@pytest.mark.asvs("7.5.3")
def test_the_page_of_the_sheet_asks_for_fresh_proof_and_shows_the_code_once(
    cast: Cast, enter: Enter
) -> None:
    client = Client()
    client.force_login(cast.omar)
    assert client.get("/accounts/recovery-sheet/").status_code == 302
    client = enter(cast.omar)
    page = client.post("/accounts/recovery-sheet/").content.decode()
    groups = re.findall(r"<span>([A-Z2-9]{5})</span>", page)
    assert len(groups) == 6
    assert "Port Tamsin" not in page.split("<article")[1].split("</article>")[0]
    assert not any(
        each in client.get("/accounts/recovery-sheet/").content.decode() for each in groups
    )
    assert "Come back later" in post(code=" ".join(groups))


def test_the_operator_recovers_without_a_sheet_and_everybody_is_told(
    cast: Cast, enter: Enter
) -> None:
    recover_at_machine(operator(), account=cast.omar, password=NEW)
    cast.omar.refresh_from_db()
    assert cast.omar.check_password(NEW)
    assert not has_factor(cast.omar.pk)
    for account in (cast.ilya, cast.sari, cast.vera):
        page = enter(account).get("/").content.decode()
        assert "The account of Omar Vane was recovered at the machine" in page
    assert "recovered" not in enter(cast.noor).get("/").content.decode()


@pytest.mark.parametrize("persona", ["ilya", "omar", "vera"])
def test_nobody_else_recovers_anybody(persona: str, cast: Cast) -> None:
    account: Account = getattr(cast, persona)
    with pytest.raises(Refused):
        recover_at_machine(cast.actor(account), account=cast.sari, password=NEW)
