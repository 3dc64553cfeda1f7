"""`suluh audit`: whether an agency's log is whole, and its head for paper."""

from __future__ import annotations

import argparse
import json
import re
import sys

from suluh.access import log
from suluh.access.domain.chain import Fault, Kind, Verdict
from suluh.access.models import Agency
from suluh.access.queries import operator
from suluh.config.agencies import USAGE, chosen_agency
from suluh.foundation.refusal import Refusal

WHOLE, BROKEN = 0, 1  # exit status
SENTENCES = {
    Kind.CHANGED: "Entry {n} was changed.",
    Kind.REMOVED: "Entry {n} is missing.",
    Kind.INSERTED: "Entry {n} does not belong there.",
    Kind.REORDERED: "Entry {n} was moved.",
    Kind.REPLACED: "Entry {n} is not the one that the next entry was sealed with.",
    Kind.CUT_OFF: "Entry {n} and all after it are missing.",
    Kind.HEAD_MISSING: "The head of the log is missing.",
    Kind.HEAD_DIFFERS: "The head is not the digest of entry {n}.",
    Kind.NOT_IN_CHAIN: "No entry has the digest that was given. The log was made anew or cut.",
    Kind.CLOCK: "Entry {n} is earlier than the one before it.",
    Kind.UNKNOWN_VERSION: "Entry {n} was written by a newer version of Suluh.",
    Kind.UNREADABLE: "Entry {n} cannot be read.",
}


def verify(args: argparse.Namespace) -> int:
    """Walk the chain. Returns 0 when it is whole, 1 when not. Raises Refusal for a wrong digest."""
    agency = chosen_agency(args.agency)
    verdict = log.examine(operator(agency), earlier=_digest(args.head))
    if args.json:
        print(json.dumps(_answer(verdict)))
    else:
        print(_in_words(agency, verdict, compared=bool(args.head)))
    return WHOLE if verdict.ok else BROKEN


def head(args: argparse.Namespace) -> int:
    """Number, digest and date of the last entry. Returns 1 when the head is missing."""
    agency = chosen_agency(args.agency)
    found = log.head(operator(agency))
    if found is None:
        raise Refusal(_sentence(Fault(1, Kind.HEAD_MISSING)), status=BROKEN)
    at = agency.clock(found.at) if found.at else ""
    if args.json:
        answer = {"agency": agency.name, "sequence": found.sequence, "head": found.digest, "at": at}
        print(json.dumps(answer, ensure_ascii=False))
        return WHOLE
    print(f"{agency.name}: entry {found.sequence} of the log, {at} ({agency.timezone})")
    print(" ".join(found.digest[start : start + 8] for start in range(0, 64, 8)))
    print("Keep this line away from this machine. Compare later with: suluh audit verify --head")
    return WHOLE


def _digest(text: str) -> str:
    """As typed from paper: in any case, with any spaces."""
    digest = re.sub(r"\s", "", text).lower()
    if digest and not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise Refusal("--head: write the 64 digits and letters a to f.", status=USAGE)
    return digest


def _answer(verdict: Verdict) -> dict[str, object]:
    fault = verdict.first_fault
    return {
        "ok": verdict.ok,
        "entries": verdict.entries,
        "head": verdict.head,
        "first_fault": fault
        and {"sequence": fault.sequence, "kind": fault.kind, "message": _sentence(fault)},
    }


def _in_words(agency: Agency, verdict: Verdict, *, compared: bool) -> str:
    if verdict.first_fault:
        print(f"{verdict.entries} entries before it fit.", file=sys.stderr)
        return f"{agency.name}: {_sentence(verdict.first_fault)}"
    if compared:
        return f"{agency.name}: all {verdict.entries} entries fit, and the digest is among them."
    return (
        f"{agency.name}: all {verdict.entries} entries fit together. Whoever can write the whole "
        "database could have made them anew: compare with --head and a digest from elsewhere."
    )


def _sentence(fault: Fault) -> str:
    return SENTENCES[fault.kind].format(n=fault.sequence)
