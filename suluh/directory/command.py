"""`suluh directory ...`: what it is called with. The work is done in command_work.

Kept apart because models need Django to be set up, which happens after the words are parsed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    """Add `directory` and everything below it to the command's subparsers."""
    directory = commands.add_parser("directory", help="check, import and publish services")
    verbs = directory.add_subparsers(dest="verb", required=True, metavar="VERB")
    _add_template(verbs)
    _add_mapping(verbs)
    _add_check(verbs)
    _add_import(verbs)
    _add_export(verbs)
    _add_edition(verbs)
    _add_languages(verbs)


def _verb(verbs: Commands, name: str, meaning: str, work: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=meaning)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--agency", default="", help="whose directory, when there are several")
    parser.set_defaults(run=_later(work))
    return parser


def _later(name: str) -> Callable[[argparse.Namespace], int]:
    def run(args: argparse.Namespace) -> int:
        work: Callable[[argparse.Namespace], int] = getattr(
            import_module("suluh.directory.command_work"), name
        )
        return work(args)

    return run


def _add_template(verbs: Commands) -> None:
    template = _verb(verbs, "template", "an empty workbook to fill in", "template")
    template.add_argument("out", metavar="OUT.xlsx")
    template.add_argument("--languages", default="en", help="the working language first: en,id")
    template.add_argument("--long", action="store_true", help="every field, on several sheets")


def _add_mapping(verbs: Commands) -> None:
    mapping = _verb(verbs, "mapping", "suggest how a foreign file's columns are read", "mapping")
    mapping.add_argument("path", metavar="PATH")
    mapping.add_argument("out", metavar="OUT.toml")
    mapping.add_argument("--language", default="en", help="the language of the file's texts")


def _add_check(verbs: Commands) -> None:
    check = _verb(verbs, "check", "say what is wrong in a file, and where", "check")
    _add_reading(check)


def _add_import(verbs: Commands) -> None:
    import_ = _verb(verbs, "import", "take a file's services into the directory", "import_")
    _add_reading(import_)


def _add_reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="a workbook, CSV, JSON, folder or zip")
    parser.add_argument("--mapping", metavar="F", help="how the columns of a foreign file are read")
    parser.add_argument(
        "--source", default="", help="the name under which its identifiers are kept"
    )
    parser.add_argument("--language", default="", help="the language of texts and messages")
    parser.add_argument("--country", default="", help="two letters, for reading phone numbers")
    parser.add_argument("--timezone", default="", help="such as Asia/Jakarta")
    parser.add_argument("--report", metavar="OUT.xlsx", help="your own workbook, marked")


def _add_export(verbs: Commands) -> None:
    export = _verb(verbs, "export", "all services as a workbook", "export")
    export.add_argument("out", metavar="OUT.xlsx")


def _add_edition(verbs: Commands) -> None:
    edition = verbs.add_parser("edition", help="make a draft edition, or list those there are")
    acts = edition.add_subparsers(dest="act", required=True, metavar="ACT")
    create = _verb(acts, "create", "make the draft edition that the public door shows", "create")
    create.add_argument("--name", default="", help="such as 2026-1; today's date when left out")
    _verb(acts, "list", "the editions made so far", "list_editions")


def _add_languages(verbs: Commands) -> None:
    languages = _verb(
        verbs, "languages", "which languages readers see, and who has read them", "languages"
    )
    languages.add_argument("--show", metavar="CODE", help="show it from the next edition on")
    languages.add_argument("--hide", metavar="CODE", help="leave it out of the next edition")
    languages.add_argument("--reviewed", metavar="CODE", help="a person has read it; needs --by")
    languages.add_argument(
        "--by", metavar="NAME", help='who read it: a public name; "" takes the review back'
    )
