"""Acts that wait for a second person, encrypted exports, and accounts whose name is erased."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_joining"),
    ]

    operations = [
        migrations.AddField("account", "erased_at", models.DateTimeField(editable=False, null=True)),
        migrations.CreateModel(
            name="JointAct",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("act", models.CharField(max_length=60)),
                ("subject_kind", models.CharField(blank=True, max_length=60)),
                ("subject", models.UUIDField(null=True)),
                ("parameters", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(default="asked", max_length=20)),
                ("alone", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency")),
                ("answered_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("asker", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "state", "asked_at"], name="joint_acts_by_state")],
                "constraints": [models.UniqueConstraint(condition=models.Q(("state__in", ["approved", "asked"])), fields=("agency", "asker", "digest"), name="asked_once_at_a_time")],
            },
        ),
        migrations.CreateModel(
            name="SealedExport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("act", models.CharField(max_length=60)),
                ("form", models.CharField(max_length=10)),
                ("size", models.PositiveBigIntegerField()),
                ("expires_at", models.DateTimeField()),
                ("fetched", models.PositiveSmallIntegerField(default=0)),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency")),
                ("maker", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="exports_by_end")],
            },
        ),
    ]
