"""Emergency access."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def account(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **options
    )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0007_two_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("capability", models.CharField(max_length=60)),
                ("reason", models.TextField(max_length=1000)),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("justified", models.BooleanField(blank=True, null=True)),
                ("account", account()),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency")),
                ("judged_by", account(blank=True, null=True)),
                ("seen_by", account(blank=True, null=True)),
            ],
            options={
                "ordering": ("-opened_at",),
                "indexes": [models.Index(fields=["account", "until"], name="emergency_of_account")],
            },
        ),
    ]
