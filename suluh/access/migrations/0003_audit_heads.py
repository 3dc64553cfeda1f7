"""Agencies that were there before the log get the head of an empty one."""

from django.db import migrations


def begin(apps, schema_editor):
    Agency, AuditHead = apps.get_model("access", "Agency"), apps.get_model("access", "AuditHead")
    begun = set(AuditHead._base_manager.values_list("agency_id", flat=True))
    for agency in Agency._base_manager.exclude(pk__in=begun):
        AuditHead._base_manager.create(agency=agency)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_audit_log"),
    ]

    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
