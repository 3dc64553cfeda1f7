"""The first page after sign-in: where this person may go."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from suluh.access.guards import WorkspaceRequest, signed_in_page


@signed_in_page
def home(request: WorkspaceRequest) -> HttpResponse:
    """The places are those of the side navigation, each with a sentence."""
    return render(request, "workspace/home.html")
