"""The guard before every page: success first, then each denial with the same set-up."""

from __future__ import annotations

from typing import cast as typed
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from suluh.access import policy
from suluh.access.guards import (
    WorkspaceRequest,
    declared_access,
    page,
    public_page,
    signed_in_page,
)
from suluh.access.models import Account, Agency, Membership
from suluh.access.policy import Refused
from suluh.access.signing_in.sessions import SessionStore
from tests.cast import Cast
from tests.conftest import proofs


@page("directory.view", loads=Agency, methods=("GET", "POST"))
def agency_page(request: WorkspaceRequest, agency: Agency) -> HttpResponse:
    return HttpResponse(f"{request.actor.name} sees {agency.name}")


@page("directory.import")
def import_page(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)


@signed_in_page
def member_page(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse(request.actor.agency_name)


@public_page
def open_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("welcome")


def asks(account: Account | None, method: str = "GET") -> HttpRequest:
    request = RequestFactory().generic(method, "/page/?q=1")
    request.user = account or AnonymousUser()
    request.session = SessionStore()
    if account is not None:
        request.session.update(proofs(account))
    return request


def test_an_editor_gets_the_object_and_is_the_actor(cast: Cast) -> None:
    response = agency_page(asks(cast.ilya), pk=cast.port_tamsin.pk)
    assert typed(HttpResponse, response).content == b"Ilya Marrow sees Port Tamsin Desk"


@pytest.mark.asvs("8.2.2")
def test_an_object_of_another_agency_does_not_exist(cast: Cast) -> None:
    with pytest.raises(Http404):
        agency_page(asks(cast.noor), pk=cast.port_tamsin.pk)


def test_what_does_not_exist_looks_the_same(cast: Cast) -> None:
    with pytest.raises(Http404):
        agency_page(asks(cast.ilya), pk=uuid4())


def test_inside_the_scope_without_the_power_is_refused_with_a_sentence(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        agency_page(asks(cast.omar), pk=cast.port_tamsin.pk)
    assert str(refusal.value) == (
        "Your role, Administrator, does not let you see the directory. "
        f"Roles that can: {policy.roles_with('directory.view')}."
    )


@pytest.mark.asvs("8.2.2")
def test_without_the_power_nobody_learns_what_exists(cast: Cast) -> None:
    refusals = []
    for pk in (cast.port_tamsin.pk, cast.lake_harrow.pk, uuid4()):
        with pytest.raises(Refused) as refusal:
            agency_page(asks(cast.omar), pk=pk)
        refusals.append(str(refusal.value))
    assert len(set(refusals)) == 1


def test_a_reader_may_not_import(cast: Cast) -> None:
    with pytest.raises(Refused, match="import a checked workbook"):
        import_page(asks(cast.sari))


def test_a_stranger_is_sent_to_sign_in_and_back(cast: Cast) -> None:
    for view in (import_page, member_page):
        response = view(asks(None))
        assert response.status_code == 302
        assert response["Location"] == "/account/sign-in/?next=/page/%3Fq%3D1"


def test_somebody_without_an_agency_is_told_so(cast: Cast) -> None:
    Membership.objects.visible_to(cast.actor(cast.ilya)).filter(account=cast.ilya).delete()
    with pytest.raises(Refused, match="belongs to no agency"):
        member_page(asks(cast.ilya))


def test_a_closed_account_acts_for_nobody(cast: Cast) -> None:
    with pytest.raises(Refused, match="belongs to no agency"):
        member_page(asks(cast.dewi))


def test_a_method_nobody_declared_is_refused(cast: Cast) -> None:
    assert import_page(asks(cast.ilya, "POST")).status_code == 405
    assert agency_page(asks(cast.ilya, "POST"), pk=cast.port_tamsin.pk).status_code == 200
    assert import_page(asks(cast.ilya, "HEAD")).status_code == 200


def test_a_public_page_needs_nobody_and_has_no_actor(cast: Cast) -> None:
    request = asks(None)
    assert open_page(request).status_code == 200
    assert not hasattr(request, "actor")


def test_a_view_without_the_guard_crashes_instead_of_leaking(cast: Cast) -> None:
    bare = agency_page.__wrapped__  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="agency"):
        bare(asks(cast.ilya), pk=cast.port_tamsin.pk)
    with pytest.raises(AttributeError, match="actor"):
        member_page.__wrapped__(asks(cast.ilya))  # type: ignore[attr-defined]


def test_each_guard_says_what_it_declares() -> None:
    declared = [
        declared_access(view) for view in (agency_page, import_page, member_page, open_page)
    ]
    assert [(access.capability, access.loads) for access in declared if access] == [
        ("directory.view", Agency),
        ("directory.import", None),
        ("signed in", None),
        ("public", None),
    ]


def test_a_capability_that_no_file_describes_stops_the_program() -> None:
    with pytest.raises(KeyError, match=r"directory\.fly"):
        page("directory.fly")
