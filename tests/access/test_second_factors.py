"""Second steps at sign-in: set up, asked for, used once, removed, and never gone around.

Omar is administrator: his role needs one. Ilya edits the directory: hers does not.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from suluh.access.models import Account, AuditEntry, Visit
from suluh.access.operations import change_role, deactivate_account, set_password
from suluh.access.operations.accounts import change_own_password
from suluh.access.operations.factors import (
    WrongCode,
    add_passkey,
    add_totp,
    make_recovery_codes,
    remove_factor,
    use_code,
)
from suluh.access.policy import Refused
from suluh.access.queries import factors
from suluh.access.queries.actors import operator
from suluh.foundation import field_keys
from suluh.foundation.sealing import CannotOpen
from tests.access.passkeys import credential_of
from tests.cast import APP_SECRET, PASSWORD, Cast, code_of_now
from tests.conftest import Enter, shown_now

SIGN_IN, CODE, STEP = "/account/sign-in/", "/account/sign-in/code/", "/account/second-step/"


def sign_in(account: Account, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(SIGN_IN, {"login": account.email, "password": PASSWORD})
    return client


def where(client: Client, address: str = "/") -> str:
    """Where a page sends this browser, "" when it shows itself."""
    return str(client.get(address).headers.get("Location", ""))


def acts(cast: Cast, act: str) -> list[dict[str, Any]]:
    entries = AuditEntry.objects.visible_to(cast.actor(cast.vera)).filter(act=act)
    return [entry.details for entry in entries.order_by("sequence")]


def without_factor(account: Account) -> None:
    factors.authenticators(account.pk).delete()


# ---- At sign-in ---------------------------------------------------------------------------------


def test_the_second_step_is_asked_and_opens(cast: Cast) -> None:
    client = sign_in(cast.omar)
    assert "Second step" in client.get(CODE).content.decode()
    response = client.post(CODE, {"code": code_of_now()})
    assert response.headers["Location"] == "/"
    assert client.get("/account/").status_code == 200


@pytest.mark.asvs("6.3.3")
@pytest.mark.parametrize(
    "address", ["/", "/account/", "/account/app/", "/account/confirm/", "/log/"]
)
def test_a_password_alone_opens_no_address(cast: Cast, address: str) -> None:
    client = sign_in(cast.omar)
    assert where(client, address).startswith(SIGN_IN)
    assert "_auth_user_id" not in client.session


@pytest.mark.asvs("16.3.1")
def test_a_wrong_code_opens_nothing_and_stands_in_the_log(cast: Cast) -> None:
    client = sign_in(cast.omar)
    wrong = f"{(int(code_of_now()) + 500_000) % 1_000_000:06}"
    page = client.post(CODE, {"code": wrong}).content.decode()
    assert "does not fit" in page
    assert "_auth_user_id" not in client.session
    assert acts(cast, "sign_in.refused") == [{"reason": "wrong_code"}]


@pytest.mark.asvs("6.5.1")
def test_a_code_works_once(cast: Cast) -> None:
    code = code_of_now()
    assert sign_in(cast.omar).post(CODE, {"code": code}).status_code == 302
    again = sign_in(cast.omar)
    assert "used already" in again.post(CODE, {"code": code}).content.decode()
    assert "_auth_user_id" not in again.session


@pytest.mark.asvs("6.5.1")
def test_a_recovery_code_works_once(cast: Cast) -> None:
    code, *_others = make_recovery_codes(cast.actor(cast.omar))
    assert sign_in(cast.omar).post(CODE, {"code": code.upper()}).status_code == 302
    again = sign_in(cast.omar)
    assert again.post(CODE, {"code": code}).status_code == 200
    assert "_auth_user_id" not in again.session
    assert acts(cast, "recovery_code.used") == [{"codes_left": 9}]


@pytest.mark.asvs("6.3.1")
def test_guessing_codes_is_stopped(cast: Cast) -> None:
    client = sign_in(cast.omar)
    wrong = f"{(int(code_of_now()) + 500_000) % 1_000_000:06}"
    for _guess in range(5):
        client.post(CODE, {"code": wrong})
    page = client.post(CODE, {"code": code_of_now()}).content.decode()
    assert "Too many attempts" in page
    assert "Too many attempts" in sign_in(cast.omar).post(CODE, {"code": "1"}).content.decode()


@pytest.mark.asvs("6.3.1")
def test_who_guesses_codes_at_the_door_keeps_nobody_inside_from_a_new_password(
    cast: Cast, enter: Enter
) -> None:
    inside = enter(cast.omar)
    shown_now(inside, cast.omar, ago=600)
    at_the_door = sign_in(cast.omar)
    for _guess in range(6):
        page = at_the_door.post(CODE, {"code": "1"}).content.decode()
    assert "Too many attempts" in page
    answer = inside.post("/account/confirm/?next=/account/password/", {"code": code_of_now()})
    assert answer.headers["Location"] == "/account/password/"


def test_codes_of_others_do_not_open(cast: Cast) -> None:
    code = make_recovery_codes(cast.actor(cast.vera))[0]
    with pytest.raises(WrongCode):
        use_code(cast.omar, code)


@pytest.mark.parametrize("credential", ["", "{}", "[]", '"x"', "7", "null", '{"id": 1}', "no json"])
@pytest.mark.parametrize("address", [CODE, "/account/sign-in/passkey/", "/account/confirm/"])
def test_nonsense_for_a_passkey_opens_nothing(
    cast: Cast, enter: Enter, address: str, credential: str
) -> None:
    inside = address == "/account/confirm/"
    client = enter(cast.omar) if inside else sign_in(cast.omar)
    client.get(address)
    assert client.post(address, {"credential": credential}).status_code in {200, 302}
    assert ("_auth_user_id" in client.session) == inside


def test_somebody_without_a_second_step_is_not_asked(cast: Cast) -> None:
    assert where(sign_in(cast.ilya)) != CODE
    assert "_auth_user_id" in sign_in(cast.ilya).session


# ---- Required -----------------------------------------------------------------------------------


@pytest.mark.asvs("6.3.3", "8.4.2")
@pytest.mark.parametrize("address", ["/", "/account/", "/account/password/", "/log/", "/roles/"])
def test_a_role_that_needs_it_goes_nowhere_without(cast: Cast, enter: Enter, address: str) -> None:
    without_factor(cast.omar)
    client = enter(cast.omar)
    assert where(client, address) == STEP
    assert "Set up a second step" in client.get(STEP).content.decode()
    assert client.get("/account/app/").status_code == 200
    assert client.get("/account/passkeys/add/").status_code == 200


@pytest.mark.asvs("8.3.2")
def test_a_role_that_is_given_meanwhile_is_met_at_once(cast: Cast, enter: Enter) -> None:
    client = enter(cast.ilya)
    assert where(client, "/account/") == ""
    change_role(cast.actor(cast.omar), account=cast.ilya, role="auditor")
    assert where(client, "/account/") == STEP


@pytest.mark.asvs("6.3.4")
def test_a_factor_of_another_session_is_asked_for_here(cast: Cast) -> None:
    before = sign_in(cast.ilya)
    assert where(before, "/account/") == ""
    add_totp(cast.actor(cast.ilya), secret=APP_SECRET, code=code_of_now(-1))
    assert where(before, "/account/").startswith("/account/confirm/")
    before.post("/account/confirm/", {"code": code_of_now()})
    assert where(before, "/account/") == ""


# ---- Set up and removed -------------------------------------------------------------------------


def _shown_secret(page: str) -> str:
    found = re.search(r'class="code-text">([A-Z2-7 ]+)<', page)
    assert found
    return found[1].replace(" ", "")


def test_an_app_is_set_up_and_gives_recovery_codes_once(cast: Cast, enter: Enter) -> None:
    without_factor(cast.omar)
    client = enter(cast.omar)
    secret = _shown_secret(client.get("/account/app/").content.decode())
    assert secret == _shown_secret(client.post("/account/app/", {"code": "1"}).content.decode())
    page = client.post("/account/app/", {"code": code_of_now(secret=secret)}).content.decode()
    codes = re.findall(r"<li>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</li>", page)
    assert len(codes) == 10
    assert where(client, "/account/") == ""
    assert codes[0] not in client.get("/account/recovery-codes/").content.decode()
    assert acts(cast, "factor.added") == [{"kind": "totp"}]
    assert use_code(cast.omar, codes[0]).type == factors.RECOVERY


def test_the_last_one_stays_while_the_role_needs_it(cast: Cast, enter: Enter) -> None:
    client = enter(cast.omar)
    page = client.post("/account/app/remove/")
    assert page.status_code == 403
    assert "Your role needs a second step" in page.content.decode()
    assert factors.has_factor(cast.omar.pk)
    assert acts(cast, "factor.removed") == []


@pytest.mark.asvs("6.5.6")
def test_one_of_two_may_go(cast: Cast, enter: Enter) -> None:
    add_passkey(cast.actor(cast.omar), name="Desk", credential=credential_of("desk"))
    assert where(enter(cast.omar), "/account/app/remove/") == ""
    enter(cast.omar).post("/account/app/remove/")
    assert factors.factors_of(cast.omar.pk).totp_since is None
    assert acts(cast, "factor.removed") == [{"kind": "totp"}]


def test_with_the_last_one_the_recovery_codes_go(cast: Cast, enter: Enter) -> None:
    add_totp(cast.actor(cast.ilya), secret=APP_SECRET, code=code_of_now())
    enter(cast.ilya).post("/account/app/remove/")
    assert list(factors.authenticators(cast.ilya.pk)) == []
    with pytest.raises(Refused, match="Set one up first"):
        make_recovery_codes(cast.actor(cast.ilya))


def test_new_codes_make_the_old_ones_worthless(cast: Cast, enter: Enter) -> None:
    old = make_recovery_codes(cast.actor(cast.omar))
    page = enter(cast.omar).post("/account/recovery-codes/").content.decode()
    assert old[0] not in page
    with pytest.raises(WrongCode):
        use_code(cast.omar, old[0])


def test_nobody_removes_the_passkey_of_another(cast: Cast, enter: Enter) -> None:
    add_passkey(cast.actor(cast.omar), name="Desk", credential=credential_of("desk"))
    row = factors.authenticators(cast.omar.pk).get(type=factors.PASSKEY)
    address = reverse("passkey_remove", args=[row.pk])
    assert enter(cast.ilya).post(address).status_code == 404
    with pytest.raises(Authenticator.DoesNotExist):
        remove_factor(cast.actor(cast.ilya), kind=factors.PASSKEY, pk=row.pk)
    assert enter(cast.omar).get(address).status_code == 200


def test_my_account_says_what_there_is(cast: Cast, enter: Enter) -> None:
    make_recovery_codes(cast.actor(cast.omar))
    add_passkey(cast.actor(cast.omar), name="Desk <b>", credential=credential_of("desk"))
    page = enter(cast.omar).get("/account/").content.decode()
    assert "Desk &lt;b&gt;" in page
    assert "10 left" in page
    assert APP_SECRET not in page


@pytest.fixture
def ring_to_spare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ring of this test alone, with the keys that sealed the cast's secrets."""
    ring = field_keys.ring_file().read_text()
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "field-keys").write_text(ring)


# ---- At rest ------------------------------------------------------------------------------------


@pytest.mark.asvs("6.5.2")
def test_a_copy_of_the_database_gives_no_factor(cast: Cast, enter: Enter) -> None:
    codes = make_recovery_codes(cast.actor(cast.omar))
    client = enter(cast.ilya)
    waiting = _shown_secret(client.get("/account/app/").content.decode())
    everything = _every_value()
    for secret in (APP_SECRET, waiting, *codes, codes[0].replace("-", "")):
        assert secret not in everything
    assert "Omar Vane" in everything


def _every_value() -> str:
    """Each row of each table as text, sessions opened."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name from the database
            rows += [str(row) for row in cursor.fetchall()]
    rows += [str(visit.get_decoded()) for visit in Visit.objects.all()]
    return "\n".join(rows)


def test_a_secret_that_was_moved_to_another_account_does_not_open(cast: Cast) -> None:
    hers = factors.authenticators(cast.vera.pk).get()
    his = factors.authenticators(cast.omar.pk).get()
    his.data = hers.data
    his.save()
    with pytest.raises(CannotOpen):
        use_code(cast.omar, code_of_now())


def test_after_a_restore_without_keys_the_page_says_what_to_do(
    cast: Cast, ring_to_spare: None
) -> None:
    client = sign_in(cast.omar)
    field_keys.retire_all_but(field_keys.add_key())  # what was sealed before does not open now
    page = client.post(CODE, {"code": code_of_now()})
    assert page.status_code == 200
    assert "can no longer open your codes" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_account_that_was_closed_meanwhile_is_not_signed_in(cast: Cast) -> None:
    """Else the visit would come alive when the account is opened again."""
    client = Client()
    client.post("/account/sign-in/", {"login": cast.omar.email, "password": PASSWORD})
    deactivate_account(operator(cast.port_tamsin), account=cast.omar)
    client.post("/account/sign-in/code/", {"code": code_of_now()})
    assert not Visit.objects.filter(account=cast.omar).exists()


@pytest.mark.parametrize("way", ["changed", "recovered"])
def test_a_new_password_ends_a_sign_in_that_waits_for_its_second_step(way: str, cast: Cast) -> None:
    """Whoever phished the old one, and stands before the code, is sent back to the door."""
    client = Client()
    client.post("/account/sign-in/", {"login": cast.omar.email, "password": PASSWORD})
    new = "nine boats at the quay"
    if way == "changed":
        change_own_password(cast.omar, password=new)
    else:
        set_password(operator(cast.port_tamsin), account=cast.omar, password=new)
    answer = client.post("/account/sign-in/code/", {"code": code_of_now()})
    assert answer["Location"] == "/account/sign-in/"
    assert client.get("/").status_code == 302
    assert not Visit.objects.filter(account=cast.omar).exists()
    again = client.post("/account/sign-in/", {"login": cast.omar.email, "password": new})
    assert again["Location"] == "/account/sign-in/code/"
