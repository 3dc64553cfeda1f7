"""Headers that every answer carries, and a GET that cannot change anything."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from suluh.access.models import Account
from suluh.access.operations import audit
from suluh.foundation.requests import ReadOnlyGet, WriteInGet, writing_in_get
from tests.cast import Cast
from tests.conftest import Enter

PAGES = ["/account/sign-in/", "/no-such-page/", "/"]


@pytest.mark.asvs("3.2.1", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "3.4.8", "3.5.8", "14.3.2")
@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_every_answer_forbids_inline_scripts_frames_and_storing(address: str) -> None:
    headers = Client().get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Origin-Agent-Cluster"] == "?1"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_a_static_file_may_be_kept_by_the_browser() -> None:
    response = Client().get("/static/suluh/workspace.css")
    assert response.status_code == 200
    assert "max-age=3600" in response.headers["Cache-Control"]
    response.close()


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused() -> None:
    assert Client().get("/account/sign-in/", headers={"host": "example.com"}).status_code == 400


def _answer(method: str, statement: str) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(statement)
        return HttpResponse()

    return ReadOnlyGet(view)(RequestFactory().generic(method, "/"))


WRITING = [
    "UPDATE access_account SET is_active = true WHERE 1 = 0",
    "  update access_account set is_active = true where 1 = 0",
    "DELETE FROM access_account WHERE 1 = 0",
    "INSERT INTO access_agency (id) SELECT id FROM access_agency WHERE 1 = 0",
    "WITH x AS (SELECT 1) DELETE FROM access_account WHERE 1 = 0",
    "DROP TABLE IF EXISTS access_visit_copy",
]


@pytest.mark.asvs("3.5.3")
@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("statement", WRITING)
def test_a_get_that_writes_stops(method: str, statement: str) -> None:
    with pytest.raises(WriteInGet):
        _answer(method, statement)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", WRITING[:-1])
def test_a_post_may_write(statement: str) -> None:
    assert _answer("POST", statement).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "DELETE FROM access_visit WHERE 1 = 0",
        'DELETE FROM "access_visit" WHERE 1=0',
    ],
)
def test_a_get_may_read_and_keep_the_session(statement: str) -> None:
    assert _answer("GET", statement).status_code == 200


AUDIT = "INSERT INTO access_auditentry (id) SELECT id FROM access_auditentry WHERE 1 = 0"


@pytest.mark.django_db
def test_an_ordinary_get_does_not_write_the_log_either() -> None:
    with pytest.raises(WriteInGet):
        _answer("GET", AUDIT)


@pytest.mark.django_db
def test_a_get_writes_the_log_in_the_one_step_that_says_so() -> None:
    with writing_in_get("access_auditentry"):
        assert _answer("GET", AUDIT).status_code == 200
        with pytest.raises(WriteInGet):
            _answer("GET", WRITING[0])
    with pytest.raises(WriteInGet):
        _answer("GET", AUDIT)


def test_a_page_that_records_as_if_it_were_an_act_stops(cast: Cast) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        audit.record(cast.actor(cast.ilya), "sign_in.done")
        return HttpResponse()

    with pytest.raises(WriteInGet):
        ReadOnlyGet(view)(RequestFactory().get("/"))


@pytest.mark.asvs("16.5.1")
def test_the_refusal_names_no_value(cast: Cast) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        Account.objects.filter(email="ilya@example.org").update(full_name="Someone Else")
        return HttpResponse()

    with pytest.raises(WriteInGet) as refusal:
        ReadOnlyGet(view)(RequestFactory().get("/"))
    assert "Someone" not in str(refusal.value)
    assert "ilya" not in str(refusal.value)


@pytest.mark.asvs("3.5.3")
def test_the_workspace_runs_behind_the_guard(
    cast: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The middleware is really installed: a write smuggled into a page's rendering stops."""
    monkeypatch.setattr(
        "suluh.config.navigation.links_of",
        lambda actor: Account.objects.filter(pk=actor.account_id).update(is_active=False),
    )
    with pytest.raises(WriteInGet):
        enter(cast.ilya).get("/")
