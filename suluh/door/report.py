"""One tap from a reader: this number is wrong, this is closed, I felt unsafe. Nothing else is kept.

There is no CSRF token, as there is no session it could be bound to. That is harmless: a request
forged through somebody's browser does only what its author could send from anywhere, it carries
nothing of that person, and what all requests can do together is bounded (edition/reports.py).
"""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from suluh.directory.edition.contents import PublicService
from suluh.directory.edition.reports import REASONS, leave_report
from suluh.door.cards import name_of
from suluh.door.visit import Visit, page
from suluh.foundation.home import suluh_home

SEE_OTHER = 303  # so that going back or again does not press the button a second time


@page(methods=("POST",))
def leave(visit: Visit, code: str) -> HttpResponse:
    """Keep the reason and the day. The reader is thanked also when it could not be stored."""
    if not _from_our_own_page(visit):
        return _refused(visit)
    service = _service(visit, code)
    reason = visit.request.POST.get("reason", "")
    if reason not in REASONS:
        raise Http404
    leave_report(suluh_home().inbox, code=service.code, reason=reason, day=visit.today)
    thanks_url = reverse("door:thanks", args=[visit.language.code, service.code])
    return HttpResponseRedirect(thanks_url, status=SEE_OTHER, headers={"Cache-Control": "no-store"})


@page()
def thanks(visit: Visit, code: str) -> HttpResponse:
    """What becomes of it, and the way back."""
    service = _service(visit, code)
    return visit.render(
        "door/thanks.html",
        name=name_of(visit, service),
        back_url=reverse("door:service", args=[visit.language.code, service.code]),
    )


def _service(visit: Visit, code: str) -> PublicService:
    """Raises Http404 for a code that leads nowhere."""
    found = visit.edition.service(code)
    if found is None:
        raise Http404
    return found


def _from_our_own_page(visit: Visit) -> bool:
    """Browsers that know the header say from where a form was sent; older ones say nothing."""
    return visit.request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")


def _refused(visit: Visit) -> HttpResponse:
    return visit.render(
        "door/notice.html",
        status=403,
        numbers=[],
        heading=_("Nothing was sent"),
        sentence=_("Another page tried to send this. Open the service here and press its button."),
        way_on=_("Go to the start page"),
    )
