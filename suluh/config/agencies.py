"""Which office a command is about."""

from __future__ import annotations

from suluh.access.models import Agency
from suluh.access.queries.actors import agencies_of_this_machine
from suluh.foundation.refusal import Refusal

USAGE = 2  # exit status


def chosen_agency(slug: str) -> Agency:
    """The one named, or the only one. Raises Refusal when that is not one."""
    agencies = agencies_of_this_machine()
    chosen = [each for each in agencies if slug in ("", each.slug)]
    if len(chosen) == 1:
        return chosen[0]
    if not agencies:
        raise Refusal("There is no directory yet. Set one up with: suluh start")
    names = ", ".join(each.slug for each in agencies)
    raise Refusal(f"Say which office with --agency: {names}", status=USAGE)
