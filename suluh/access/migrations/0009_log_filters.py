"""Indexes for reading a long log by person, by act and by day. They alter no column."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0008_emergency"),
    ]

    operations = [
        migrations.AddIndex("AuditEntry", models.Index(fields=["agency", "actor", "sequence"], name="audit_by_person")),
        migrations.AddIndex("AuditEntry", models.Index(fields=["agency", "act", "sequence"], name="audit_by_act")),
        migrations.AddIndex("AuditEntry", models.Index(fields=["agency", "at"], name="audit_by_day")),
    ]
