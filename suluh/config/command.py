"""The command `suluh`: what it is called with, and which function answers (docs/commands.md)."""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

import django

from suluh import __version__
from suluh.config.backup import command as backup
from suluh.directory import command as directory
from suluh.foundation.environment import SettingError
from suluh.foundation.full_disk import SENTENCE as FULL
from suluh.foundation.full_disk import is_disk_full
from suluh.foundation.home import suluh_home
from suluh.foundation.refusal import Refusal
from suluh.foundation.row_security import rows_of_every_agency, rows_of_nobody

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
Run: TypeAlias = Callable[[argparse.Namespace], int]

WORKSPACE_SETTINGS = "suluh.config.settings.workspace"
PUBLIC_SETTINGS = "suluh.config.settings.public"

ANYTHING_ELSE = 3  # exit status: not installed, interrupted, a bug


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 the input or a gate, 2 usage, 3 else."""
    try:
        args = _parser().parse_args(arguments)
    except SystemExit as leaving:  # argparse has already said why
        return int(leaving.code or 0)
    try:
        return _run(args)
    except Refusal as refused:
        return _stop(args, str(refused), refused.status)
    except SettingError as wrong:
        return _stop(args, str(wrong), ANYTHING_ELSE)
    except KeyboardInterrupt:
        return _stop(args, "Stopped.", ANYTHING_ELSE)
    except Exception as error:
        sentence = FULL if is_disk_full(error) else _unexpected(error, args)
        return _stop(args, sentence, ANYTHING_ELSE)


def _run(args: argparse.Namespace) -> int:
    # Forced, not a default: the public door must never run with the workspace's settings.
    os.environ["DJANGO_SETTINGS_MODULE"] = args.settings
    suluh_home().create()  # before anything is written into it, or it would be open to others
    django.setup()
    run: Run = args.run
    if args.serves:
        with rows_of_nobody():  # each request and each job says whose rows it is about
            return run(args)
    with rows_of_every_agency(reason="the operator holds the machine"):
        return run(args)


def _unexpected(error: Exception, args: argparse.Namespace) -> str:
    sentence = f"Suluh met something it did not expect ({type(error).__name__})."
    if args.traceback:
        traceback.print_exception(error)
        return sentence
    return f"{sentence} To see where, run it again as: suluh --traceback {args.command} ..."


def _stop(args: argparse.Namespace, sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    if getattr(args, "json", False):
        print(json.dumps({"ok": False, "error": sentence}, ensure_ascii=False))
    return status


def _later(target: str) -> Run:
    """The function `module:name`, imported when it runs: models need Django to be set up first."""

    def run(args: argparse.Namespace) -> int:
        module, name = target.split(":")
        function: Run = getattr(import_module(module), name)
        return function(args)

    return run


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="suluh", description="A directory of services, kept well")
    parser.add_argument("--version", action="version", version=f"suluh {__version__}")
    parser.add_argument("--traceback", action="store_true", help="show where an error came from")
    parser.set_defaults(settings=WORKSPACE_SETTINGS, serves=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_installations(commands)
    directory.add_to(commands)
    backup.add_to(commands)
    _add_processes(commands)
    return parser


def _add_installations(commands: Commands) -> None:
    demo = commands.add_parser("demo", help="build a fictional directory and show both doors")
    demo.add_argument("--no-serve", action="store_true", help="build it and stop")
    demo.add_argument("--json", action="store_true", help="print one JSON object")
    demo.set_defaults(run=_later("suluh.config.demonstration.building:run"))

    start = commands.add_parser("start", help="set up an empty directory for your office")
    for name, meaning in (
        ("agency", "the name of your office"),
        ("country", "two letters, for reading phone numbers: KH"),
        ("languages", "codes separated by commas, the working language first: en,km"),
        ("timezone", "such as Asia/Phnom_Penh"),
        ("name", "the name of the first account"),
        ("email", "its e-mail address; the password is asked, or read from standard input"),
    ):
        start.add_argument(f"--{name}", metavar=name.upper(), help=meaning)
    start.add_argument("--no-serve", action="store_true", help="set it up and stop")
    start.set_defaults(run=_later("suluh.config.starting:run"))

    serve = commands.add_parser("serve", help="open both doors")
    serve.set_defaults(run=_later("suluh.config.serving:run"))
    for command in (demo, start, serve):
        _add_port(command, "the public door; the workspace is one higher (8000)")

    _add_accounts(commands)
    _add_audit(commands)
    _add_keys(commands)
    _add_open(commands)
    doctor = commands.add_parser("doctor", help="say what is in order and what to mend")
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    doctor.set_defaults(run=_later("suluh.config.doctor.examining:run"))


def _add_open(commands: Commands) -> None:
    opening = commands.add_parser("open", help="open an encrypted file with its passphrase")
    opening.add_argument("file", metavar="FILE", help="such as export-2026-11-22.age")
    opening.add_argument("--out", metavar="FILE", help="what to call what is inside")
    opening.set_defaults(run=_later("suluh.config.opening:run"))


def _add_accounts(commands: Commands) -> None:
    account = commands.add_parser("account", help="colleagues, and forgotten passwords")
    verbs = account.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="give a colleague an account")
    add.add_argument("--name", required=True, help="how colleagues call them")
    add.add_argument(
        "--role", required=True, help="such as editor, reader, administrator, auditor or office"
    )
    add.add_argument("--agency", default="", help="which office, when there are several")
    add.set_defaults(run=_later("suluh.config.accounts:add"))
    password = verbs.add_parser("password", help="set a new password")
    password.set_defaults(run=_later("suluh.config.accounts:password"))
    recover = verbs.add_parser(
        "recover", help="let somebody back in who lost password, phone and codes"
    )
    recover.set_defaults(run=_later("suluh.config.accounts:recover"))
    left = verbs.add_parser("left", help="close the account of somebody who has left, at once")
    left.set_defaults(run=_later("suluh.config.accounts:left"))
    listed = verbs.add_parser("list", help="who can sign in, and who no longer can")
    listed.add_argument("--agency", default="", help="which office, when there are several")
    listed.add_argument("--json", action="store_true", help="print one JSON object")
    listed.set_defaults(run=_later("suluh.config.accounts:list_accounts"))
    for verb in (add, password, recover, left):
        verb.add_argument("--email", required=True, help="their e-mail address")
        verb.add_argument("--json", action="store_true", help="print one JSON object")


def _add_audit(commands: Commands) -> None:
    audit = commands.add_parser("audit", help="whether the log of what was done is whole")
    verbs = audit.add_subparsers(dest="verb", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="say whether an entry was changed or is missing")
    verify.add_argument(
        "--head", default="", metavar="DIGEST", help="one that was printed or sent away earlier"
    )
    verify.set_defaults(run=_later("suluh.config.audit:verify"))
    head = verbs.add_parser("head", help="number, digest and date of the last entry, for paper")
    head.add_argument(
        "--kept", action="store_true", help="note in the log that you keep it elsewhere"
    )
    head.set_defaults(run=_later("suluh.config.audit:head"))
    for verb in (verify, head):
        verb.add_argument("--agency", default="", help="which office, when there are several")
    accept = verbs.add_parser("accept", help="say that you know why the database went back")
    accept.set_defaults(run=_later("suluh.config.audit:accept"))
    protect = verbs.add_parser("protect", help="put back what keeps the log as it is written")
    protect.set_defaults(run=_later("suluh.config.audit:protect"))
    for verb in (verify, head, accept, protect):
        verb.add_argument("--json", action="store_true", help="print one JSON object")


def _add_keys(commands: Commands) -> None:
    keys = commands.add_parser("keys", help="the secrets of this installation, and new ones")
    verbs = keys.add_subparsers(dest="verb", required=True, metavar="VERB")
    listed = verbs.add_parser(
        "list", help="which there are and how old they are, not what they are"
    )
    listed.set_defaults(run=_later("suluh.config.keys:list_keys"))
    rotate = verbs.add_parser("rotate", help="make them anew; everybody signs in again")
    rotate.set_defaults(run=_later("suluh.config.keys:rotate"))
    for verb in (listed, rotate):
        verb.add_argument("--json", action="store_true", help="print one JSON object")


def _add_processes(commands: Commands) -> None:
    """The three processes of which `serve` makes one tree; a service manager may run them alone."""
    door = commands.add_parser("door", help="the public door alone")
    door.set_defaults(run=_later("suluh.config.processes:door"), settings=PUBLIC_SETTINGS)
    workspace = commands.add_parser("workspace", help="the workspace alone")
    workspace.set_defaults(run=_later("suluh.config.processes:workspace"))
    worker = commands.add_parser("worker", help="the job worker alone")
    worker.set_defaults(run=_later("suluh.config.processes:worker"))
    _add_port(door, "its port (8000)")
    _add_port(workspace, "its port (8001)", default=8001)
    for command in (door, workspace, worker):
        command.set_defaults(serves=True)
        command.add_argument(
            "--supervised", action="store_true", help="stop when standard input closes"
        )


def _add_port(command: argparse.ArgumentParser, meaning: str, default: int = 8000) -> None:
    command.add_argument("--port", type=_port, default=default, metavar="N", help=meaning)


def _port(text: str) -> int:
    """A port that leaves room for the one above it."""
    port = int(text)
    if not 1 <= port < 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65534")
    return port
