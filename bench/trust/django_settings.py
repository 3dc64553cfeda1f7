"""Settings of a peer: the workspace, where Django's own parts ask who is there."""

from __future__ import annotations

from suluh.config.settings.workspace import *  # noqa: F403
from suluh.config.settings.workspace import INSTALLED_APPS as APPS
from suluh.config.settings.workspace import MIDDLEWARE as WITH_US

_OURS = (
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "suluh.access.signing_in.presence.Presence",
    "suluh.foundation.requests.ReadOnlyGet",
    "suluh.foundation.row_security.NothingInSight",
)

MIDDLEWARE = [each for each in WITH_US if each not in _OURS]
INSTALLED_APPS = [*APPS, "django.contrib.sessions"]
ROOT_URLCONF = "bench.trust.peer_urls"
AUTH_USER_MODEL = "auth.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
LOGIN_URL = "peer_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"  # type: ignore[assignment]
# Tables straight from the models: the migrations take it that accounts are ours.
MIGRATION_MODULES = {each.rpartition(".")[2]: None for each in INSTALLED_APPS}
