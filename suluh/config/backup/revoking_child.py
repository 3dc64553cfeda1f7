"""Run by revoking in a process of its own, on the database that its environment names.

`python -m suluh.config.backup.revoking_child revoke|look` prints who can sign in as JSON.
"""

from __future__ import annotations

import json
import sys

import django
from django.db import DatabaseError, connection

# Before the models, which need their settings.
django.setup()

from suluh.access.operations.after_restore import can_sign_in, revoke_what_came_back  # noqa: E402
from suluh.access.queries.actors import operator  # noqa: E402


def main(what: str) -> int:
    """Returns 1 when the database refuses; only the kind of error is said."""
    try:
        if what == "revoke":
            revoke_what_came_back(operator())
        found = can_sign_in()
    except DatabaseError as error:
        print(f"The database did not do it ({type(error).__name__}).", file=sys.stderr)
        return 1
    connection.close()  # at once: whoever asked may need the database for itself
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
