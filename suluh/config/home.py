"""The first page after sign-in: where this person may go."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from suluh.access.guards import WorkspaceRequest, signed_in_page
from suluh.access.queries.actors import may_open_in_emergency
from suluh.access.queries.colleagues import should_separate
from suluh.access.queries.joint_acts import waiting_for
from suluh.access.queries.notices import notices


@signed_in_page
def home(request: WorkspaceRequest) -> HttpResponse:
    """The places are those of the side navigation, each with a sentence."""
    context = {
        "to_answer": len(waiting_for(request.actor)),
        "notices": notices(request.actor),
        "emergency": may_open_in_emergency(request.actor),
        "two_people_now": should_separate(request.actor),
    }
    return render(request, "workspace/home.html", context)
