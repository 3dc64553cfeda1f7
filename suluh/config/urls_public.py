"""Every address of the public door: those of the door, nothing else."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("suluh.door.urls"))]

handler500 = "suluh.door.notices.fault"
