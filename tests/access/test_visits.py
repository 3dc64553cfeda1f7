"""Signing in and out, and being refused, as the log has it."""

from __future__ import annotations

import pytest
from django.test import Client

from suluh.access import log
from suluh.access.models import Account, Agency, AuditEntry
from suluh.access.operations import audit, set_password
from suluh.access.operations.visits import refuse_visit
from suluh.access.queries.actors import agencies_of_this_machine, operator
from tests.access.test_sign_in import SIGN_IN, attempt
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter


def entries(agency: Agency) -> list[AuditEntry]:
    """The newest first."""
    return list(log.entries(operator(agency)))


def told(entry: AuditEntry) -> tuple[object, ...]:
    return entry.act, entry.actor, entry.role, entry.subject, entry.details


@pytest.mark.asvs("16.3.1")
def test_signing_in_and_out_is_recorded(cast: Cast) -> None:
    client = Client()
    attempt("ilya@example.org", client=client)
    client.post("/account/sign-out/")
    ended, done = entries(cast.port_tamsin)[:2]
    assert told(done) == ("sign_in.done", cast.ilya.pk, "editor", None, {})
    assert told(ended) == ("sign_in.ended", cast.ilya.pk, "editor", None, {})


@pytest.mark.asvs("16.5.3")
def test_nobody_is_signed_in_whose_visit_cannot_be_recorded(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_args: object) -> None:
        raise RuntimeError

    client = Client(raise_request_exception=False)
    monkeypatch.setattr(audit, "_append", stumble)
    form = {"login": "ilya@example.org", "password": PASSWORD}
    assert client.post(SIGN_IN, form).status_code == 500
    monkeypatch.undo()
    assert client.get("/").status_code == 302


@pytest.mark.asvs("16.3.1")
def test_a_wrong_password_is_recorded_for_the_account_and_no_one_as_actor(cast: Cast) -> None:
    attempt("noor@example.org", "seven lamps by the river")
    refused = entries(cast.lake_harrow)[0]
    assert told(refused) == (
        "sign_in.refused", None, "", cast.noor.pk, {"reason": "wrong_password"},
    )  # fmt: skip


def test_a_closed_account_that_is_tried_is_recorded_as_such(cast: Cast) -> None:
    attempt("dewi@example.org")
    refused = entries(cast.port_tamsin)[0]
    assert told(refused)[3:] == (cast.dewi.pk, {"reason": "closed_account"})


def test_an_address_that_nobody_has_stands_in_the_first_agencys_log(cast: Cast) -> None:
    before = len(entries(cast.lake_harrow))
    attempt("nobody@example.org")
    refused = entries(cast.port_tamsin)[0]
    assert told(refused)[3:] == (None, {"reason": "unknown_address"})
    assert len(entries(cast.lake_harrow)) == before


def test_before_the_first_agency_there_is_no_log(db: None) -> None:
    refuse_visit("nobody@example.org")
    assert agencies_of_this_machine() == []


def test_attempts_beyond_the_limit_do_not_fill_the_log(cast: Cast) -> None:
    before = len(entries(cast.port_tamsin))
    for number in range(12):
        attempt("ilya@example.org", f"wrong lamp number {number}")
    assert len(entries(cast.port_tamsin)) - before <= 10


@pytest.mark.asvs("6.2.2")
def test_an_own_new_password_is_recorded(cast: Cast, enter: Enter) -> None:
    new = "nine boats at the quay"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    enter(cast.sari).post("/account/password/", form)
    changed = entries(cast.port_tamsin)[0]
    assert told(changed)[:4] == (
        "account.password_changed", cast.sari.pk, "reader", cast.sari.pk,
    )  # fmt: skip
    assert Account.objects.get(pk=cast.sari.pk).check_password(new)


def test_a_password_set_by_the_operator_is_recorded_even_for_a_closed_account(cast: Cast) -> None:
    set_password(operator(), account=cast.dewi, password="nine boats at the quay")
    was_set = entries(cast.port_tamsin)[0]
    assert told(was_set)[:4] == ("account.password_set", None, "operator", cast.dewi.pk)
