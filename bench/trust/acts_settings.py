"""Settings of a peer: the workspace, with the log that Django's admin keeps beside ours."""

from __future__ import annotations

from suluh.config.settings.workspace import *  # noqa: F403
from suluh.config.settings.workspace import INSTALLED_APPS as APPS

INSTALLED_APPS = [*APPS, "django.contrib.admin"]
