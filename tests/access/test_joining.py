"""Coming into an office: invited, with a code that works once and tells nothing."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from suluh.access.domain import codes
from suluh.access.models import Account, AgencyRole, Invitation
from suluh.access.operations import change_role, create_account, deactivate_account
from suluh.access.operations.joining import CodeCannotBeUsed, invite, join, withdraw_invitation
from suluh.access.policy import Refused
from suluh.access.queries import office_clock
from suluh.access.queries.actors import operator
from suluh.access.queries.agreements import must_agree
from suluh.kernel.spelled import LETTERS, bits
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter

NEW = "eleven quiet boats at dawn"
CALM = "This code opens nothing. Check it, or ask for a new one."


def invited(cast: Cast, email: str = "mira@example.org", role: str = "reader") -> str:
    omar = cast.actor(cast.omar)
    return invite(omar, full_name="Mira Holt", email=email, role=role)[1]


def answer(code: str, password: str = NEW, client: Client | None = None) -> str:
    form = {"code": code, "password": password, "again": password}
    return " ".join((client or Client()).post("/join/", form).content.decode().split())


def test_an_invited_colleague_joins_signs_in_and_meets_the_agreement(cast: Cast) -> None:
    page = answer(invited(cast))
    assert "Your account is open" in page
    assert "mira@example.org" in page
    mira = Account.objects.get(email="mira@example.org")
    assert cast.actor(mira).role == "reader"
    assert must_agree(cast.actor(mira))
    client = Client()
    client.post("/account/sign-in/", {"login": mira.email, "password": NEW})
    assert client.get("/")["Location"] == "/account/agreement/"


@pytest.mark.asvs("6.4.1", "6.5.4")
def test_the_code_is_long_and_no_two_of_its_letters_look_alike() -> None:
    assert bits(codes.INVITATION_GROUPS, codes.GROUP) >= 120
    assert bits(codes.SHEET_GROUPS, codes.GROUP) >= 128
    assert math.log2(len(set(LETTERS))) * 25 >= 120
    assert not set("01oilu") & set(LETTERS)
    assert re.fullmatch(r"([A-Z2-9]{5}-){4}[A-Z2-9]{5}", codes.new_code(5))


def test_small_letters_and_spaces_do_not_matter(cast: Cast) -> None:
    code = invited(cast)
    assert "Your account is open" in answer(f" {code.lower().replace('-', ' ')} ")


def test_only_the_hash_of_a_code_is_kept(cast: Cast) -> None:
    code = invited(cast)
    stored = Invitation.objects.visible_to(cast.actor(cast.omar)).get()
    assert stored.digest == codes.digest_of(code)
    kept = " ".join(str(value) for value in vars(stored).values())
    assert code not in kept
    assert code.replace("-", "") not in kept


@pytest.mark.asvs("14.2.1")
def test_the_code_is_in_no_address_and_shown_once(cast: Cast, enter: Enter) -> None:
    client = enter(cast.omar)
    form = {"full_name": "Mira Holt", "email": "mira@example.org", "role": "reader"}
    response = client.post("/accounts/invite/", form)
    shown = re.findall(r"<span>([A-Z2-9]{5})</span>", response.content.decode())
    assert response.status_code == 200
    assert len(shown) == 5
    for address in ("/accounts/", "/accounts/invite/", "/"):
        assert not any(group in client.get(address).content.decode() for group in shown)
    assert "Your account is open" in answer("-".join(shown))


def _expired(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    code = invited(cast)
    later = datetime.now(UTC) + timedelta(days=7, minutes=1)
    monkeypatch.setattr(office_clock, "_now", lambda: later)
    return code


def _withdrawn(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    invitation, code = invite(
        cast.actor(cast.omar), full_name="Mira", email="mira@example.org", role="reader"
    )
    withdraw_invitation(cast.actor(cast.omar), invitation=invitation)
    return code


def _used(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    code = invited(cast)
    join(code=code, password=NEW)
    return code


def _replaced(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    code = invited(cast)
    invited(cast)
    return code


def _wrong(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    return codes.new_code(5)


def _address_of_another_agency(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    return invited(cast, email="noor@example.org")


def _host_has_left(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    code = invited(cast)
    deactivate_account(operator(cast.port_tamsin), account=cast.omar)
    return code


def _host_is_no_administrator(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    code = invited(cast)
    change_role(operator(cast.port_tamsin), account=cast.omar, role="reader")
    return code


def _role_is_gone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    own = AgencyRole.objects.create(
        agency=cast.port_tamsin,
        code="own-night",
        name="Night",
        grants={"directory.view": ["agency"]},
    )
    code = invited(cast, role=own.code)
    own.delete()
    return code


@pytest.mark.asvs("6.3.8", "6.4.1")
@pytest.mark.parametrize(
    "why",
    [
        _expired, _withdrawn, _used, _replaced, _wrong, _address_of_another_agency,
        _host_has_left, _host_is_no_administrator, _role_is_gone,
    ],
)  # fmt: skip
def test_every_code_that_opens_nothing_gets_the_same_calm_answer(
    why: object, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = why(cast, monkeypatch)  # type: ignore[operator]
    before = Account.objects.count()
    page = answer(code)
    without_tokens = re.sub(r'value="[^"]*"', "", page)
    assert CALM in page
    assert without_tokens == re.sub(r'value="[^"]*"', "", answer(codes.new_code(5)))
    assert Account.objects.count() == before


def test_leaving_withdraws_what_somebody_made(cast: Cast) -> None:
    invited(cast)
    deactivate_account(operator(cast.port_tamsin), account=cast.omar)
    found = Invitation.objects.visible_to(cast.actor(cast.vera)).get()
    assert found.withdrawn_at is not None


@pytest.mark.asvs("6.4.1")
def test_an_expired_code_stays_expired_when_the_clock_is_set_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = invited(cast)
    now = datetime.now(UTC)
    from_the_log = now + timedelta(days=8)
    monkeypatch.setattr("suluh.access.operations.audit._now", lambda: from_the_log)
    change_role(cast.actor(cast.omar), account=cast.sari, role="editor")
    with pytest.raises(CodeCannotBeUsed):
        join(code=code, password=NEW)


def test_a_weak_password_leaves_the_code_good(cast: Cast) -> None:
    code = invited(cast)
    for weak in ("short", "mira@example.org", "password1234"):
        assert "Your account is open" not in answer(code, weak)
    assert "Your account is open" in answer(code)


@pytest.mark.asvs("6.3.1")
def test_guessing_is_limited_even_with_another_code_each_time(cast: Cast) -> None:
    code = invited(cast)
    said = [answer(codes.new_code(5)) for _attempt in range(51)]
    assert "Too many attempts" in said[-1]
    assert "Too many attempts" in answer(code)


def test_the_own_agency_is_told_the_truth_about_an_address(cast: Cast, enter: Enter) -> None:
    form = {"full_name": "X", "role": "reader"}
    client = enter(cast.omar)
    there = client.post("/accounts/invite/", {**form, "email": "SARI@example.org"})
    closed = client.post("/accounts/invite/", {**form, "email": "dewi@example.org"})
    elsewhere = client.post("/accounts/invite/", {**form, "email": "noor@example.org"})
    nobody = client.post("/accounts/invite/", {**form, "email": "nobody@example.org"})
    assert "A colleague has this address already." in there.content.decode()
    assert "closed account" in closed.content.decode()
    assert elsewhere.status_code == nobody.status_code == 200
    words = [
        re.sub(r"<span>[A-Z2-9]{5}</span>|(noor|nobody)@example.org|value=\"[^\"]*\"", "", each)
        for each in (elsewhere.content.decode(), nobody.content.decode())
    ]
    assert words[0] == words[1]


def elsewhere(cast: Cast) -> Account:
    """An administrator of Lake Harrow."""
    return create_account(
        operator(cast.lake_harrow), agency=cast.lake_harrow, email="ada@example.org",
        full_name="Ada Reed", role="administrator", password=PASSWORD,
    )  # fmt: skip


def test_another_agency_neither_sees_nor_withdraws_an_invitation(cast: Cast) -> None:
    code = invited(cast)
    ada = cast.actor(elsewhere(cast))
    assert not Invitation.objects.visible_to(ada).exists()
    found = Invitation.objects.visible_to(cast.actor(cast.omar)).get()
    withdraw_invitation(ada, invitation=found)
    assert join(code=code, password=NEW).email == "mira@example.org"


@pytest.mark.parametrize("role", ["operator", "office", "queen", "own-of-nobody"])
def test_nobody_is_invited_into_a_role_that_cannot_be_given(role: str, cast: Cast) -> None:
    with pytest.raises(ValidationError):
        invited(cast, role=role)


def test_only_the_named_fields_are_read(cast: Cast, enter: Enter) -> None:
    form = {
        "full_name": "Mira Holt", "email": "mira@example.org", "role": "reader",
        "agency": str(cast.lake_harrow.pk), "agency_id": str(cast.lake_harrow.pk),
        "expires_at": "2099-01-01", "digest": "0" * 64, "used_at": "", "invited_by": "",
    }  # fmt: skip
    enter(cast.omar).post("/accounts/invite/", form)
    found = Invitation.objects.visible_to(cast.actor(cast.omar)).get()
    assert (found.agency_id, found.invited_by_id) == (cast.port_tamsin.pk, cast.omar.pk)
    assert found.expires_at < datetime.now(UTC) + timedelta(days=8)
    assert found.digest != "0" * 64


@pytest.mark.parametrize("persona", ["ilya", "sari", "vera", "noor"])
def test_whoever_manages_no_accounts_invites_nobody(persona: str, cast: Cast) -> None:
    account = cast.account(persona)
    assert account is not None
    with pytest.raises(Refused):
        invite(cast.actor(account), full_name="X", email="x@example.org", role="reader")
