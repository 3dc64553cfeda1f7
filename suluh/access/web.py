"""The log as a page. Whoever may read it sees who did what, and nothing of the content."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from suluh.access import log as reading
from suluh.access.acts import acts
from suluh.access.guards import WorkspaceRequest, page
from suluh.access.models import Agency, AuditEntry
from suluh.access.roles import roles
from suluh.foundation import components as c
from suluh.kernel.languages import pick

PAGE_SIZE = 50
_SHORT = 8  # characters of an identifier: enough to find the same one again


@page("audit.read")
def log(request: WorkspaceRequest) -> HttpResponse:
    """What was done for this agency, the newest first."""
    agency: Agency = Agency.objects.visible_to(request.actor).get()
    found = Paginator(reading.entries(request.actor), PAGE_SIZE)
    shown = found.get_page(request.GET.get("page"))
    header = c.PageHeader(_("Log"), _("Who did what, and when. It holds no content."))
    return render(
        request,
        "access/log.html",
        {"header": header, "table": _table(agency, list(shown.object_list)), "shown": shown},
    )


def _table(agency: Agency, found: list[AuditEntry]) -> c.Table:
    names, language = reading.names_in(found), get_language() or "en"
    columns = [
        c.Column(_("Number"), end=True),
        c.Column(_("When")),
        c.Column(_("Who")),
        c.Column(_("What")),
    ]
    rows = [
        [
            c.Cell(each.sequence),
            c.Cell(agency.clock(each.at)),
            _who(each, names, language),
            _what(each, names, language),
        ]
        for each in found
    ]
    return c.Table(_("Log"), columns, [c.RowGroup(rows)])


def _who(entry: AuditEntry, names: Mapping[UUID, str], language: str) -> c.Cell:
    """The name as it is today; the role as it was then."""
    role = roles().roles.get(entry.role)
    label = role.label(language) if role else entry.role
    if entry.actor is not None:
        return c.Cell(names.get(entry.actor, _("An account that is gone")), note=label)
    return c.Cell(label or _("Somebody"))


def _what(entry: AuditEntry, names: Mapping[UUID, str], language: str) -> c.Cell:
    """The act in words; an act or detail that only a newer version knows stands as its code."""
    book = acts()
    act = book.acts.get(entry.act)
    said = [_subject(entry.subject_kind, entry.subject, names, language)] if entry.subject else []
    for name in dict.fromkeys((*(act.details if act else ()), *entry.details)):
        if name in entry.details:
            known = book.details.get(name)
            said.append(known.say(entry.details[name], language) if known else name)
    return c.Cell(act.say(language) if act else entry.act, note="; ".join(said))


def _subject(kind: str, key: UUID, names: Mapping[UUID, str], language: str) -> str:
    label = pick(dict(acts().subjects.get(kind, {})), language)
    return f"{label or kind} {names.get(key, str(key)[:_SHORT])}"
