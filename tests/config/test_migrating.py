"""A migration and the note that it was done: both, or neither."""

from __future__ import annotations

import pytest
from django.core.management import get_commands
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from suluh.config.management.commands.migrate import WholeExecutor

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "postgresql",
        reason="the role of these tests makes no tables; tests/deep/crash migrates on PostgreSQL",
    ),
]

LAMP, WICK = "access_lamp", "access_wick"


class Lamps(migrations.Migration):
    """Two tables and a foreign key, whose index Django makes at the end."""

    operations = (
        migrations.CreateModel("Lamp", [("id", models.AutoField(primary_key=True))]),
        migrations.CreateModel(
            "Wick",
            [
                ("id", models.AutoField(primary_key=True)),
                ("lamp", models.ForeignKey("access.Lamp", on_delete=models.CASCADE)),
            ],
        ),
    )


class Cut(Exception):
    """The power goes."""


def test_what_could_not_be_noted_was_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    executor = WholeExecutor(connection)

    def cut(app: str, name: str) -> None:
        raise Cut

    monkeypatch.setattr(executor.recorder, "record_applied", cut)
    with pytest.raises(Cut):
        executor.apply_migration(ProjectState(), Lamps("0099_lamps", "access"))
    assert not {LAMP, WICK} & set(connection.introspection.table_names())


def test_what_was_done_is_noted_with_its_late_statements() -> None:
    executor, migration = WholeExecutor(connection), Lamps("0099_lamps", "access")
    state = executor.apply_migration(ProjectState(), migration)
    try:
        assert ("access", "0099_lamps") in executor.recorder.applied_migrations()
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, WICK)
        assert any(each["index"] and each["columns"] == ["lamp_id"] for each in found.values())
    finally:
        executor.recorder.record_unapplied("access", "0099_lamps")
        with connection.schema_editor() as editor:
            editor.delete_model(state.apps.get_model("access", "Wick"))
            editor.delete_model(state.apps.get_model("access", "Lamp"))


def test_the_command_is_ours() -> None:
    assert get_commands()["migrate"] == "suluh.config"
