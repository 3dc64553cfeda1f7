"""`suluh account`: colleagues, and forgotten passwords, for whoever looks after the machine."""

from __future__ import annotations

import argparse
import json

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from suluh.access.models import Account, Agency
from suluh.access.operations import create_account, set_password
from suluh.access.queries import agencies_of_this_machine, operator
from suluh.config.questions import password_question
from suluh.foundation.refusal import Refusal

USAGE = 2  # exit status


def add(args: argparse.Namespace) -> int:
    """Give a colleague an account. Raises Refusal for anything that cannot be used."""
    agency = _agency(args.agency)
    account = Account(email=args.email, full_name=args.name)
    try:
        create_account(
            operator(agency),
            agency=agency,
            email=args.email,
            full_name=args.name,
            role=args.role,
            password=_new_password(account),
        )
    except ValidationError as wrong:
        raise Refusal(" ".join(wrong.messages), status=USAGE) from wrong
    return _say(args, f"{args.name} can sign in now.", role=args.role, agency=agency.slug)


def password(args: argparse.Namespace) -> int:
    """Set a new password. Raises Refusal when nobody has that address."""
    account = Account.objects.filter(email=args.email.lower()).first()
    if account is None:
        raise Refusal(f"Nobody has an account with {args.email}.", status=USAGE)
    set_password(operator(), account=account, password=_new_password(account))
    return _say(args, f"{account.full_name} has a new password.")


def _new_password(account: Account) -> str:
    return password_question(lambda text: validate_password(text, account)).answer(None)


def _agency(slug: str) -> Agency:
    agencies = agencies_of_this_machine()
    chosen = [each for each in agencies if slug in ("", each.slug)]
    if len(chosen) == 1:
        return chosen[0]
    if not agencies:
        raise Refusal("There is no directory yet. Set one up with: suluh start")
    names = ", ".join(each.slug for each in agencies)
    raise Refusal(f"Say which office with --agency: {names}", status=USAGE)


def _say(args: argparse.Namespace, sentence: str, **more: str) -> int:
    if args.json:
        print(json.dumps({"email": args.email.lower(), **more}, ensure_ascii=False))
    else:
        print(sentence)
    return 0
