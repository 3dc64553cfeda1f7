"""One tap from a reader: this number is wrong, this is closed, I felt unsafe. Nothing else is kept.

There is no CSRF token, as there is no session it could be bound to. That is harmless: a request
forged through somebody's browser does only what its author could send from anywhere, it carries
nothing of that person, and what all requests can do together is bounded (edition/reports.py).
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from suluh.directory.edition.contents import PublicService
from suluh.directory.edition.reports import REASONS, leave_report
from suluh.door.cards import name_of
from suluh.door.visit import Visit
from suluh.foundation.home import suluh_home


def left(visit: Visit, service: PublicService) -> HttpResponse:
    """Keep the reason and the day, and say thank you: also when it could not be stored.

    Answered at the address of the service itself and without a redirect, so that a phone's history
    does not tell that somebody reported it.
    """
    if not _from_our_own_page(visit):
        return _refused(visit)
    reason = visit.request.POST.get("reason", "")
    if reason not in REASONS:
        raise Http404
    leave_report(suluh_home().inbox, code=service.code, reason=reason, day=visit.today)
    return visit.render(
        "door/thanks.html", name=name_of(visit, service), back_url=visit.request.path
    )


def _from_our_own_page(visit: Visit) -> bool:
    """Over HTTPS browsers say from where a form was sent; over HTTP, and old ones, say nothing.

    What another page can then do is bounded in edition/reports.py.
    """
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
