"""The work behind `suluh backup ...`: each function answers one verb with an exit status.

Sentences go to standard output, or to standard error when `--json` asks for one object. A refusal
is said by suluh.config.command; with `--json` the object of a file that failed has all the keys.
"""

from __future__ import annotations

import argparse
import errno
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from suluh.config.backup import (
    contents,
    creating,
    edition_in_force,
    keys,
    restoring,
    revoking,
    verifying,
)
from suluh.config.backup.manifest import Damaged, Manifest
from suluh.foundation.home import suluh_home
from suluh.foundation.refusal import Refusal

FAILED, USAGE = 1, 2  # exit statuses
_FULL = {errno.ENOSPC, errno.EDQUOT}


def key(args: argparse.Namespace) -> int:
    """Show a new identity once, then keep its public half. Raises Refusal when there is a key."""
    home = suluh_home()
    had_one = keys.recipient_file(home).exists()
    if had_one and not args.replace:
        raise Refusal(
            "There is a key for backups already. To make another one, add --replace. "
            "Backups made so far open only with the paper you have.",
            status=USAGE,
        )
    pair = keys.new_pair()
    # Shown first: a key that is kept but was never seen would lock backups for good.
    if args.json:
        shown = {"ok": True, "recipient": pair.recipient, "identity": pair.identity}
        print(json.dumps(shown), flush=True)
    else:
        print(_for_paper(pair.identity, had_one=had_one), flush=True)
    with _disk():
        keys.store_recipient(home, pair.recipient)
    return 0


def _for_paper(identity: str, *, had_one: bool) -> str:
    earlier = ["Keep the earlier paper too: older backups open only with that one.", ""]
    return "\n".join(
        [
            "This opens your backups. It is shown once and is kept nowhere:",
            "",
            f"    {identity}",
            "",
            "Write it on paper twice, and compare every letter. Keep both papers locked away,",
            "in two places, never beside a backup. Make no photo of it.",
            "Whoever has it and a backup can read everything in it.",
            "When both papers are lost, nobody can open a backup. Then make a new key.",
            "",
            *(earlier if had_one else []),
            "Now try it: suluh backup create FILE, then suluh backup verify FILE",
        ]
    )


def create(args: argparse.Namespace) -> int:
    """Write a backup. Raises Refusal."""
    out = Path(args.file)
    with _disk():
        manifest = creating.create(suluh_home(), out)
    said = f"{out} is written. {contents.in_words(manifest)}"
    return _answer(args, out, manifest, f"{said}\nSee that it opens: suluh backup verify {out}")


def verify(args: argparse.Namespace) -> int:
    """Check a backup. Returns 1 when it does not hold."""
    file = _existing(args)
    identity = keys.read_identity(args.identity)
    try:
        with _disk():
            manifest = verifying.verify(suluh_home(), file, identity)
    except Damaged as damaged:
        return _failed(args, file, damaged)
    return _answer(args, file, manifest, f"{file} is whole. {contents.in_words(manifest)}")


def restore(args: argparse.Namespace) -> int:
    """Put a backup in place. Returns 1 when it does not hold; raises Refusal for the rest."""
    file = _existing(args)
    identity = keys.read_identity(args.identity)
    try:
        with _disk():
            done = restoring.restore(suluh_home(), file, identity, replace=args.replace)
    except Damaged as damaged:
        return _failed(args, file, damaged, "Nothing here was changed.")
    more = {
        "kept": {"folder": str(done.kept.folder or ""), "schema": done.kept.schema},
        "migrated": done.migrated,
        "can_sign_in": done.can_sign_in,
        "edition_stayed": done.edition_stayed,
    }
    return _answer(args, file, done.manifest, _report(done), **more)


def _report(done: restoring.Restored) -> str:
    lines = [f"The backup is in place. {contents.in_words(done.manifest)}"]
    if done.migrated:
        lines.append("Its tables were brought up to date.")
    places = [str(done.kept.folder or ""), f"schema {done.kept.schema}" if done.kept.schema else ""]
    if kept := " and ".join(filter(None, places)):
        lines.append(f"What was here is kept in {kept}, not encrypted.")
        lines.append("Delete it once you are sure.")
    made_at = edition_in_force.edition_made_at(suluh_home())
    lines += edition_in_force.in_words(made_at, stayed=done.edition_stayed)
    lines += revoking.in_words(done.can_sign_in)
    lines.append("Everybody signs in again. Now run: suluh doctor, then suluh serve")
    return "\n".join(lines)


def _existing(args: argparse.Namespace) -> Path:
    file = Path(args.file)
    if not file.is_file():
        raise Refusal(f"There is no file {file}.", status=USAGE)
    return file


def _answer(
    args: argparse.Namespace, file: Path, manifest: Manifest, words: str, **more: object
) -> int:
    print(words, file=sys.stderr if args.json else sys.stdout)
    if args.json:
        _print_json(True, file, contents.as_json(manifest), **more)
    return 0


def _failed(args: argparse.Namespace, file: Path, damaged: Damaged, *more: str) -> int:
    sentence = " ".join([str(damaged), *more])
    print(sentence, file=sys.stderr)
    if args.json:
        _print_json(False, file, {}, error=sentence)
    return FAILED


def _print_json(ok: bool, file: Path, held: dict[str, Any], **more: object) -> None:
    said = {"ok": ok, "bytes": file.stat().st_size, "contents": held, **more}
    print(json.dumps(said, ensure_ascii=False))


@contextmanager
def _disk() -> Iterator[None]:
    """A full disk is something a person can mend; so is a file that may not be read."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Refusal("The disk is full. Make room, then try again.") from error
        named = f": {error.filename}" if error.filename else ""
        raise Refusal(f"{error.strerror or 'A file could not be used'}{named}.") from error
