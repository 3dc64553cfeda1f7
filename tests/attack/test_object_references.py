"""Rows of another office: whatever the role there, they do not exist, and nothing happens to them.

Noor works at Lake Harrow Desk. She is given each role in turn, and asks for rows of Port Tamsin.
"""

from __future__ import annotations

import pytest
from django.test import Client

from tests.attack.ground import WITH_OBJECT, address, everything_of, undone, with_role
from tests.cast import Cast
from tests.conftest import Enter

ROLES = ("administrator", "auditor", "editor", "office")  # together, every capability but one
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PLAUSIBLE = {"role": "administrator", "was": "right", "code": "x", "name": "Harbour"}
# 403 says what a role cannot do, 405 what an address does not do: neither tells of a row.
SAYS_NOTHING = {403, 404, 405}


def test_there_are_addresses_with_an_object() -> None:
    assert len(WITH_OBJECT) >= 24


@pytest.mark.asvs("8.2.2", "8.4.1")
@pytest.mark.parametrize("role", ROLES)
def test_a_row_of_another_office_does_not_exist(role: str, cast: Cast, enter: Enter) -> None:
    noor = with_role(cast, cast.noor, role)
    for name in WITH_OBJECT:
        with undone():
            wanted, client = address(name, cast), enter(noor)
            before = everything_of(cast.port_tamsin)
            answers = {client.generic(method, wanted).status_code for method in METHODS}
            answers.add(client.post(wanted, PLAUSIBLE).status_code)
            assert answers <= SAYS_NOTHING, name
            assert answers & {403, 404}, name
            assert everything_of(cast.port_tamsin) == before, name


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("role", ROLES)
def test_the_answer_is_that_of_a_row_that_nobody_has(role: str, cast: Cast, enter: Enter) -> None:
    """Else the difference would tell that it exists."""
    noor = with_role(cast, cast.noor, role)
    for name in WITH_OBJECT:
        with undone():
            theirs = address(name, cast)
            nobodys = "/".join(_another(part) for part in theirs.split("/"))
            assert theirs != nobodys
            for method in ("GET", "POST"):
                one, other = (_answer(enter(noor), method, each) for each in (theirs, nobodys))
                assert one == other, name


def _answer(client: Client, method: str, wanted: str) -> tuple[int, str]:
    """Status and page. Every page says where it is, and its forms hold chance."""
    answer = client.generic(method, wanted)
    lines = answer.content.decode().replace(wanted, "HERE").splitlines()
    return answer.status_code, "\n".join(each for each in lines if "csrfmiddleware" not in each)


def _another(part: str) -> str:
    """Another identifier of the same kind."""
    if len(part) == 36 and part.count("-") == 4:
        return part[:-4] + ("0000" if part[-4:] != "0000" else "1111")
    return "99999" if part.isdecimal() else part


TRICKS = (str.upper, "{{{}}}".format, "{} ".format, " {}".format, "{}%20".format, "{}%00".format,
          "{}/.".format, "urn:uuid:{}".format, "{}'--".format, "{};x".format)  # fmt: skip


@pytest.mark.sweep
def test_an_identifier_written_in_a_strange_way_reaches_no_more(cast: Cast, enter: Enter) -> None:
    noor = with_role(cast, cast.noor, "administrator")
    for name in WITH_OBJECT:
        with undone():
            client, parts = enter(noor), address(name, cast).split("/")
            before = everything_of(cast.port_tamsin)
            for trick in TRICKS:
                written = "/".join(
                    trick(each) if _another(each) != each else each for each in parts
                )
                for method in ("GET", "POST"):
                    status = client.generic(method, written).status_code
                    assert status in {301, 400, *SAYS_NOTHING}, written
            assert everything_of(cast.port_tamsin) == before, name


@pytest.mark.parametrize("strange", ["0", "-1", "9" * 30, "1e3", "0x1", "٣", "1.0"])
def test_a_strange_number_of_a_passkey_is_no_fault(strange: str, cast: Cast, enter: Enter) -> None:
    answer = enter(cast.omar).post(f"/account/passkeys/{strange}/remove/")
    assert answer.status_code == 404
