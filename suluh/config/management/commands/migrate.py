"""`migrate`, where a migration and the note that it was done are one transaction.

Django writes the note afterwards when statements were put off to the end of the migration (the
indexes of foreign keys, for one). A power cut between the two leaves tables that the next start
tries to make again, and stumbles over.
"""

from __future__ import annotations

from django.core.management.commands import migrate
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class WholeExecutor(MigrationExecutor):
    """Makes each migration, its late statements and its note in one transaction."""

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,
        fake_initial: bool = False,
    ) -> ProjectState:
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        self._say("apply_start", migration)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            for statement in editor.deferred_sql:
                editor.execute(statement, None)
            editor.deferred_sql.clear()
            self.record_migration(migration)  # type: ignore[arg-type, call-arg]
        self._say("apply_success", migration)
        return state

    def _say(self, what: str, migration: Migration) -> None:
        if self.progress_callback:
            self.progress_callback(what, migration, False)


# Django's command makes its executor by this name, and by no method that could be overridden.
migrate.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]


class Command(migrate.Command):
    """Django's own, with the executor above."""
