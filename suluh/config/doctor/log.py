"""What the doctor looks at in the log of every agency."""

from __future__ import annotations

from datetime import UTC, datetime

from suluh.access import log
from suluh.access.domain.chain import Kind
from suluh.access.domain.keeping import Kept, is_due
from suluh.access.log.words import sentence
from suluh.access.models import Agency
from suluh.access.queries.actors import agencies_of_this_machine, operator
from suluh.config import log_triggers, log_watch
from suluh.config.doctor.findings import Check, Trouble
from suluh.config.installation import Kind as Installation
from suluh.config.installation import kind_of
from suluh.foundation.home import suluh_home

_SUSPECT = (
    "Change nothing, and keep a copy of this machine as it is. "
    "Compare with a number kept elsewhere: suluh audit verify --head"
)
_NO_HEAD = (
    "Nothing can be done there until it is back. Stop Suluh, then put back the newest backup: "
    "suluh backup restore FILE --replace"
)


def log_chain() -> str:
    """Every entry of every log fits. Walks them all: half a minute for 100 000 entries."""
    agencies = agencies_of_this_machine()
    entries = sum(_verified(agency) for agency in agencies)
    return f"All {entries} entries of {_logs(len(agencies))} fit."


def _verified(agency: Agency) -> int:
    verdict = log.examine(operator(agency))
    if fault := verdict.first_fault:
        mend = _NO_HEAD if fault.kind is Kind.HEAD_MISSING else _SUSPECT
        raise Trouble(f"{agency.name}: {sentence(fault)}", mend)
    return verdict.entries


def _logs(count: int) -> str:
    return "1 log" if count == 1 else f"{count} logs"


def log_triggers_there() -> str:
    """The database itself refuses to change or delete an entry."""
    if gone := log_triggers.missing():
        raise Trouble(
            f"The database does not protect the log any more: {', '.join(gone)}.",
            "Compare with a number kept elsewhere: suluh audit verify --head. "
            "Then run: suluh audit protect",
        )
    return "The database refuses to change or delete an entry."


def log_goes_on() -> str:
    """No log is older than, or another than, what this machine has seen of it."""
    if gaps := log_watch.look(suluh_home()):
        raise Trouble(
            " ".join(gap.in_words() for gap in gaps),
            "If you know why, run: suluh audit accept. If not, change nothing, and compare with "
            "a number kept elsewhere: suluh audit verify --head",
        )
    return "Every log goes on from what this machine has seen."


def log_kept_elsewhere() -> str:
    """Somebody keeps a number of every log that is not older than a month."""
    now = datetime.now(UTC)
    kept = {agency: log.last_kept(operator(agency)) for agency in agencies_of_this_machine()}
    for agency, last in kept.items():
        began = log.first_act_at(operator(agency))
        if is_due(last, began, now) and kind_of(suluh_home()) is Installation.REAL:
            raise Trouble(
                f"{agency.name}: {_in_words(last, now)}",
                "An auditor opens Log and keeps the last number. Or run: suluh audit head --kept",
            )
    said = [f"{agency.name}: {_in_words(last, now)}" for agency, last in kept.items() if last]
    return " ".join(said) or "No number of a log is kept elsewhere yet."


def _in_words(last: Kept | None, now: datetime) -> str:
    if last is None:
        return "No number of the log was ever kept elsewhere."
    days = max((now - last.at).days, 0)
    ago = {0: "today", 1: "1 day ago"}.get(days, f"{days} days ago")
    return f"The last number kept elsewhere is {last.number:,}, from {ago}."


CHECKS: tuple[Check, ...] = (log_chain, log_triggers_there, log_goes_on, log_kept_elsewhere)
