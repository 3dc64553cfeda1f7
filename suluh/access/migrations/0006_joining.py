"""Invitations, the agreement and who accepted it, and the way back when an office lost its keys."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from suluh.access.queries.agreements import shipped_texts


def account(on_delete=django.db.models.deletion.SET_NULL):
    empty = {"null": True} if on_delete is django.db.models.deletion.SET_NULL else {}
    return models.ForeignKey(on_delete=on_delete, related_name="+", to=settings.AUTH_USER_MODEL, **empty)


def row_fields():
    return [
        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
        ("created_at", models.DateTimeField(auto_now_add=True)),
        ("updated_at", models.DateTimeField(auto_now=True)),
        ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency")),
    ]


def begin(apps, schema_editor):
    """Agencies that were there before the agreement get the one that ships."""
    Agency, Version = apps.get_model("access", "Agency"), apps.get_model("access", "AgreementVersion")
    for agency in Agency._base_manager.all():
        Version._base_manager.create(agency=agency, number=1, texts=shipped_texts(), shipped=True)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_visits"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                *row_fields(),
                ("full_name", models.CharField(max_length=150)),
                ("email", models.EmailField(max_length=254)),
                ("role", models.CharField(max_length=60)),
                ("invited_by", account()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("account", account()),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "-created_at"], name="invitations_of_agency")],
            },
        ),
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                *row_fields(),
                ("number", models.PositiveIntegerField()),
                ("texts", models.JSONField(default=dict)),
                ("shipped", models.BooleanField(default=False)),
                ("made_by", account()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency", "number"), name="agreement_number_once")],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                *row_fields(),
                ("account", account(django.db.models.deletion.CASCADE)),
                ("version", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agreementversion")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "version"), name="version_accepted_once")],
            },
        ),
        migrations.CreateModel(
            name="RecoverySheet",
            fields=[
                *row_fields(),
                ("digest", models.CharField(max_length=64)),
                ("made_by", account()),
                ("void_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(condition=models.Q(("void_at__isnull", True)), fields=("agency",), name="one_valid_sheet_per_agency")],
            },
        ),
        migrations.CreateModel(
            name="OfficeRecovery",
            fields=[
                *row_fields(),
                ("account", account(django.db.models.deletion.CASCADE)),
                ("sheet", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.recoverysheet")),
                ("begun_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True), ("stopped_at__isnull", True)), fields=("account",), name="one_open_recovery_per_account"
                    ),
                ],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
