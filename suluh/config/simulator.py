"""Try a role before it is given: the first page that somebody with it sees, and what it refuses.

It stands here because only this room knows every place of the workspace.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from suluh.access.actor import Actor
from suluh.access.domain.roles import Role
from suluh.access.guards import WorkspaceRequest, page
from suluh.access.operations.roles import described
from suluh.access.queries.actors import everybody_of, role_book_of, with_role
from suluh.access.roles import roles as ready_roles
from suluh.access.web.roles import RoleForm
from suluh.access.why import Answer, say_capability, say_reach, why
from suluh.config.navigation import links_of
from suluh.foundation import components as c


@dataclass(frozen=True, slots=True)
class Line:
    """One capability, and whether and how far the role has it."""

    words: str
    reach: str
    may: bool


@page("roles.manage", methods=("GET", "POST"))
def role_try(request: WorkspaceRequest) -> HttpResponse:
    """Show a role as somebody with it would see the workspace. Changes nothing.

    A role that stands is named by `role`; one that is not saved yet comes as the form of a role.
    """
    book = role_book_of(request.actor)
    sent = request.POST.get("role") or request.GET.get("role") or ""
    form = None if sent in book.roles else RoleForm(request.POST or None)
    try:
        role = book.roles[sent] if form is None else _unsaved(request.actor, form)
    except ValidationError as wrong:
        return _shown(request, form, None, " ".join(wrong.messages))
    return _shown(request, form, role, "")


def _unsaved(actor: Actor, form: RoleForm) -> Role:
    if not form.is_valid():
        raise ValidationError(_("Give the role a name first."))
    return described(actor, **form.described())


def _shown(
    request: WorkspaceRequest, form: RoleForm | None, role: Role | None, wrong: str
) -> HttpResponse:
    person = _somebody(request.actor, role) if role else None
    address = request.POST.get("address", "")[:500]
    context = {
        "header": c.PageHeader(role.label(get_language() or "en") if role else _("Try a role")),
        "wrong": wrong,
        "role": role,
        "form": form,
        "links": links_of(person) if person else [],
        "lines": _lines(person) if person else [],
        "address": address,
        "answer": _answer(request.actor, person, address) if person and address else None,
    }
    return render(request, "workspace/role_try.html", context, status=400 if wrong else 200)


def _somebody(actor: Actor, role: Role) -> Actor:
    """An invented person of the same office who has this role and no account."""
    invented = replace(
        actor, account_id=None, name=_("Somebody"), role=role.code, emergency=frozenset()
    )
    return with_role(invented, role)


def _lines(person: Actor) -> list[Line]:
    known = [each for each in ready_roles().capabilities.values() if each.grantable]
    return [
        Line(say_capability(each.code), say_reach(person, each.code), person.can(each.code))
        for each in known
    ]


def _answer(asking: Actor, person: Actor, address: str) -> Answer:
    return why(person, address, everybody=everybody_of(asking))
