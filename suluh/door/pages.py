"""The pages of the public door that need no question: start, lists, a service, what to know."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from suluh.directory.edition.finding import Wanted
from suluh.directory.edition.reader import EditionUnreadable
from suluh.door import notices, report, service_page
from suluh.door.cards import area_tile, kind_tile
from suluh.door.current import current_edition
from suluh.door.home import render_home
from suluh.door.labels import NOT_KNOWN
from suluh.door.paging import PRINTED, group_of, parts_of, start_of
from suluh.door.part_page import part_links, tell_part
from suluh.door.printed_page import printed_sections
from suluh.door.visit import Visit, page
from suluh.door.wording import SPOKEN, offered


def start(request: HttpRequest) -> HttpResponse:
    """`/`: the first page in the language that the browser asks for, without remembering it.

    No redirect: on a slow line that would be two more seconds.
    """
    try:
        languages = offered(current_edition().meta.languages)
    except EditionUnreadable:
        languages = offered(SPOKEN)
    response = home(request, language=notices.preferred(request, languages).code)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def elsewhere(request: HttpRequest) -> HttpResponse:
    """Whatever no other address is: a calm page, with the place and number of this edition."""
    return nowhere(request, language=notices.spoken_at(request).code)


@page()
def nowhere(visit: Visit) -> HttpResponse:
    """Raises Http404, which every page of the door answers calmly."""
    raise Http404


@page()
def home(visit: Visit) -> HttpResponse:
    """What do you need?"""
    return render_home(visit)


@page()
def kinds(visit: Visit) -> HttpResponse:
    """Every kind of help that somebody gives."""
    tiles = [kind_tile(visit, group) for group in visit.edition.types()]
    return visit.render("door/list.html", heading=_("All kinds of help"), tiles=tiles)


@page()
def areas(visit: Visit) -> HttpResponse:
    """Every place that somebody works for."""
    tiles = [area_tile(visit, group) for group in visit.edition.areas()]
    return visit.render("door/list.html", heading=_("Choose a place"), tiles=tiles)


@page(methods=("GET", "HEAD", "POST"))
def service(visit: Visit, code: str) -> HttpResponse:
    """One service, in the order in which a reader needs to know; posted to, a report about it."""
    found = visit.edition.service(code)
    if found is None:
        raise Http404
    if visit.request.method == "POST":
        return report.left(visit, found)
    told = service_page.tell(visit, found)
    return visit.render("door/service.html", told=told, not_known=NOT_KNOWN, code=code)


@page()
def part(visit: Visit, code: str) -> HttpResponse:
    """One of the short editorial parts: what to know first."""
    for link in part_links(visit):
        if link.code == code:
            told, numbers = tell_part(visit, link.part), visit.numbers()
            return visit.render("door/part.html", told=told, numbers=numbers)
    raise Http404


@page()
def printed(visit: Visit, area: str, part: int = 1) -> HttpResponse:
    """The list of one place, made for paper."""
    group = group_of(visit.edition.areas(), area)
    if group is None:
        raise Http404
    wanted = Wanted(area_code=group.term.code)
    found = visit.edition.find(wanted, start=start_of(part, PRINTED), limit=PRINTED)
    return visit.render(
        "door/print.html",
        area=area_tile(visit, group),
        sections=printed_sections(visit, found.services),
        found=found,
        parts=parts_of(found.total, part, PRINTED),
    )


@page()
def safety(visit: Visit) -> HttpResponse:
    """What the button can do, and what it cannot."""
    return visit.render("door/safety.html")
