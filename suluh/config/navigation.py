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
from suluh.access.web.emergency import emergency_strips
from suluh.access.web.office_recovery import recovery_strips
from suluh.foundation.components import Strip
from suluh.foundation.row_security import rows_of_agency
from suluh.kernel.languages import pick

_DIRECTORY, _OFFICE = _("Directory"), _("Office")


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: shown to actors with `capability`, once its address exists."""

    label: str | Promise
    sentence: str | Promise
    url_name: str
    capability: str
    icon: str
    also_for: tuple[str, ...] = ()  # capabilities of which any opens it, too
    room: str | Promise = _DIRECTORY


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
    lock_after: int  # seconds of silence
    strips: tuple[Strip, ...] = ()


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
        label=_("Hand in a workbook"),
        sentence=_("Give what you know to the editors. You do not see it afterwards."),
        url_name="directory:offer",
        capability="directory.offer",
        icon="upload",
    ),
    Entry(
        label=_("Accounts"),
        sentence=_("Invite colleagues, and close the account of whoever has left."),
        url_name="accounts",
        capability="accounts.manage",
        icon="id-card",
        room=_OFFICE,
    ),
    Entry(
        label=_("Roles and teams"),
        sentence=_("Who may do what, and how far it reaches."),
        url_name="roles",
        capability="roles.manage",
        icon="key-round",
        room=_OFFICE,
    ),
    Entry(
        label=_("Emergency access"),
        sentence=_("Look at what was opened for a few hours, and why."),
        url_name="emergencies",
        capability="emergency.review",
        icon="siren",
        room=_OFFICE,
    ),
    Entry(
        label=_("Waiting for a second person"),
        sentence=_("Approve what a colleague asks for, or ask for it yourself."),
        url_name="joint",
        capability="accounts.manage",
        icon="users",
        also_for=("audit.read",),
        room=_OFFICE,
    ),
    Entry(
        label=_("Log"),
        sentence=_("Read who did what in this office, and when."),
        url_name="log",
        capability="audit.read",
        icon="scroll-text",
        room=_OFFICE,
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` for the layout."""
    actor: Actor | None = getattr(request, "actor", None)
    role = pick(dict(actor.role_labels), get_language() or "en") if actor else ""
    links = tuple(_with_current(links_of(actor), request.path)) if actor else ()
    return {
        "shell": Shell(
            actor,
            role,
            links,
            tuple(settings.LANGUAGES),
            request.path,
            settings.LOCK_MINUTES * 60,
            _strips(actor) if actor else (),
        )
    }


def _strips(actor: Actor) -> tuple[Strip, ...]:
    """Opened here once more: a page that refuses is made after the guard has closed again."""
    with rows_of_agency(actor.agency_id):
        return (*recovery_strips(actor), *emergency_strips(actor))


def links_of(actor: Actor) -> Iterator[Link]:
    """The places where `actor` may go, in their order."""
    for entry in ENTRIES:
        if not any(actor.can(each) for each in (entry.capability, *entry.also_for)):
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
