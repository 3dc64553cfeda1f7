"""`suluh account`: colleagues, and forgotten passwords, for whoever looks after the machine."""

from __future__ import annotations

import argparse
import json

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from suluh.access.models import Account
from suluh.access.operations import create_account, set_password
from suluh.access.queries import operator
from suluh.config.agencies import USAGE, chosen_agency
from suluh.config.questions import password_question
from suluh.foundation.refusal import Refusal


def add(args: argparse.Namespace) -> int:
    """Give a colleague an account. Raises Refusal for anything that cannot be used."""
    agency = chosen_agency(args.agency)
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


def _say(args: argparse.Namespace, sentence: str, **more: str) -> int:
    if args.json:
        print(json.dumps({"email": args.email.lower(), **more}, ensure_ascii=False))
    else:
        print(sentence)
    return 0
