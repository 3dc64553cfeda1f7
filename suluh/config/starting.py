"""`suluh start`: an empty, real installation for one office."""

from __future__ import annotations

import argparse
import sys

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from suluh.access.models import Account, Agency
from suluh.access.operations import create_account, create_agency
from suluh.access.queries.actors import operator
from suluh.config.installation import Kind, kind_of, mark_as
from suluh.config.preparing import prepare
from suluh.config.questions import QUESTIONS, password_question
from suluh.config.serving import serve
from suluh.directory.domain.languages import shown_by_default
from suluh.foundation.home import suluh_home
from suluh.foundation.refusal import Refusal
from suluh.kernel.languages import LANGUAGES

FIRST_ROLE = "office"  # one person who does both, until a second one comes (docs/adr/0017)
NEXT_STEPS = (
    "Next, in the workspace:",
    "  1. Sign in. You are asked to set up a second factor: a phone app or a passkey.",
    "  2. Read and accept the confidentiality agreement.",
    "  3. Accounts, Recovery sheet: print the paper that lets you back in.",
    "Then, at this terminal: suluh backup key. Its paper opens your backups; keep both apart.",
)


def run(args: argparse.Namespace) -> int:
    """Ask, set up, serve. Raises Refusal when this folder already holds an installation."""
    home = suluh_home()
    prepare()
    if kind := kind_of(home):
        raise Refusal(
            f"{home.root} already holds a {kind} installation. `suluh serve` opens it; "
            "another folder is chosen with SULUH_HOME."
        )
    agency = _set_up(_answers(args))
    mark_as(home, Kind.REAL)
    said = (f"{agency.name} is set up in {home.root}.", *_hidden(agency), *NEXT_STEPS)
    print(*said, sep="\n", file=sys.stderr)
    return 0 if args.no_serve else serve(args.port)


def _hidden(agency: Agency) -> list[str]:
    """What to say of languages that were chosen and that readers do not see yet."""
    hidden = [code for code in agency.languages if not shown_by_default(code)]
    if not hidden:
        return []
    names = ", ".join(f"{LANGUAGES[code].english_name} ({code})" for code in hidden)
    return [
        f"Hidden from readers for now: {names}. A machine translated it; nobody has read it.",
        "Have a person read it first. Then turn it on, in the workspace under Languages, or with:",
        *(f"  suluh directory languages --show {code}" for code in hidden),
    ]


def _answers(args: argparse.Namespace) -> dict[str, str]:
    answers = {each.name: each.answer(getattr(args, each.name)) for each in QUESTIONS}
    account = Account(email=answers["email"], full_name=answers["name"])
    password = password_question(lambda text: validate_password(text, account))
    return {**answers, "password": password.answer(None)}


def _set_up(answers: dict[str, str]) -> Agency:
    with transaction.atomic():
        agency = create_agency(
            operator(),
            name=answers["agency"],
            country=answers["country"],
            timezone=answers["timezone"],
            languages=answers["languages"].split(","),
        )
        create_account(
            operator(agency),
            agency=agency,
            email=answers["email"],
            full_name=answers["name"],
            role=FIRST_ROLE,
            password=answers["password"],
        )
    return agency
