"""An entry of the log in words, for the page and for whoever is handed the log with names."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from suluh.access.acts import acts
from suluh.access.models import AuditEntry
from suluh.access.roles import roles
from suluh.kernel.languages import pick

_SHORT = 8  # characters of an identifier: enough to find the same one again


def who(entry: AuditEntry, names: Mapping[UUID, str], language: str) -> tuple[str, str]:
    """The name as it is today, and the role as it was then ("" where the name says it)."""
    role = roles().roles.get(entry.role)
    label = role.label(language) if role else entry.role
    if entry.actor is not None:
        return names.get(entry.actor, _("An account that is gone")), label
    return label or _("Somebody"), ""


def what(entry: AuditEntry, names: Mapping[UUID, str], language: str) -> tuple[str, str]:
    """The act, and its subject and details. What only a newer version knows stands as its code."""
    book = acts()
    act = book.acts.get(entry.act)
    said = [_subject(entry.subject_kind, entry.subject, names, language)] if entry.subject else []
    for name in dict.fromkeys((*(act.details if act else ()), *entry.details)):
        if name in entry.details:
            known = book.details.get(name)
            said.append(known.say(entry.details[name], language) if known else name)
    return act.say(language) if act else entry.act, "; ".join(said)


def _subject(kind: str, key: UUID, names: Mapping[UUID, str], language: str) -> str:
    label = pick(dict(acts().subjects.get(kind, {})), language)
    return f"{label or kind} {names.get(key, str(key)[:_SHORT])}"
