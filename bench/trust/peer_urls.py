"""Addresses of the peers: three pages of the workspace without their guards, else the same."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from bench.trust.home import fixed_actor
from suluh.config.home import home
from suluh.config.urls_workspace import urlpatterns as workspace
from suluh.directory.models import Service
from suluh.directory.web.services import service, services


def first_page(request: HttpRequest) -> HttpResponse:
    return _shown(home, request)


def the_list(request: HttpRequest) -> HttpResponse:
    return _shown(services, request)


def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    every = Service.objects.unscoped(reason="the peer of a benchmark")
    return _shown(service, request, service=get_object_or_404(every, pk=pk))


def _shown(view: Any, request: HttpRequest, **arguments: Any) -> HttpResponse:
    """The view below its guard, for an actor that nobody looked up."""
    request.actor = fixed_actor()  # type: ignore[attr-defined]
    response: HttpResponse = view.__wrapped__(request, **arguments)
    return response


def _by_django(view: Any) -> Any:
    return login_required(permission_required("directory.view_service")(view))


_asked = settings.AUTH_USER_MODEL == "auth.User"
urlpatterns = [
    path("peer/login/", LoginView.as_view(), name="peer_login"),
    path("", login_required(first_page) if _asked else first_page),
    path("directory/services/", _by_django(the_list) if _asked else the_list),
    path("directory/services/<uuid:pk>/", _by_django(one) if _asked else one),
    *workspace,
]
