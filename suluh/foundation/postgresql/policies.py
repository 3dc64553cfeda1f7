"""The policies themselves, and changing tables under them (docs/adr/0016).

Each condition stands in `(SELECT ...)`: PostgreSQL then works it out once for a statement instead
of once for each row. The identifiers of two agencies are compared as UUIDs, by an operator that
gives nothing away, so the conditions of a query and its indexes are used before the policy.

FORCED, so that the owner of the tables is held as well, with one role and with two.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations import RunPython

from suluh.foundation.row_security import EVERY_AGENCY, SETTING, rows_of_every_agency

POLICY = "rows_in_sight"
_NOW = f"current_setting('{SETTING}', true)"
# Every agency comes first: both parts are then worked out at the first row, so that a cursor that
# is read in portions does not change its mind when the scope changes between two of them.
_EVERY = f"(SELECT {_NOW} = '{EVERY_AGENCY}')"
# Unset, or told in an earlier transaction, it is NULL or '': no row, and nothing can be written.
_OWN = f"(SELECT nullif(nullif({_NOW}, '{EVERY_AGENCY}'), '')::uuid)"


def protect(editor: BaseDatabaseSchemaEditor, table: str, column: str = "agency_id") -> None:
    """Show and take rows of `table` only where `column` names an agency in sight."""
    _begin(editor, table, f"{_EVERY} OR {editor.quote_name(column)} = {_OWN}")


def protect_children(
    editor: BaseDatabaseSchemaEditor, table: str, column: str, parents: str
) -> None:
    """Show and take rows of `table` only where `column` points at a row in sight of `parents`."""
    own, other = editor.quote_name(table), editor.quote_name(parents)
    pointing = f"parent.id = {own}.{editor.quote_name(column)}"
    seen = f"EXISTS (SELECT 1 FROM {other} parent WHERE {pointing})"  # noqa: S608 - names of ours
    _begin(editor, table, f"{_EVERY} OR {seen}")


def unprotect(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """The opposite of the two above."""
    quoted = editor.quote_name(table)
    editor.execute(f"DROP POLICY {POLICY} ON {quoted}")
    editor.execute(f"ALTER TABLE {quoted} NO FORCE ROW LEVEL SECURITY")
    editor.execute(f"ALTER TABLE {quoted} DISABLE ROW LEVEL SECURITY")


def _begin(editor: BaseDatabaseSchemaEditor, table: str, condition: str) -> None:
    quoted = editor.quote_name(table)
    editor.execute(
        f"CREATE POLICY {POLICY} ON {quoted} USING ({condition}) WITH CHECK ({condition})"
    )
    editor.execute(f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY")
    editor.execute(f"ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY")


class ProtectRows(RunPython):
    """A migration's operation. Does nothing on SQLite.

    `tables`: name to the column that names the agency. `children`: name to (column, parents).
    """

    reduces_to_sql = True

    def __init__(
        self, tables: dict[str, str], children: dict[str, tuple[str, str]] | None = None
    ) -> None:
        self.tables, self.children = tables, children or {}
        super().__init__(self._protect, self._unprotect)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, [], {"tables": self.tables, "children": self.children}

    def describe(self) -> str:
        return "Show the rows of one agency only"

    def _protect(self, _apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor != "postgresql":
            return
        for table, column in self.tables.items():
            protect(editor, table, column)
        for table, (column, parents) in self.children.items():
            protect_children(editor, table, column, parents)

    def _unprotect(self, _apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            # Children first: the policy of a child looks at its parents.
            for table in self._all():
                unprotect(editor, table)

    def _all(self) -> Iterable[str]:
        return [*self.children, *self.tables]


class PolicyEditor(DatabaseSchemaEditor):
    """Whoever changes tables holds the machine, and a migration that moves rows must see them."""

    def __enter__(self) -> Any:
        self._open = ExitStack()
        self._open.enter_context(rows_of_every_agency(reason="a migration is for every agency"))
        return super().__enter__()

    def __exit__(self, *failure: Any) -> None:
        with self._open:
            super().__exit__(*failure)
