"""The log of each agency, and its head. The database itself keeps both append-only.

On SQLite a later migration that alters one of these tables makes it anew and so loses its triggers:
it must call `add_triggers` again at its end. tests/access/test_append_only.py would say so.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

ENTRIES, HEADS = "access_auditentry", "access_audithead"

# Trigger: (what is refused, and only when).
# A BEFORE INSERT stands against INSERT OR REPLACE, which on SQLite deletes without asking.
SQLITE = {
    f"{ENTRIES}_keeps": (f"UPDATE ON {ENTRIES}", ""),
    f"{ENTRIES}_stays": (f"DELETE ON {ENTRIES}", ""),
    f"{ENTRIES}_is_not_replaced": (
        f"INSERT ON {ENTRIES}",
        f"WHEN EXISTS (SELECT 1 FROM {ENTRIES} WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM {ENTRIES}"
        " WHERE agency_id = NEW.agency_id AND sequence = NEW.sequence)",
    ),
    f"{HEADS}_moves_on": (
        f"UPDATE ON {HEADS}",
        "WHEN NEW.sequence <> OLD.sequence + 1 OR NEW.agency_id <> OLD.agency_id",
    ),
    f"{HEADS}_stays": (f"DELETE ON {HEADS}", ""),
    f"{HEADS}_is_not_replaced": (
        f"INSERT ON {HEADS}",
        f"WHEN EXISTS (SELECT 1 FROM {HEADS} WHERE id = NEW.id OR agency_id = NEW.agency_id)",
    ),
}
FUNCTION = """
CREATE FUNCTION suluh_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRESQL = {
    f"{ENTRIES}_stays": (f"UPDATE OR DELETE ON {ENTRIES}", ""),
    f"{HEADS}_moves_on": (
        f"UPDATE ON {HEADS}",
        "WHEN (NEW.sequence <> OLD.sequence + 1 OR NEW.agency_id <> OLD.agency_id)",
    ),
    f"{HEADS}_stays": (f"DELETE ON {HEADS}", ""),
}


def add_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, (event, condition) in SQLITE.items():
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} {condition} "
                "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
                params=None,
            )
        return
    schema_editor.execute(FUNCTION, params=None)
    for name, (event, condition) in POSTGRESQL.items():
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW {condition} "
            "EXECUTE FUNCTION suluh_append_only()",
            params=None,
        )


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
        return
    for name, (event, _condition) in POSTGRESQL.items():
        table = event.split()[-1]
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}", params=None)
    schema_editor.execute("DROP FUNCTION IF EXISTS suluh_append_only()", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_agencies_accounts_memberships"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("sequence", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.UUIDField(null=True)),
                ("role", models.CharField(blank=True, max_length=60)),
                ("act", models.CharField(max_length=60)),
                ("subject_kind", models.CharField(blank=True, max_length=60)),
                ("subject", models.UUIDField(null=True)),
                ("details", models.JSONField(default=dict)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency", "sequence"), name="audit_number_once")],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                ("digest", models.CharField(default="0" * 64, max_length=64)),
                ("at", models.DateTimeField(null=True)),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency",), name="one_audit_head_per_agency")],
            },
        ),
        migrations.RunPython(add_triggers, drop_triggers),
    ]
