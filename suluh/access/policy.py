"""May this actor do that, and if not, why not: one sentence that a person can read."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from suluh.access.actor import Actor
from suluh.access.roles import roles
from suluh.kernel.languages import pick


class Refused(PermissionDenied):
    """The actor may not do this. Its text is the reason, in the reader's language.

    `capability` is what the role lacks, where that is the reason.
    """

    def __init__(self, reason: str, *, capability: str = "") -> None:
        super().__init__(reason)
        self.capability = capability


def require(actor: Actor, capability: str) -> None:
    """Raises Refused unless the actor's role includes `capability`."""
    if reason := why_not(actor, capability):
        raise Refused(reason, capability=capability)


def why_not(actor: Actor, capability: str) -> str:
    """The reason why the actor lacks `capability`, or "" when they have it."""
    if actor.can(capability):
        return ""
    language = get_language() or "en"
    return _("Your role, %(role)s, does not let you %(act)s. Roles that can: %(roles)s.") % {
        "role": pick(dict(actor.role_labels), language) or actor.role,
        "act": roles().capabilities[capability].say(language),
        "roles": roles_with(capability),
    }


def roles_with(capability: str) -> str:
    """The names of the ready roles that include `capability`."""
    language = get_language() or "en"
    return ", ".join(role.label(language) for role in roles().with_capability(capability))
