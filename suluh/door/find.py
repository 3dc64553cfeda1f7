"""Finding: "what can I use?", words, lists of one kind or place, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from suluh.directory.domain.eligibility import Answer
from suluh.directory.edition.contents import Group
from suluh.directory.edition.searching import MANY
from suluh.door.asked import Asked, from_form, opened
from suluh.door.cards import Tile, area_tile, card, kind_tile
from suluh.door.document import see_other
from suluh.door.home import too_old
from suluh.door.other_ways import other_ways
from suluh.door.paging import PART, group_of, parts_of, start_of
from suluh.door.questions import questions
from suluh.door.reasons import ANSWERS
from suluh.door.sealed import Unsealable
from suluh.door.visit import Visit, page
from suluh.door.wording import joined, sentence


@page(methods=("GET", "HEAD", "POST"))
def ask(visit: Visit, sealed: str = "", kind: str = "") -> HttpResponse:
    """What can I use? Answers are posted and stand in no address that could be read."""
    if visit.request.method == "POST":
        return _sealed_away(visit, from_form(visit.request.POST))
    try:
        asked = opened(sealed) if sealed else Asked(kind=kind)
    except Unsealable:
        return too_old(visit)
    return visit.render(
        "door/ask.html",
        asked=asked,
        questions=questions(asked.answers),
        kinds=[kind_tile(visit, group) for group in visit.edition.types()],
        areas=[area_tile(visit, group) for group in visit.edition.areas()],
    )


@page(methods=("GET", "HEAD", "POST"))
def search(visit: Visit) -> HttpResponse:
    """Words are posted, so that they stand in no address and no history."""
    asked = from_form(visit.request.POST)
    if asked.words:
        return _sealed_away(visit, asked)
    return visit.render("door/search.html")


def _sealed_away(visit: Visit, asked: Asked) -> HttpResponse:
    return see_other(asked.url(visit.language.code))


@page()
def results(visit: Visit, sealed: str, part: int = 1) -> HttpResponse:
    """What a reader asked for in a form or by words."""
    try:
        asked = opened(sealed)
    except Unsealable:
        return too_old(visit)
    here = reverse("door:results", args=[visit.language.code, sealed])
    return _results(visit, asked, part, here)


@page()
def listed(visit: Visit, kind: str = "", area: str = "", part: int = 1) -> HttpResponse:
    """The services of one kind, of one place, or of both."""
    group_of(visit.edition.types(), kind)
    group_of(visit.edition.areas(), area)
    return _results(visit, Asked(kind=kind, area=area), part, _list_url(visit, kind, area))


def _list_url(visit: Visit, kind: str, area: str) -> str:
    names = {(True, True): "both", (True, False): "kind", (False, True): "area"}
    name = names[bool(kind), bool(area)]
    codes = filter(None, (kind, area))
    return reverse(f"door:{name}", args=[visit.language.code, *codes])


def _results(visit: Visit, asked: Asked, part: int, here: str) -> HttpResponse:
    edition, wanted = visit.edition, asked.wanted(visit.edition)
    start = start_of(part, PART)
    limit = min(PART, max(0, MANY - start)) if asked.words else PART
    found = edition.find(wanted, start=start, limit=limit)
    kind = _tile(visit, kind_tile, edition.types(), asked.kind)
    area = _tile(visit, area_tile, edition.areas(), asked.area)
    shown = min(found.total, MANY) if asked.words else found.total
    return visit.render(
        "door/results.html",
        asked=asked,
        answers=[words for answer, words in ANSWERS.items() if answer in asked.answers],
        kind=kind,
        area=area,
        print_url=_print_url(visit, asked),
        change_url=_change_url(visit, asked),
        narrower=_narrower(visit, asked),
        found=found,
        hidden=_hidden(visit, asked, found.counts.refused_by),
        too_many=asked.words and found.total > MANY,
        cards=[card(visit, each, asked.answers) for each in found.services],
        others=other_ways(visit, asked, found.total),
        parts=parts_of(shown, part, PART),
        here=here,
    )


def _tile(
    visit: Visit, made: Callable[[Visit, Group], Tile], groups: Iterable[Group], code: str
) -> Tile | None:
    return next((made(visit, group) for group in groups if group.code == code), None)


def _print_url(visit: Visit, asked: Asked) -> str:
    plain = asked.area and asked == Asked(area=asked.area)
    return reverse("door:print", args=[visit.language.code, asked.area]) if plain else ""


def _change_url(visit: Visit, asked: Asked) -> str:
    language = visit.language.code
    if asked.kind and asked == Asked(kind=asked.kind):
        return reverse("door:ask-kind", args=[language, asked.kind])
    return reverse("door:ask-again", args=[language, asked.sealed()])


@dataclass(frozen=True, slots=True)
class Hidden:
    """The answers that keep services off the list, in words, and the address with those services.

    With `also_unfit` the address leads back to the list without them. "" when none is hidden.
    """

    answers: SafeString
    url: str


def _hidden(visit: Visit, asked: Asked, refused_by: Iterable[Answer]) -> Hidden:
    # Who could not name what happened said that, and not that they have no status yet.
    said = {answer if answer in asked.answers else Answer.WORK for answer in refused_by}
    words = [str(words) for answer, words in ANSWERS.items() if answer in said]
    other = replace(asked, also_unfit=not asked.also_unfit)
    return Hidden(sentence(joined(words)), other.url(visit.language.code) if words else "")


def _narrower(visit: Visit, asked: Asked) -> list[Tile]:
    """The same list for one place, or for one kind of help; nothing once answers were given."""
    language, edition = visit.language.code, visit.edition
    wanted = asked.wanted(edition)
    if asked.kind and asked == Asked(kind=asked.kind):
        groups = edition.areas(type_code=wanted.type_code)
        pairs = [(asked.kind, group.code) for group in groups]
        tiles = [area_tile(visit, group) for group in groups]
    elif asked.area and asked == Asked(area=asked.area):
        groups = edition.types(area_code=wanted.area_code)
        pairs = [(group.code, asked.area) for group in groups]
        tiles = [kind_tile(visit, group) for group in groups]
    else:
        return []
    return [
        replace(tile, url=reverse("door:both", args=[language, *pair]))
        for tile, pair in zip(tiles, pairs, strict=True)
    ]
