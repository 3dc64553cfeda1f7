"""`suluh keys`: which secrets this installation keeps, and new ones in their place.

Safe against a stop at any moment: the new field key joins the ring before anything is sealed with
it, and the old one leaves after everything is sealed anew. Whatever was interrupted, the next
`suluh keys rotate` completes.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from suluh.access.operations.keys import note_rotation, seal_everything_anew
from suluh.access.queries.actors import operator
from suluh.config.installation import DEMONSTRATION_KEY
from suluh.config.preparing import prepare
from suluh.foundation import field_keys
from suluh.foundation.environment import FIELD_KEYS, SECRET_KEY, Variable
from suluh.foundation.home import Home, suluh_home
from suluh.foundation.refusal import Refusal
from suluh.foundation.secret_key import new_secret, write_over

FIELDS, SESSIONS, DOOR = "field-keys", "secret-key", "public-secret-key"


@dataclass(frozen=True, slots=True)
class Secret:
    """One secret: what it is for, its file, and the variable that may give it instead."""

    name: str
    meaning: str
    variable: Variable

    def file(self, home: Home) -> Path:
        return home.keys / self.name

    @property
    def is_given(self) -> bool:
        """Whether whoever set the environment owns it."""
        return bool(self.variable.read())


SECRETS = (
    Secret(FIELDS, "opens sealed values in the database", FIELD_KEYS),
    Secret(SESSIONS, "signs what the workspace gives to browsers", SECRET_KEY),
    Secret(DOOR, "signs what the public door gives to browsers", SECRET_KEY),
)


def list_keys(args: argparse.Namespace) -> int:
    """Say which secrets there are and how old they are, and never what they are."""
    home = suluh_home()
    rows = [_described(secret, home) for secret in SECRETS]
    if args.json:
        print(json.dumps({"keys": rows}))
        return 0
    for row in rows:
        print(f"{row['name']:<18} {row['changed_at'] or row['from']:<12} {row['meaning']}")
    return 0


def rotate(args: argparse.Namespace) -> int:
    """Make every secret anew that is ours. Raises Refusal when the environment gives them all."""
    ours = [secret for secret in SECRETS if not secret.is_given]
    given = [secret for secret in SECRETS if secret.is_given]
    if not ours:
        raise Refusal(
            "The environment gives every key (SULUH_SECRET_KEY, SULUH_FIELD_KEYS). "
            "Change them where they are kept; in SULUH_FIELD_KEYS add the new one as the last line."
        )
    prepare()
    sealed = _rotate_field_keys() if not FIELD_KEYS.read() else _only_noted()
    for secret in ours:
        if secret.name != FIELDS:
            _renew(secret.file(suluh_home()))
    _report(args, ours, given, sealed)
    return 0


def _rotate_field_keys() -> int:
    """Gives the number of values that were sealed anew."""
    newest = field_keys.add_key()
    sealed = seal_everything_anew(operator())
    field_keys.retire_all_but(newest)
    return sealed


def _only_noted() -> int:
    note_rotation(operator())
    return 0


def _renew(path: Path) -> None:
    """A new secret in the file. That of a demonstration stays one that the doctor recognises."""
    former = path.read_text(encoding="ascii") if path.is_file() else ""
    mark = DEMONSTRATION_KEY if former.startswith(DEMONSTRATION_KEY) else ""
    write_over(path, mark + new_secret())


def _report(args: argparse.Namespace, ours: list[Secret], given: list[Secret], sealed: int) -> None:
    if args.json:
        answer = {
            "rotated": [secret.name for secret in ours],
            "kept": [secret.name for secret in given],
            "sealed_anew": sealed,
        }
        print(json.dumps(answer))
        return
    print(f"New: {', '.join(secret.name for secret in ours)}. {sealed} values were sealed anew.")
    for secret in given:
        print(f"{secret.name} comes from {secret.variable.name}: change it there.")
    if any(secret.name == SESSIONS for secret in ours):
        print("Stop and start Suluh now: until then it uses the old key. Everybody signs in again.")
    print("Other copies of the old keys are worthless now; delete them.", file=sys.stderr)


def _described(secret: Secret, home: Home) -> dict[str, str | list[str]]:
    path = secret.file(home)
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.is_file() else None
    return {
        "name": secret.name,
        "meaning": secret.meaning,
        "from": "environment" if secret.is_given else "file" if changed else "not made yet",
        "changed_at": f"{changed:%Y-%m-%d}" if changed and not secret.is_given else "",
        "codes": _codes() if secret.name == FIELDS and (changed or secret.is_given) else [],
    }


def _codes() -> list[str]:
    """The identifiers that stand in sealed values. More than one: a rotation was interrupted."""
    return [key.code for key in field_keys.key_ring().keys]
