"""Why can (or can't) this person see this page? One sentence, by the same rules as the guard.

The answer names no content: whoever may ask it manages accounts and reads none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from suluh.access.actor import Actor
from suluh.access.domain.scopes import Scope
from suluh.access.guards import PUBLIC, SIGNED_IN, Access, Reached, declared_access
from suluh.access.policy import roles_with
from suluh.access.roles import roles
from suluh.foundation.scoping import ScopedRow
from suluh.kernel.languages import pick


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the person can, and the sentence that says why."""

    may: bool
    sentence: str


def why(person: Actor, address: str, *, everybody: Actor) -> Answer:
    """May `person` open the page at `address` (with or without the host)?

    `everybody` is an actor who reaches every row of the same agency, for whoever manages roles:
    what not even it can see does not exist. Others ask of themselves, and hand themselves over:
    then the answer does not tell what exists beyond their reach.
    """
    try:
        found = resolve(urlsplit(address.strip()).path)
    except (Resolver404, ValueError):  # ValueError: it is no address at all
        return Answer(False, _("There is no such page."))
    access = declared_access(found.func)
    if access is None or access.capability == PUBLIC:
        return Answer(True, _("Everybody can open this page. It shows nothing of the content."))
    if access.needs and not access.needs(person):
        return Answer(False, _("%(person)s cannot: nothing in the role %(role)s needs this page.")
                      % _who(person))  # fmt: skip
    if access.reached:
        return _by_part(person, access.reached, found.kwargs.get("pk"))
    if access.needs:
        return Answer(True, _("%(person)s can: something in the role %(role)s needs this page.")
                      % _who(person))  # fmt: skip
    if access.capability == SIGNED_IN:
        return Answer(
            True, _("Everybody who has signed in can open this page. It shows no content.")
        )
    return _by_grant(person, access, found.kwargs.get("pk"), everybody)


def _by_part(person: Actor, reached: Reached, pk: Any) -> Answer:
    """Of what belongs to single people: whose it is, and whether it exists, is not told."""
    if reached(person).filter(pk=pk).exists():
        return Answer(True, _("%(person)s can: they have a part in it.") % _who(person))
    return Answer(
        False, _("%(person)s cannot: it is not theirs, or it does not exist.") % _who(person)
    )


def _by_grant(person: Actor, access: Access, pk: Any, everybody: Actor) -> Answer:
    said = {**_who(person), "act": say_capability(access.capability)}
    if not person.can(access.capability):
        sentence = _("%(person)s cannot: the role %(role)s does not let them %(act)s.") % said
        others = roles_with(access.capability)
        return Answer(False, f"{sentence} {_('Roles that can: %s.') % others}")
    said["reach"] = say_reach(person, access.capability)
    if access.loads and not _sees(everybody, access.loads, pk):
        if everybody is not person:
            return Answer(False, _("There is no such page in this office."))
        sentence = _(
            "There is no such page, or it is beyond what the role %(role)s reaches: "
            "it lets them %(act)s, %(reach)s."
        )
        return Answer(False, sentence % said)
    if access.loads and not _sees(person, access.loads, pk):
        return Answer(
            False,
            _("%(person)s cannot: the role %(role)s lets them %(act)s, but only %(reach)s.") % said,
        )
    if access.capability in person.emergency:
        return Answer(
            True, _("%(person)s can, for a few hours: they opened emergency access.") % said
        )
    return Answer(True, _("%(person)s can: the role %(role)s lets them %(act)s, %(reach)s.") % said)


def _who(person: Actor) -> dict[str, str]:
    label = pick(dict(person.role_labels), get_language() or "en")
    return {"person": person.name, "role": label or person.role}


def _sees(actor: Actor, model: type[ScopedRow], pk: Any) -> bool:
    rows = model.objects.visible_to(actor)  # type: ignore[attr-defined]
    return bool(rows.filter(pk=pk).exists())


def say_capability(code: str) -> str:
    """The words of a capability that follow "may"."""
    return roles().capabilities[code].say(get_language() or "en")


def say_reach(actor: Actor, capability: str) -> str:
    """How far a grant reaches, as the end of a sentence."""
    words = scope_words()
    scopes = actor.scopes(capability)
    return _(" and ").join(str(words[scope]) for scope in Scope if scope in scopes)


def scope_words() -> dict[Scope, str]:
    """The words of each scope, as the end of "may read workbooks, ..."."""
    language = get_language() or "en"
    return {scope: pick(dict(words), language) for scope, words in roles().reaches.items()}
