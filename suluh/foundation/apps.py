"""The foundation as a Django app: shared templates, tags and static files."""

from __future__ import annotations

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "suluh.foundation"
    label = "foundation"
