"""The pages of the public door: find the words, hand them to a template. No rules here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from suluh.directory.edition.contents import Found, Group
from suluh.directory.edition.reader import MANY, EditionUnreadable
from suluh.door import service_page
from suluh.door.cards import Tile, area_tile, card, kind_tile
from suluh.door.current import current_edition
from suluh.door.labels import NOT_KNOWN
from suluh.door.notices import preferred
from suluh.door.printed_page import printed_sections
from suluh.door.visit import Visit, page
from suluh.door.wording import SPOKEN, offered

PART = 20  # services on one page: some 6 kB on a slow line
PRINTED = 60  # services on one page to print: still within 14 kB
FIRST_KINDS = (
    "shelter_emergency", "hotline", "medical", "legal_advice",
    "compensation", "documents", "psychological", "return",
)  # fmt: skip


def start(request: HttpRequest) -> HttpResponse:
    """`/`: on to the language that the browser asks for, without remembering it."""
    try:
        languages = offered(current_edition().meta.languages)
    except EditionUnreadable:
        languages = offered(sorted(SPOKEN))
    language = preferred(request, languages)
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
    return HttpResponseRedirect(reverse("door:home", args=[language.code]), headers=headers)


@page()
def home(visit: Visit) -> HttpResponse:
    """What do you need? Eight kinds of help, and the ways to everything else."""
    groups = visit.edition.types()
    first = [group for code in FIRST_KINDS for group in groups if group.term.code == code]
    others = [group for group in groups if group not in first]
    tiles = [kind_tile(visit, group) for group in [*first, *others][: len(FIRST_KINDS)]]
    return visit.render("door/home.html", tiles=tiles, more=len(groups) > len(tiles))


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


@page()
def results(visit: Visit, kind: str = "", area: str = "", part: int = 1) -> HttpResponse:
    """The services of one kind, of one place, or of both."""
    kind_group = _group(visit.edition.types(), kind)
    area_group = _group(visit.edition.areas(), area)
    found = visit.edition.services(
        type_code=kind_group.term.code if kind_group else "",
        area_code=area_group.term.code if area_group else "",
        start=_start(part, PART),
        limit=PART,
    )
    return visit.render(
        "door/results.html",
        kind=kind_tile(visit, kind_group) if kind_group else None,
        area=area_tile(visit, area_group) if area_group else None,
        print_url=reverse("door:print", args=[visit.language.code, area]) if area else "",
        narrower=_narrower(visit, kind_group, area_group),
        found=found,
        cards=[card(visit, each) for each in found.services],
        parts=_parts(found, part, PART),
    )


@page(methods=("GET", "HEAD", "POST"))
def search(visit: Visit) -> HttpResponse:
    """Words are posted, so that they stand in no address and no history."""
    words = visit.request.POST.get("words", "")[:200]
    part = _number(visit.request.POST.get("part", ""))
    found = visit.edition.search(words, start=_start(part, PART), limit=PART)
    return visit.render(
        "door/search.html",
        asked=visit.request.method == "POST" and bool(words.strip()),
        words=words,
        found=found,
        too_many=found.total > MANY,
        cards=[card(visit, each) for each in found.services],
        parts=_parts(Found(min(found.total, MANY), found.services), part, PART),
    )


@page()
def service(visit: Visit, code: str) -> HttpResponse:
    """One service, in the order in which a reader needs to know."""
    found = visit.edition.service(code)
    if found is None:
        raise Http404
    return visit.render(
        "door/service.html", told=service_page.tell(visit, found), not_known=NOT_KNOWN
    )


@page()
def printed(visit: Visit, area: str, part: int = 1) -> HttpResponse:
    """The list of one place, made for paper."""
    group = _group(visit.edition.areas(), area)
    if group is None:
        raise Http404
    found = visit.edition.services(
        area_code=group.term.code, start=_start(part, PRINTED), limit=PRINTED
    )
    return visit.render(
        "door/print.html",
        area=area_tile(visit, group),
        sections=printed_sections(visit, found.services),
        found=found,
        parts=_parts(found, part, PRINTED),
    )


@page()
def safety(visit: Visit) -> HttpResponse:
    """What the button can do, and what it cannot."""
    return visit.render("door/safety.html")


def _group(groups: Iterable[Group], code: str) -> Group | None:
    """The group under a code, None for no code. Raises Http404 for a code that leads nowhere."""
    if not code:
        return None
    for group in groups:
        if group.code == code:
            return group
    raise Http404


def _narrower(visit: Visit, kind: Group | None, area: Group | None) -> list[Tile]:
    """The same list for one place, or for one kind of help."""
    language = visit.language.code
    if kind and not area:
        groups = visit.edition.areas(type_code=kind.term.code)
        tiles = [area_tile(visit, group) for group in groups]
        pairs = [(kind.code, group.code) for group in groups]
    elif area and not kind:
        groups = visit.edition.types(area_code=area.term.code)
        tiles = [kind_tile(visit, group) for group in groups]
        pairs = [(group.code, area.code) for group in groups]
    else:
        return []
    return [
        replace(tile, url=reverse("door:both", args=[language, *pair]))
        for tile, pair in zip(tiles, pairs, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Parts:
    """Which part of a long list this is, counted from 1. 0 where there is no such part."""

    current: int
    total: int
    previous: int
    next: int


MOST_PARTS = 99_999  # a number that SQLite can still count with


def _parts(found: Found, part: int, size: int) -> Parts:
    """Raises Http404 for a part beyond the last."""
    total = max(1, -(-found.total // size))
    if part > total:
        raise Http404
    return Parts(part, total, part - 1, part + 1 if part < total else 0)


def _start(part: int, size: int) -> int:
    if not 1 <= part <= MOST_PARTS:
        raise Http404
    return (part - 1) * size


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
