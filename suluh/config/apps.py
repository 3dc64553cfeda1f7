"""The composition root as a Django app: it only brings the boot checks."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register


class SuluhConfig(AppConfig):
    name = "suluh.config"
    label = "suluh_config"

    def ready(self) -> None:
        from suluh.config import checks  # noqa: PLC0415 - it needs the models to be loaded

        register(checks.every_view_declares_its_access, Tags.security)
        register(checks.every_field_declares_its_sensitivity, Tags.security)
