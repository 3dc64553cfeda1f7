"""PostgreSQL shows the rows of one agency only (docs/adr/0016). Nothing happens on SQLite."""

from django.db import migrations

from suluh.foundation.postgresql.policies import ProtectRows


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_offers"),
    ]

    operations = [
        ProtectRows(
            {
                "directory_edition": "agency_id",
                "directory_intake": "agency_id",
                "directory_organization": "agency_id",
                "directory_publishedlanguage": "agency_id",
                "directory_quarantinedrow": "agency_id",
                "directory_readerreport": "agency_id",
                "directory_service": "agency_id",
            },
            children={
                "directory_contact": ("service_id", "directory_service"),
                "directory_location": ("service_id", "directory_service"),
            },
        ),
    ]
