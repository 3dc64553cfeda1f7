"""The database engine `suluh.foundation.postgresql`; Django looks for it under this file name.

The server is told within a transaction and forgets at its end, so what one request may see never
reaches the next one that uses the same connection. A statement outside a transaction gets a short
one of its own. Telling happens right before a statement runs and only when something changed:
a savepoint that is rolled back, or a block that ends early, cannot leave the wrong scope behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.postgresql import base as django_postgresql
from django.db.backends.utils import CursorWrapper
from psycopg import ClientCursor
from psycopg.pq import TransactionStatus

from suluh.foundation.postgresql.policies import PolicyEditor
from suluh.foundation.row_security import NOBODY, SETTING, in_sight

PASSES_BY = "the server would not be told whose rows are in sight"
UNKNOWN = None  # after a rollback to a savepoint: what the server then holds is not worth tracking


def _tell(scope: str) -> str:
    # A scope is a UUID, "*" or "" (row_security.py), so it can stand between quotes.
    return f"SELECT set_config('{SETTING}', '{scope}', true)"


class TellingFirst(CursorWrapper):
    """A cursor that tells the server whose rows are in sight, below anything that looks at SQL."""

    def _execute(self, sql: Any, params: Any, *context: Any) -> Any:
        if self._fits_in_one_message(sql):
            result = super()._execute(f"{_tell(in_sight())}; {sql}", params, *context)  # type: ignore[misc]
            self.cursor.nextset()  # past the answer of set_config
            return result
        with self.db.telling_first():
            return super()._execute(sql, params, *context)  # type: ignore[misc]

    def _executemany(self, sql: Any, param_list: Any, *context: Any) -> Any:
        with self.db.telling_first():
            return super()._executemany(sql, param_list, *context)  # type: ignore[misc]

    def callproc(self, *_arguments: Any) -> Any:
        raise NotImplementedError(PASSES_BY)

    def __getattr__(self, name: str) -> Any:
        if name in {"copy", "stream"}:
            raise NotImplementedError(PASSES_BY)
        return super().__getattr__(name)

    def _fits_in_one_message(self, sql: Any) -> bool:
        """Statements of one message are one transaction; that saves two ways to the server."""
        return (
            self.db.get_autocommit()
            and in_sight() != NOBODY
            and isinstance(sql, str)
            and isinstance(self.cursor, ClientCursor)
        )


class TellingFirstDebug(django_postgresql.CursorDebugWrapper, TellingFirst):
    """The same, with statements kept for tests that count them; ours are not among them."""


class DatabaseWrapper(django_postgresql.DatabaseWrapper):
    """See the module."""

    SchemaEditorClass = PolicyEditor
    _told: str | None = NOBODY  # in the transaction that is open; a new one knows nothing

    @contextmanager
    def telling_first(self) -> Iterator[None]:
        """Around one statement. Raises what Django raises for errors of the database."""
        if not self.get_autocommit():
            self._tell_in_transaction()
            yield
        elif in_sight() == NOBODY:
            yield  # outside a transaction the server knows of nobody
        else:
            with self.wrap_database_errors, self.connection.transaction():
                self.connection.execute(_tell(in_sight()))
                yield

    def _tell_in_transaction(self) -> None:
        scope = in_sight()
        # A broken transaction takes nothing but a rollback, which needs no rows.
        if scope == self._told or self.needs_rollback or self._is_broken():
            return
        with self.wrap_database_errors:
            self.connection.execute(_tell(scope))
        self._told = scope

    def _is_broken(self) -> bool:
        return bool(self.connection.info.transaction_status == TransactionStatus.INERROR)

    # Wherever a transaction ends, the server has forgotten.

    def init_connection_state(self) -> None:
        self._told = NOBODY
        super().init_connection_state()

    def _commit(self) -> None:
        self._told = NOBODY
        super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        self._told = NOBODY
        super()._rollback()  # type: ignore[misc]

    def _set_autocommit(self, autocommit: bool) -> None:
        self._told = NOBODY
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._told = UNKNOWN

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        return TellingFirst(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> TellingFirstDebug:
        return TellingFirstDebug(cursor, self)
