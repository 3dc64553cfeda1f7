"""One side of a comparison: a process that does some kinds of work when told to (bench.trust).

The child reads lines `work runs` and answers each with one line of JSON. What it prepares between
two runs is not timed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import islice, repeat
from pathlib import Path
from typing import Any, Self

import django

from bench.times import Times, timed

WORKSPACE = "suluh.config.settings.workspace"
SIZE, QUERIES = "size", "queries"
_FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True, slots=True)
class Work:
    """`do` is timed, with one thing of `each`; fetching that one is not."""

    do: Callable[[Any], object]
    each: Iterable[Any] = repeat(None)


class Arm:
    """A child at work. `with` starts it; it has set itself up when that returns."""

    def __init__(
        self, part: str, home: Path, settings: str = "", environment: Mapping[str, str] = {}
    ) -> None:
        self.command = [sys.executable, "-m", "bench.trust.arms", part]
        self.environment = {
            **os.environ,
            "SULUH_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": settings or WORKSPACE,
            **environment,
        }

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self.child = subprocess.Popen(
            self.command, stdin=pipe, stdout=pipe, text=True, env=self.environment
        )
        self._answer()
        return self

    def __exit__(self, *_: object) -> None:
        self.child.communicate()

    def run(self, work: str, runs: int) -> Times:
        answer = self._ask(f"{work} {runs}")
        return Times(tuple(answer["seconds"]), tuple(answer["computed"]))

    def queries(self, work: str) -> int:
        """How many statements one run sends to the database, its transactions not counted."""
        return int(self._ask(f"{QUERIES} {work}"))

    def size(self) -> int:
        return int(self._ask(f"{SIZE} 0"))

    def _ask(self, line: str) -> Any:
        assert self.child.stdin
        self.child.stdin.write(f"{line}\n")
        self.child.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        """Raises RuntimeError when the child stopped; why stands on stderr."""
        assert self.child.stdout
        line = self.child.stdout.readline()
        if not line:
            raise RuntimeError(f"{' '.join(self.command[2:])} stopped")
        return json.loads(line)


def take_turns(arms: Mapping[str, tuple[Arm, str]], rounds: int, runs: int) -> dict[str, Times]:
    """A round that is not counted, then `rounds` of `runs` runs each, one arm after the other."""
    for arm, work in arms.values():
        arm.run(work, min(runs, 5))
    found: dict[str, list[Times]] = {label: [] for label in arms}
    for _ in range(rounds):
        for label, (arm, work) in arms.items():
            found[label].append(arm.run(work, runs))
    return {label: _together(times) for label, times in found.items()}


def _together(parts: Iterable[Times]) -> Times:
    parts = list(parts)
    return Times(
        [second for part in parts for second in part.seconds],
        [second for part in parts for second in part.computed],
    )


# ---- in a process of their own -----------------------------------------------------------------


def _serve(part: str) -> None:
    django.setup()
    with import_module("suluh.foundation.row_security").rows_of_every_agency(reason="benchmark"):
        works: dict[str, Work] = import_module(f"bench.trust.{part}").works()
    running: dict[str, Iterator[Any]] = {name: iter(work.each) for name, work in works.items()}
    _tell("ready")
    for line in sys.stdin:
        name, argument = line.split()
        if name == SIZE:
            _tell(import_module(f"bench.trust.{part}").ENTRIES)
        elif name == QUERIES:
            _tell(_queries(works[argument].do, next(running[argument])))
        else:
            times = timed(works[name].do, islice(running[name], int(argument)))
            _tell({"seconds": times.seconds, "computed": times.computed})


def _queries(do: Callable[[Any], object], one: Any) -> int:
    sent: list[str] = []

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(_FRAME):
            sent.append(sql)
        return execute(sql, params, many, context)

    with import_module("django.db").connection.execute_wrapper(counting):
        do(one)
    return len(sent)


def _tell(answer: object) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    _serve(sys.argv[1])
