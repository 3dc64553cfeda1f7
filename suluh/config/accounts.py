"""`suluh account`: colleagues, and forgotten passwords, for whoever looks after the machine."""

from __future__ import annotations

import argparse
import json

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from suluh.access.models import Account
from suluh.access.operations import create_account, deactivate_account, set_password
from suluh.access.operations.recovery import recover_at_machine
from suluh.access.policy import Refused
from suluh.access.queries.actors import agency_of_account, operator
from suluh.access.queries.colleagues import Colleague, colleagues
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
    account = _account(args.email)
    set_password(operator(), account=account, password=_new_password(account))
    return _say(args, f"{account.full_name} has a new password.")


def recover(args: argparse.Namespace) -> int:
    """A new password and no second factor, for somebody who lost everything.

    Everybody in the office is told. Raises Refusal when nobody has that address, or when the
    account is closed.
    """
    account = _account(args.email)
    try:
        recover_at_machine(operator(), account=account, password=_new_password(account))
    except Refused as closed:
        raise Refusal(str(closed), status=USAGE) from closed
    return _say(args, f"{account.full_name} signs in with it and sets up a new second factor.")


def left(args: argparse.Namespace) -> int:
    """Somebody has left: close the account. Also the last administrator's: you can add another.

    Raises Refusal when nobody has that address.
    """
    account = _account(args.email)
    agency = agency_of_account(account)
    if agency is None:
        raise Refusal(f"{account.full_name} belongs to no office.", status=USAGE)
    deactivate_account(operator(agency), account=account)
    return _say(args, f"{account.full_name} cannot sign in any more.", agency=agency.slug)


def list_accounts(args: argparse.Namespace) -> int:
    """Who can sign in to an office, and who no longer can."""
    agency = chosen_agency(args.agency)
    found = colleagues(operator(agency))
    if args.json:
        print(json.dumps({"agency": agency.slug, "accounts": [_row(each) for each in found]}))
        return 0
    for each in found:
        state = "active" if each.is_open else "left"
        print(f"{each.email:<30} {each.role:<16} {state:<8} {each.name}")
    return 0


def _row(each: Colleague) -> dict[str, object]:
    return {
        "email": each.email,
        "name": each.name,
        "role": each.role,
        "state": "active" if each.is_open else "left",
        "second_factor": each.has_factor,
        "seen_on": each.seen_on.isoformat() if each.seen_on else None,
    }


def _account(email: str) -> Account:
    account = Account.objects.filter(email=email.lower()).first()
    if account is None:
        raise Refusal(f"Nobody has an account with {email}.", status=USAGE)
    return account


def _new_password(account: Account) -> str:
    return password_question(lambda text: validate_password(text, account)).answer(None)


def _say(args: argparse.Namespace, sentence: str, **more: str) -> int:
    if args.json:
        print(json.dumps({"email": args.email.lower(), **more}, ensure_ascii=False))
    else:
        print(sentence)
    return 0
