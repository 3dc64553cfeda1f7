"""Many who guess in the same moment.

`python -m tests.access.guessing NUMBER` does it on an SQLite file, in SULUH_HOME.
"""

from __future__ import annotations

import json
import os
import sys
from threading import Barrier, Thread

import django


def at_once(number: int) -> list[bool]:
    """Whether each of so many guesses at one password was allowed, sorted."""
    together, allowed = Barrier(number), list[bool]()

    def guess() -> None:
        together.wait()
        try:
            allowed.append(allow(Guess.PASSWORD, "ilya@example.org"))
        finally:
            connection.close()

    threads = [Thread(target=guess) for _number in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(allowed)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "suluh.config.settings.workspace"
    django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from suluh.access.domain.attempts import Guess  # noqa: E402
from suluh.access.operations.attempts import allow  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    json.dump(at_once(int(sys.argv[1])), sys.stdout)
