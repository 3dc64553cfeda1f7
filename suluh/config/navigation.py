"""What stands at the side of every workspace page. Rooms do not know each other; this list does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from suluh.access.actor import Actor
from suluh.kernel.languages import pick


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: shown to actors with `capability`, once its address exists."""

    label: str | Promise
    sentence: str | Promise
    url_name: str
    capability: str
    icon: str


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one page shows it."""

    entry: Entry
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """What the layout needs beside the page itself. `actor` is None before sign-in."""

    actor: Actor | None
    role: str
    links: tuple[Link, ...]
    languages: tuple[tuple[str, str], ...]
    path: str


ENTRIES = (
    Entry(
        label=_("Services"),
        sentence=_("Find a service, read what is known, and correct it."),
        url_name="directory:services",
        capability="directory.view",
        icon="store",
    ),
    Entry(
        label=_("Check a workbook"),
        sentence=_("See what is missing before anything is imported."),
        url_name="directory:checks",
        capability="directory.check",
        icon="file-spreadsheet",
    ),
    Entry(
        label=_("Editions"),
        sentence=_("Make the file that readers open in a browser or on paper."),
        url_name="directory:editions",
        capability="directory.edition",
        icon="book-open",
    ),
    Entry(
        label=_("Readers’ reports"),
        sentence=_("See where a number is wrong or a reader felt unsafe."),
        url_name="directory:reports",
        capability="directory.edit",
        icon="flag",
    ),
    Entry(
        label=_("Languages"),
        sentence=_("Choose which languages readers see. Say who has read them."),
        url_name="directory:languages",
        capability="directory.edition",
        icon="languages",
    ),
    Entry(
        label=_("Log"),
        sentence=_("Read who did what in this office, and when."),
        url_name="log",
        capability="audit.read",
        icon="scroll-text",
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` for the layout."""
    actor: Actor | None = getattr(request, "actor", None)
    role = pick(dict(actor.role_labels), get_language() or "en") if actor else ""
    links = tuple(_with_current(_links(actor), request.path)) if actor else ()
    return {"shell": Shell(actor, role, links, tuple(settings.LANGUAGES), request.path)}


def _links(actor: Actor) -> Iterator[Link]:
    for entry in ENTRIES:
        if not actor.can(entry.capability):
            continue
        try:
            yield Link(entry, reverse(entry.url_name))
        except NoReverseMatch:  # the room that brings this page is not part of this installation
            continue


def _with_current(links: Iterator[Link], path: str) -> list[Link]:
    """Mark the one whose address is the longest beginning of this page's address."""
    found = list(links)
    at = max((link.url for link in found if path.startswith(link.url)), key=len, default="")
    return [replace(link, current=link.url == at) for link in found]
