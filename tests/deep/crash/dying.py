"""Die by kill -9 at the n-th write. For a child process that was made to die.

A write is a statement that changes the database, a COMMIT, or a change of a file below a folder.
Statements and commits give two moments each, before and after. A file that is opened for writing
gives two as well: before, and when it is there but empty. Any other change of a file gives one,
before it; the moment after it is the one before the next write.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE)\b", re.I)
_ENTRY = re.compile(r'\s*INSERT INTO "?access_auditentry', re.I)
_FILE_EVENTS = {
    "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "sqlite3.connect",
}  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass
class Writes:
    """Counts moments, and dies at the one numbered `die_at`; 0 is to live on.

    `tell` gets a line for each COMMIT that came back, with the entries it brought to the log.
    """

    below: Path
    die_at: int
    tell: Callable[[str], None]
    moments: list[str] = field(default_factory=list)
    entries: int = 0  # in the transaction that is open
    watching: bool = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Within this block every write counts. An audit hook stays for good: once a process."""
        sys.addaudithook(self._file_event)
        database: Any = connection
        commit, rollback = database._commit, database._rollback

        def committing() -> None:
            self.moment("before COMMIT")
            commit()
            self.tell(f"committed {self.entries}")
            self.entries = 0
            self.moment("after COMMIT")

        def rolling_back() -> None:
            self.entries = 0
            rollback()

        database._commit, database._rollback = committing, rolling_back
        with connection.execute_wrapper(self._statement):
            self.watching = True
            try:
                yield
            finally:
                self.watching = False

    def moment(self, what: str, first: Callable[[], None] = lambda: None) -> None:
        """One more moment. When it is the last one, `first` is done and the process dies."""
        self.moments.append(what)
        if len(self.moments) == self.die_at:
            self.watching = False
            try:
                first()
            finally:
                os.kill(os.getpid(), signal.SIGKILL)

    def _statement(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if not _WRITES.match(sql):
            return execute(sql, params, many, context)
        name = " ".join(sql.split()[:3])
        self.moment(f"before {name}")
        outcome = execute(sql, params, many, context)
        self.entries += bool(_ENTRY.match(sql))
        self.moment(f"after {name}")
        return outcome

    def _file_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.watching or (event != "open" and event not in _FILE_EVENTS):
            return
        path = arguments[0]
        if not isinstance(path, str | bytes | os.PathLike):
            return
        path = os.fsdecode(path)
        if not Path(path).is_relative_to(self.below):
            return
        if event != "open":
            self.moment(f"before {event}")
        elif (flags := int(arguments[2] or 0)) & _WRITING:
            if flags & os.O_EXCL and Path(path).exists():
                return  # it is not going to be opened
            self.moment("before a file is opened")
            self.moment("in an empty file", lambda: os.close(os.open(path, flags, 0o600)))
