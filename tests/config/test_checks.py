"""The boot checks go red when somebody forgets."""

from __future__ import annotations

from typing import ClassVar

import pytest
from allauth.account import views as account
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.test.utils import isolate_apps
from django.urls import get_resolver, include, path
from django.views import View

from suluh.access.guards import declared_access, public_page, signed_in_page
from suluh.config.checks import (
    THIRD_PARTY_MODELS,
    THIRD_PARTY_VIEWS,
    callbacks,
    every_field_declares_its_sensitivity,
    every_view_declares_its_access,
    unguarded,
    unlabelled,
    view_name,
)
from suluh.foundation.rows import Row
from suluh.kernel.sensitivity import Sensitivity


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class BareClass(View):
    pass


def test_this_program_has_nothing_to_hide() -> None:
    assert every_view_declares_its_access(None) == []
    assert every_field_declares_its_sensitivity(None) == []


def test_a_guarded_view_passes() -> None:
    assert unguarded([path("a/", signed_in_page(bare)), path("b/", public_page(bare))]) == []


@pytest.mark.asvs("8.2.1")
def test_a_view_without_a_guard_is_an_error_however_deep_it_hides() -> None:
    for patterns in (
        [path("a/", bare)],
        [path("a/", include([path("b/", include([path("c/", bare)]))]))],
    ):
        (error,) = unguarded(patterns)
        assert error.id == "suluh.E001"
        assert "tests.config.test_checks.bare" in error.msg


def test_a_class_or_a_lambda_without_a_guard_is_an_error() -> None:
    patterns = [path("a/", BareClass.as_view()), path("b/", lambda request: HttpResponse())]
    assert len(unguarded(patterns)) == 2


def test_another_view_of_the_same_package_is_not_covered_by_the_list() -> None:
    assert unguarded([path("in/", account.login)]) == []
    assert len(unguarded([path("up/", account.signup)])) == 1


def test_the_list_of_other_packages_views_holds_no_leftovers() -> None:
    in_use = {view_name(pattern.callback) for pattern in callbacks(get_resolver().url_patterns)}
    assert set(THIRD_PARTY_VIEWS) <= in_use
    assert all(THIRD_PARTY_VIEWS.values())
    assert all(THIRD_PARTY_MODELS.values())


@pytest.mark.asvs("6.3.4")
def test_the_public_pages_of_the_workspace_are_exactly_these() -> None:
    public = [
        view_name(pattern.callback)
        for pattern in callbacks(get_resolver().url_patterns)
        if (access := declared_access(pattern.callback)) and access.capability == "public"
    ]
    web = "suluh.access.web"
    assert sorted(public) == [f"{web}.joining.join_page", f"{web}.office_recovery.recover"]


@pytest.mark.asvs("14.1.1")
@isolate_apps("suluh.access")
def test_a_field_without_a_sensitivity_is_an_error() -> None:
    class Forgetful(Row):
        name = models.TextField()
        friends = models.ManyToManyField("self")

        class Meta:
            app_label = "access"

    errors = unlabelled([Forgetful])
    assert [error.id for error in errors] == ["suluh.E002", "suluh.E002"]
    assert "Forgetful.friends" in errors[0].msg
    assert "Forgetful.name" in errors[1].msg


@isolate_apps("suluh.access")
def test_a_label_for_a_field_that_is_gone_is_an_error() -> None:
    class Stale(Row):
        sensitivity: ClassVar[dict[str, Sensitivity]] = {"address": Sensitivity.PUBLIC}

        class Meta:
            app_label = "access"

    (error,) = unlabelled([Stale])
    assert "Stale.address has a sensitivity but is no field" in error.msg


@isolate_apps("suluh.access")
def test_a_model_that_is_no_row_is_not_overlooked() -> None:
    class Plain(models.Model):  # noqa: DJ008 - it exists for one assertion
        class Meta:
            app_label = "access"

    assert len(unlabelled([Plain])) == 1
