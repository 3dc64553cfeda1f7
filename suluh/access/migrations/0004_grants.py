"""Teams, and roles that an agency makes."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def row_fields():
    return [
        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
        ("created_at", models.DateTimeField(auto_now_add=True)),
        ("updated_at", models.DateTimeField(auto_now=True)),
        ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency")),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_audit_heads"),
    ]

    operations = [
        migrations.CreateModel(
            name="Team",
            fields=[*row_fields(), ("name", models.CharField(max_length=100))],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency", "name"), name="team_name_once_per_agency")],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                *row_fields(),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("team", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="access.team")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("team", "account"), name="once_in_a_team")],
            },
        ),
        migrations.CreateModel(
            name="AgencyRole",
            fields=[
                *row_fields(),
                ("code", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=100)),
                ("grants", models.JSONField(default=dict)),
                ("emergency", models.JSONField(blank=True, default=list)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "code"), name="role_code_once_per_agency"),
                    models.CheckConstraint(condition=models.Q(("code__startswith", "own-")), name="own_role_is_called_so"),
                ],
            },
        ),
    ]
