"""Settings of a peer: the workspace, where nothing asks who is there and what they may."""

from __future__ import annotations

from suluh.config.settings.workspace import *  # noqa: F403
from suluh.config.settings.workspace import MIDDLEWARE as WITH_US

_WHO = (
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "suluh.access.signing_in.presence.Presence",
    "suluh.foundation.requests.ReadOnlyGet",
    "suluh.foundation.row_security.NothingInSight",
)

MIDDLEWARE = [each for each in WITH_US if each not in _WHO]
ROOT_URLCONF = "bench.trust.peer_urls"
