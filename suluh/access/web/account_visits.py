"""The sessions of a colleague: ended by an administrator, all at once, and never looked at."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suluh.access.guards import WorkspaceRequest, page
from suluh.access.models import Membership
from suluh.access.operations.open_visits import end_visits


@page("accounts.manage", loads=Membership, methods=("POST",), fresh=True)
def account_visits_end(request: WorkspaceRequest, membership: Membership) -> HttpResponse:
    """A device was lost, perhaps: sign somebody out everywhere. They can sign in again."""
    ended = end_visits(request.actor, account=membership.account)
    words = ngettext("%(count)s session ended.", "%(count)s sessions ended.", ended)
    done = _("%(name)s is signed out everywhere.") % {"name": membership.account.full_name}
    messages.success(request, f"{done} {words % {'count': ended}}")
    return redirect("accounts")
