"""Run by log_acts in a process of its own, on the database that its environment names.

`python -m suluh.config.backup.log_acts_child created|restored|looked`, with the number of acts that
were replaced as JSON on standard input, prints the head of every agency's log as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import django
from django.db import DatabaseError, connection, transaction

# Before the models, which need their settings.
django.setup()

from suluh.access.operations.audit import LogIsDamaged, record  # noqa: E402
from suluh.access.queries.actors import agencies_of_this_machine, operator  # noqa: E402
from suluh.config.log_memory import to_json  # noqa: E402
from suluh.config.log_watch import heads, look  # noqa: E402
from suluh.foundation.home import suluh_home  # noqa: E402
from suluh.foundation.row_security import rows_of_agency  # noqa: E402


def main(act: str, replaced: Mapping[str, int]) -> int:
    """Returns 1 when it could not be recorded; the tables may be of another version."""
    try:
        _record(act, replaced)
        if act == "created":
            for gap in look(suluh_home()):
                print(gap.in_words(), file=sys.stderr)
        found = heads()
    except (DatabaseError, LogIsDamaged, OSError):
        return 1
    connection.close()  # at once: whoever asked may need the database for itself
    print(json.dumps(to_json(found)))
    return 0


def _record(act: str, replaced: Mapping[str, int]) -> None:
    if act == "looked":
        return
    with transaction.atomic():
        for agency in agencies_of_this_machine():
            with rows_of_agency(agency.pk):
                count = replaced.get(str(agency.pk))
                known: dict[str, Any] = {} if count is None else {"replaced": count}
                done = act == "created"
                record(operator(agency), "backup.created" if done else "backup.restored", **known)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], json.load(sys.stdin)))
