"""Pages for when something is not there, not allowed, or went wrong. They never quote the input."""

from __future__ import annotations

import sys

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from suluh.foundation.full_disk import SENTENCE as FULL
from suluh.foundation.full_disk import is_disk_full
from suluh.foundation.requests import CONTENT_SECURITY_POLICY


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403. The sentence is the policy's own; other exceptions' words may hold data."""
    sentence = str(exception) if isinstance(exception, PermissionDenied) else ""
    return _page(request, 403, _("This page is not open to you"), sentence)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for what does not exist and for what belongs to another agency."""
    return _page(
        request, 404, _("There is no such page"), _("It may have moved, or the link is old.")
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. Something in the request cannot be used."""
    return _page(request, 400, _("This request cannot be read"), _("Go back and try it once more."))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 by the protection against forged forms; most often the page was simply open too long."""
    return _page(
        request,
        403,
        _("This form was open too long"),
        _("Go back, load the page again, and send the form once more. Nothing was changed."),
    )


def went_wrong(request: HttpRequest) -> HttpResponse:
    """500, or 507 on a full disk. No template and no translation: either may be what went wrong."""
    if is_disk_full(sys.exc_info()[1]):
        return _plain(507, "The disk is full", FULL)
    return _plain(
        500,
        "Something went wrong",
        "Nothing was saved by this step. Go back and try again. "
        "If it happens again, tell whoever looks after this installation.",
    )


def _plain(status: int, title: str, sentence: str) -> HttpResponse:
    return HttpResponse(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Suluh</title>"
        f"<h1>{title}</h1><p>{sentence}</p>",
        status=status,
        headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY},
    )


def _page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    page = {"title": title, "sentence": sentence}
    return render(request, "workspace/error.html", page, status=status)
