"""PostgreSQL shows the rows of one agency only (docs/adr/0016). Nothing happens on SQLite.

A table that a later migration adds is protected there; tests/database/test_row_security.py asks.
"""

from django.db import migrations

from suluh.foundation.postgresql.policies import ProtectRows

BELONGING = (
    "access_acceptance",
    "access_agencyrole",
    "access_agreementversion",
    "access_auditentry",
    "access_audithead",
    "access_emergencyaccess",
    "access_invitation",
    "access_jointact",
    "access_membership",
    "access_officerecovery",
    "access_recoverysheet",
    "access_sealedexport",
    "access_team",
    "access_teammember",
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0009_log_filters"),
    ]

    operations = [
        ProtectRows({"access_agency": "id", **dict.fromkeys(BELONGING, "agency_id")}),
    ]
