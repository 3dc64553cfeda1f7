"""The tables behind the second wall, found by walking the models, and a row in each of them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import connection
from django.db.models import Model

from suluh.access.models import Account, Agency, Team, TeamMember
from suluh.config.checks import THIRD_PARTY_MODELS
from suluh.directory.models import (
    Contact,
    Edition,
    Intake,
    Location,
    Organization,
    PublishedLanguage,
    QuarantinedRow,
    ReaderReport,
    Service,
)

# Tables of ours outside the wall, each with its reason.
OUTSIDE = {
    "access_account": "sign-in looks for an account before anybody knows an agency",
    "access_attempts": "counted before anybody has signed in; digests, and no agency",
    "access_visit": "a session is looked for before its account, and an account before its agency",
}


def models_of_ours() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in THIRD_PARTY_MODELS
    ]


def own_column(model: type[Model]) -> str:
    """The column that names the agency; "" when a row belongs to one through its parent."""
    if model is Agency:
        return "id"
    fields = {field.name: field for field in model._meta.concrete_fields}
    return str(fields["agency"].column) if "agency" in fields else ""


def protected_models() -> list[type[Model]]:
    return [model for model in models_of_ours() if model._meta.db_table not in OUTSIDE]


def count(table: str) -> int:
    """By raw SQL: what the database shows, whatever a queryset would ask for."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a table of ours
        (counted,) = cursor.fetchone()
    return int(counted)


def furnish(agency: Agency, account: Account) -> Service:
    """One row in each table of the directory and of teams; the cast has made the others."""
    belonging: dict[str, Any] = {"agency": agency}
    name = f"Lamp of {agency.name}"
    team = Team.objects.create(name="Night desk", **belonging)
    TeamMember.objects.create(team=team, account=account, **belonging)
    organization = Organization.objects.create(hsds_id=uuid4(), name={"en": name}, **belonging)
    service = Service.objects.create(
        hsds_id=uuid4(), name={"en": name}, organization=organization, **belonging
    )
    Contact.objects.create(service=service, position=0, channel="phone", value="+44 20 7946 0001")
    Location.objects.create(service=service, position=0, locality=name)
    intake = Intake.objects.create(brought_by=account, file_name=f"{name}.xlsx", **belonging)
    QuarantinedRow.objects.create(
        intake=intake, hsds_id=uuid4(), source=name, source_key="1", draft={}, problems=[],
        **belonging,
    )  # fmt: skip
    Edition.objects.create(name=name, **belonging)
    PublishedLanguage.objects.create(code="km", **belonging)
    ReaderReport.objects.create(
        service=service, reason="felt_unsafe", day=date(2026, 11, 1), count=1, **belonging
    )
    return service
