"""Addresses of the directory in the workspace."""

from __future__ import annotations

from django.urls import path

from suluh.directory.web import editions, files, intakes, languages, reports, services

app_name = "directory"

urlpatterns = [
    path("services/", services.services, name="services"),
    path("services/workbook/", files.export, name="export"),
    path("services/<uuid:pk>/", services.service, name="service"),
    path("services/<uuid:pk>/correct/", services.service_edit, name="service_edit"),
    path("checks/", intakes.checks, name="checks"),
    path("checks/template/", files.template, name="template"),
    path("checks/quarantine/", files.quarantine, name="quarantine"),
    path("checks/<uuid:pk>/", intakes.check, name="check"),
    path("checks/<uuid:pk>/import/", intakes.check_import, name="check_import"),
    path("checks/<uuid:pk>/workbook/", files.check_report, name="check_report"),
    path("offer/", intakes.offer, name="offer"),
    path("editions/", editions.editions, name="editions"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<uuid:pk>/looked-into/", reports.report_handle, name="report_handle"),
    path("languages/", languages.languages, name="languages"),
    path(
        "languages/<slug:code>/show/",
        languages.language_turn,
        {"shown": True},
        name="language_show",
    ),
    path(
        "languages/<slug:code>/hide/",
        languages.language_turn,
        {"shown": False},
        name="language_hide",
    ),
    path("languages/<slug:code>/review/", languages.language_review, name="language_review"),
]
