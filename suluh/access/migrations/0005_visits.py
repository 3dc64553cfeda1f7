"""Sessions in a table of our own, and how often somebody guessed.

The sessions of before are dropped with their table: everybody signs in again, once.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import suluh.access.models.visits


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_grants"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("session_key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("number", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("started_at", models.DateTimeField(default=suluh.access.models.visits.now)),
                ("seen_at", models.DateTimeField(default=suluh.access.models.visits.now)),
                ("locked_at", models.DateTimeField(null=True)),
                ("wrong_unlocks", models.PositiveSmallIntegerField(default=0)),
                ("device", models.CharField(default="", max_length=60)),
                ("account", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attempts",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("subject", models.CharField(max_length=64, unique=True)),
                ("count", models.PositiveIntegerField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField(db_index=True)),
                ("locked_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunSQL("DROP TABLE IF EXISTS django_session", migrations.RunSQL.noop),
        # Or a later reader of that list would look for an app that is no longer installed.
        migrations.RunSQL("DELETE FROM django_migrations WHERE app = 'sessions'", migrations.RunSQL.noop),
    ]
