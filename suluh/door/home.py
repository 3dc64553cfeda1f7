"""The first page, and what stands there when somebody came by an address that opens no more."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

from suluh.door.cards import kind_tile
from suluh.door.part_page import part_links
from suluh.door.visit import Visit

FIRST_KINDS = (
    "shelter_emergency", "hotline", "medical", "legal_advice",
    "compensation", "documents", "psychological", "return",
)  # fmt: skip


def render_home(visit: Visit, notice: str = "", status: int = 200) -> HttpResponse:
    """What do you need? Eight kinds of help, and the ways to everything else."""
    groups = visit.edition.types()
    first = [group for code in FIRST_KINDS for group in groups if group.term.code == code]
    others = [group for group in groups if group not in first]
    tiles = [kind_tile(visit, group) for group in [*first, *others][: len(FIRST_KINDS)]]
    return visit.render(
        "door/home.html",
        status=status,
        tiles=tiles,
        more=len(groups) > len(tiles),
        part_links=part_links(visit),
        notice=notice,
    )


def too_old(visit: Visit) -> HttpResponse:
    """The start page, and why one is here."""
    notice = _("That address was old. What you asked was not kept. Please ask again.")
    return render_home(visit, notice=notice, status=HTTPStatus.GONE)
