"""Backups in the log of every agency: that one was begun, and that one was put in place.

A backup is everything, taken out at once, so it is recorded before it is copied: whoever puts it
back finds in its log which backup it is. A restore is recorded in the new database while that is
still beside the old one, so that the two change places together with the entry.

It is done in a process of its own: the database that Django calls default may be another one.
What cannot be recorded is said and stops neither. Whoever runs these commands could copy the files
without them, and a damaged log must not keep anybody from saving the rest.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping

from suluh.config.backup.contents import Store
from suluh.config.backup.schema import WORKSPACE_SETTINGS
from suluh.config.log_memory import Seen, from_json, recall
from suluh.foundation.environment import HOME
from suluh.foundation.home import Home

CREATED, RESTORED, LOOKED = "created", "restored", "looked"
_CHILD = "suluh.config.backup.log_acts_child"


def note_created(home: Home, store: Store) -> None:
    """Record that everything is about to be taken. Says on standard error when it cannot be."""
    if store.holds_data() and _ask(CREATED, {HOME.name: str(home.root)}) is None:
        print("This backup does not stand in the log. See: suluh doctor", file=sys.stderr)


def replaced_acts(home: Home, store: Store) -> dict[str, int]:
    """How many acts stand in each log that is to be replaced, by agency.

    Where the database cannot be read: how many this machine saw there.
    """
    held = None
    if store.holds_data():
        held = _ask(LOOKED, {HOME.name: str(home.root)})
    return {agency: seen.sequence for agency, seen in (held or recall(home)).items()}


def note_restored(environment: Mapping[str, str], replaced: Mapping[str, int]) -> dict[str, Seen]:
    """Record in the staged database that it is put in place. Returns the heads of its logs.

    Returns nothing, so that nothing is remembered of them, when it cannot be recorded.
    """
    heads = _ask(RESTORED, environment, replaced)
    if heads is None:
        print("The restore does not stand in the log. See: suluh doctor", file=sys.stderr)
    return heads or {}


def _ask(
    act: str, environment: Mapping[str, str], replaced: Mapping[str, int] | None = None
) -> dict[str, Seen] | None:
    """The heads of every log afterwards; None when it could not be done."""
    outcome = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", _CHILD, act],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": WORKSPACE_SETTINGS, **environment},
        input=json.dumps(replaced or {}),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return from_json(json.loads(outcome.stdout)) if outcome.returncode == 0 else None
