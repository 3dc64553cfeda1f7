"""What a page says when somebody changed the same thing while it was open."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

CHANGED = gettext_lazy(
    "Somebody changed this while you were on the page. Nothing of yours was saved. "
    "Here is how it stands now."
)
