"""`suluh audit`: whether an agency's log is whole, its head for paper, and what to mend."""

from __future__ import annotations

import argparse
import json
import sys

import psycopg
from django.db import DatabaseError, transaction

from suluh.access import log
from suluh.access.domain.chain import Fault, Kind, Verdict
from suluh.access.domain.keeping import read_digest
from suluh.access.log.words import sentence
from suluh.access.models import Agency
from suluh.access.operations.audit import record
from suluh.access.operations.log_keeping import keep_head
from suluh.access.queries.actors import agencies_of_this_machine, operator
from suluh.config import log_triggers, log_watch
from suluh.config.agencies import USAGE, chosen_agency
from suluh.foundation.home import suluh_home
from suluh.foundation.refusal import Refusal

WHOLE, BROKEN = 0, 1  # exit status


def verify(args: argparse.Namespace) -> int:
    """Walk the chain. Returns 0 when it is whole, 1 when not. Raises Refusal for a wrong digest."""
    agency = chosen_agency(args.agency)
    verdict = log.examine(operator(agency), earlier=_digest(args.head))
    _look()
    if args.json:
        print(json.dumps(_answer(verdict)))
    else:
        print(_in_words(agency, verdict, compared=bool(args.head)))
    return WHOLE if verdict.ok else BROKEN


def head(args: argparse.Namespace) -> int:
    """Number, digest and date of the last entry. Returns 1 when the head is missing.

    With `--kept` the log notes that somebody keeps it elsewhere.
    """
    agency = chosen_agency(args.agency)
    found = log.head(operator(agency))
    if found is None:
        raise Refusal(sentence(Fault(1, Kind.HEAD_MISSING)), status=BROKEN)
    if args.kept and found.sequence:
        keep_head(operator(agency), number=found.sequence, digest=found.digest)
    _look()
    at = agency.clock(found.at) if found.at else ""
    if args.json:
        answer = {"agency": agency.name, "sequence": found.sequence, "head": found.digest, "at": at}
        print(json.dumps({**answer, "kept": args.kept}, ensure_ascii=False))
        return WHOLE
    print(f"{agency.name}: entry {found.sequence} of the log, {at} ({agency.timezone})")
    print(" ".join(found.digest[start : start + 8] for start in range(0, 64, 8)))
    print("Keep this line away from this machine. Compare later with: suluh audit verify --head")
    return WHOLE


def accept(args: argparse.Namespace) -> int:
    """Somebody knows why a log does not go on from what this machine saw: it says so no more."""
    gaps = log_watch.accept(suluh_home())
    if args.json:
        accepted = [
            {"agency": gap.agency.name if gap.agency else "", "missing": gap.missing}
            for gap in gaps
        ]
        print(json.dumps({"ok": True, "accepted": accepted}, ensure_ascii=False))
        return WHOLE
    for gap in gaps:
        print(gap.in_words())
    print(_accepted(gaps))
    return WHOLE


def _accepted(gaps: list[log_watch.Gap]) -> str:
    """What was done; an office that is gone has no log to write into."""
    if not gaps:
        return "There is nothing to accept."
    there = [gap for gap in gaps if gap.agency]
    if not there:
        return "Accepted. It stands in no log: the log went with the office."
    if len(there) < len(gaps):
        return "Accepted, and written into the log of every office that is there."
    return "Accepted, and written into the log."


def protect(args: argparse.Namespace) -> int:
    """Put back the triggers that keep the log as it is written. Raises Refusal."""
    gone = log_triggers.missing()
    if gone:
        _put_back()
        with transaction.atomic():
            for agency in agencies_of_this_machine():
                record(operator(agency), "log.triggers_put_back")
    if args.json:
        print(json.dumps({"ok": True, "put_back": gone}))
    else:
        print("The log is protected again." if gone else "The log is protected. Nothing was done.")
    return WHOLE


def _put_back() -> None:
    try:
        log_triggers.put_back()
    except (DatabaseError, psycopg.Error) as error:
        raise Refusal(
            f"The database did not do it ({type(error).__name__}). On PostgreSQL name the "
            "owner of the tables in SULUH_DATABASE_OWNER_URL."
        ) from error


def _look() -> None:
    """Say on standard error what does not go on from what this machine saw; remember the rest."""
    try:
        for gap in log_watch.look(suluh_home()):
            print(gap.in_words(), file=sys.stderr)
    except OSError as error:
        print(f"Nothing could be remembered ({type(error).__name__}).", file=sys.stderr)


def _digest(text: str) -> str:
    """As typed from paper. Raises Refusal."""
    try:
        return read_digest(text) if text else ""
    except ValueError as wrong:
        raise Refusal("--head: write the 64 digits and letters a to f.", status=USAGE) from wrong


def _answer(verdict: Verdict) -> dict[str, object]:
    fault = verdict.first_fault
    return {
        "ok": verdict.ok,
        "entries": verdict.entries,
        "head": verdict.head,
        "first_fault": fault
        and {"sequence": fault.sequence, "kind": fault.kind, "message": sentence(fault)},
    }


def _in_words(agency: Agency, verdict: Verdict, *, compared: bool) -> str:
    if verdict.first_fault:
        print(f"{verdict.entries} entries before it fit.", file=sys.stderr)
        return f"{agency.name}: {sentence(verdict.first_fault)}"
    if compared:
        return f"{agency.name}: all {verdict.entries} entries fit, and the digest is among them."
    return (
        f"{agency.name}: all {verdict.entries} entries fit together. Whoever can write the whole "
        "database could have made them anew: compare with --head and a digest from elsewhere."
    )
