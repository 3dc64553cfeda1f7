"""What trust costs: guard and scope, recording, signing in, verifying; each beside a peer.

    python -m bench.trust [pages] [acts] [sign-in] [log]

Every arm is a process with an installation of its own in a temporary folder. The arms of one
comparison take turns, a few runs each, so that a busy neighbour disturbs all of them alike.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.times import Times
from bench.trust import postgresql
from bench.trust.arms import Arm, take_turns

DJANGO = "bench.trust.django_settings"
BARE = "bench.trust.bare_settings"


def main(wanted: Sequence[str]) -> int:
    """Print what was asked for, else everything."""
    print(f"load average {os.getloadavg()[0]:.1f} at the start")
    print(f"{'':<58}{'p50':>9}{'p95':>9}{'cpu p50':>9}{'cpu p95':>9}{'queries':>9}")
    for name in wanted or PARTS:
        print(f"\n{name}", flush=True)
        PARTS[name]()
        print(f"  load average {os.getloadavg()[0]:.1f}", flush=True)
    return 0


def _pages() -> None:
    """1,000 services. The peers show the same pages by the same views, with a fixed actor."""
    arms = {
        "Suluh: visit, actor, entry steps, guard, scope": "",
        "the same views without any of it, open to all": BARE,
        "Django: login_required and permission_required": DJANGO,
    }
    for work, title in (("list", "list of services, 50 on the page"), ("one", "one service")):
        with _started("pages", arms) as started:
            _compare(title, started, work, rounds=10, runs=25)


def _sign_in() -> None:
    """argon2id as configured, the form and then the first page."""
    arms = {"Suluh: limits, log, visit": "", "Django: LoginView, login_required": DJANGO}
    with _started("sign_in", arms) as started:
        _compare("form posted", started, "post", rounds=10, runs=5)
        _compare("form posted, first page shown", started, "first_page", rounds=10, runs=5)
        suluh = dict(list(started.items())[:1])
        _compare("form, code of an app, first page", suluh, "app", rounds=10, runs=5)


def _acts() -> None:
    with TemporaryDirectory() as folder:
        arm = Arm("acts", Path(folder), postgresql.SETTINGS)
        _record("SQLite file, WAL", arm)
    postgresql.acts(_record)


def _record(title: str, arm: Arm) -> None:
    works = {
        "record(): number, lock, digest, triggers": "record",
        "a plain row of the same columns and indexes": "plain",
        "django.contrib.admin's LogEntry": "admin",
    }
    with arm:
        turns = take_turns({label: (arm, work) for label, work in works.items()}, 20, 50)
        counted = {label: arm.queries(work) for label, work in works.items()}
    _say(f"{title}: one act, one transaction", turns, counted)


def _log() -> None:
    with TemporaryDirectory() as folder, Arm("log", Path(folder)) as arm:
        works = {
            "verify the chain": "verify",
            "read the same rows as objects, hash nothing": "read",
            "read the same columns as tuples": "tuples",
        }
        turns = take_turns({label: (arm, work) for label, work in works.items()}, 3, 1)
        entries = arm.size()
    for label, times in turns.items():
        clock, computing = (1000 * entries / ms for ms in (times.ms(50), times.cpu(50)))
        print(f"  {label:<56}{clock:>9,.0f} entries/s, {computing:,.0f} a second of processor")


# ---- arms and lines ----------------------------------------------------------------------------


@contextmanager
def _started(part: str, settings: dict[str, str]) -> Iterator[dict[str, Arm]]:
    """The arms of one comparison, each in a folder of its own."""
    with ExitStack() as stack:
        arms = {}
        for label, module in settings.items():
            home = Path(stack.enter_context(TemporaryDirectory()))
            arms[label] = stack.enter_context(Arm(part, home, module))
        yield arms


def _compare(title: str, arms: dict[str, Arm], work: str, *, rounds: int, runs: int) -> None:
    turns = take_turns({label: (arm, work) for label, arm in arms.items()}, rounds, runs)
    _say(title, turns, {label: arm.queries(work) for label, arm in arms.items()})


def _say(title: str, turns: dict[str, Times], queries: dict[str, int]) -> None:
    print(f"  {title}; {len(next(iter(turns.values())).seconds)} runs each, ms")
    for label, times in turns.items():
        shown = "".join(f"{ms:>9.2f}" for ms in (
            times.ms(50), times.ms(95), times.cpu(50), times.cpu(95)
        ))  # fmt: skip
        print(f"    {label:<54}{shown}{queries[label]:>9}", flush=True)


PARTS: dict[str, Callable[[], None]] = {
    "pages": _pages,
    "acts": _acts,
    "sign-in": _sign_in,
    "log": _log,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
