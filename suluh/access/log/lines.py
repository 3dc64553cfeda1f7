"""An entry of the log in words, for the page and for whoever is handed the log with names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from suluh.access.actor import somebody
from suluh.access.acts import OWN_ROLE, acts
from suluh.access.models import AgencyRole, AuditEntry
from suluh.access.roles import roles
from suluh.kernel.languages import pick

_SHORT = 8  # characters of an identifier: enough to find the same one again


def own_roles(found: Iterable[AuditEntry]) -> dict[str, str]:
    """Code to name as it is today, of the roles that the office of these entries made itself.

    No query where nobody acted in such a role.
    """
    acted = [each for each in found if each.role.startswith(AgencyRole.OWN)]
    if not acted:
        return {}
    office = somebody(acted[0].agency_id)
    rows = AgencyRole.objects.visible_to(office).filter(code__in={each.role for each in acted})
    return dict(rows.values_list("code", "name"))


def who(
    entry: AuditEntry, names: Mapping[UUID, str], own: Mapping[str, str], language: str
) -> tuple[str, str]:
    """The names, as they are today, of the person and of the role that they had then ("" where
    the person's says it). `own` is what `own_roles` gave for these entries.
    """
    label = _role(entry.role, own, language)
    if entry.actor is not None:
        return names.get(entry.actor, _("An account that is gone")), label
    return label or _("Somebody"), ""


def _role(code: str, own: Mapping[str, str], language: str) -> str:
    """In words. What only a newer version knows stands as its code; an own role that is gone does
    not, because its code says nothing to anybody.
    """
    if role := roles().roles.get(code):
        return role.label(language)
    if code.startswith(AgencyRole.OWN):
        return own.get(code) or pick(dict(acts().details["role"].codes[OWN_ROLE]), language)
    return code


def what(entry: AuditEntry, names: Mapping[UUID, str], language: str) -> tuple[str, str]:
    """The act, and its subject and details. What only a newer version knows stands as its code."""
    book = acts()
    act = book.acts.get(entry.act)
    said = [_subject(entry.subject_kind, entry.subject, names, language)] if entry.subject else []
    for name in dict.fromkeys((*(act.details if act else ()), *entry.told)):
        if name in entry.told:
            known = book.details.get(name)
            said.append(known.say(entry.told[name], language) if known else name)
    return act.say(language) if act else entry.act, "; ".join(said)


def _subject(kind: str, key: UUID, names: Mapping[UUID, str], language: str) -> str:
    label = pick(dict(acts().subjects.get(kind, {})), language)
    return f"{label or kind} {names.get(key, str(key)[:_SHORT])}"
