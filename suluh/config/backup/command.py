"""`suluh backup ...`: what it is called with. The work is done in command_work."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    """Add `backup` and everything below it to the command's subparsers."""
    backup = commands.add_parser("backup", help="an encrypted copy of everything, and back")
    verbs = backup.add_subparsers(dest="verb", required=True, metavar="VERB")
    key = _verb(verbs, "key", "make the key: one half stays here, one is for your paper")
    key.add_argument("--replace", action="store_true", help="even though there is one already")
    create = _verb(verbs, "create", "write one encrypted file; Suluh may be running")
    create.add_argument("file", metavar="OUT", help="a new file, best on another disk")
    verify = _verb(verbs, "verify", "open a backup and check everything in it")
    restore = _verb(verbs, "restore", "put a backup in place; stop Suluh first")
    for verb in (verify, restore):
        verb.add_argument("file", metavar="FILE", help="a backup")
        verb.add_argument(
            "--identity",
            metavar="FILE",
            help="a file with the half from your paper; otherwise it is asked, "
            "or read from standard input or SULUH_BACKUP_IDENTITY",
        )
    restore.add_argument(
        "--replace", action="store_true", help="keep what is here beside, and put this in its place"
    )


def _verb(verbs: Commands, name: str, meaning: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=meaning)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_later(name))
    return parser


def _later(name: str) -> Callable[[argparse.Namespace], int]:
    def run(args: argparse.Namespace) -> int:
        work: Callable[[argparse.Namespace], int] = getattr(
            import_module("suluh.config.backup.command_work"), name
        )
        return work(args)

    return run
