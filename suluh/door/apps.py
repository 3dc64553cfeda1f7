"""The public door as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DoorConfig(AppConfig):
    name = "suluh.door"
    label = "door"
