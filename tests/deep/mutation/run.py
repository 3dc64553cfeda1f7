"""A run over many mutants: which tests look at each, which mutants nobody notices."""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from tests.deep.mutation.mutants import Mutant, mutants_of
from tests.deep.mutation.variables import UNSUITED

ROOT = Path(__file__).resolve().parents[3]
ACCEPTED = Path(__file__).with_name("accepted.toml")
# What is changed: globs, so that a module written tomorrow is among them.
MODULES = (
    "suluh/access/guards.py", "suluh/access/policy.py", "suluh/access/log/__init__.py",
    "suluh/access/queries/actors.py", "suluh/access/signing_in/entry.py",
    "suluh/access/signing_in/presence.py", "suluh/access/signing_in/proof.py",
    "suluh/access/domain/*.py", "suluh/access/operations/*.py",
    "suluh/foundation/scoping.py", "suluh/foundation/requests.py", "suluh/foundation/gate.py",
)  # fmt: skip
# Who may notice: a test is asked about a line when it runs that line.
TESTS = (
    "tests/access", "tests/foundation", "tests/access_matrix", "tests/config/test_audit.py",
    "tests/config/test_accounts.py", "tests/config/test_checks.py", "tests/directory/test_log.py",
)  # fmt: skip
MARKS = ("-m", "not browser and not postgres_only")
MOST_SECONDS = 120.0  # of tests for one mutant; the quick ones go first


@dataclass
class Result:
    """What came of one mutant."""

    module: str
    mutant: Mutant
    outcome: str  # "killed", "survived", "not run" (no test runs the line)
    reason: str = ""  # why a survivor is accepted


@dataclass
class Worker:
    """worker.py, as seen from here."""

    process: subprocess.Popen[str]

    def order(self, **order: Any) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@contextmanager
def worker() -> Iterator[Worker]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.deep.mutation.worker"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield Worker(process)
    finally:
        process.communicate()


@dataclass
class Coverage:
    """Which tests run which line, and how long they take."""

    tests: dict[str, dict[str, Any]]
    red: list[str] = field(default_factory=list)

    def asked(self, module: str, mutant: Mutant, source: str) -> list[str]:
        """The tests that may notice, the quickest first, MOST_SECONDS of them at most."""
        lines = {mutant.line}
        found = self._running(module, lines)
        if not found or "." not in f".{mutant.place}".replace(".module", ""):
            found = self._running(module, _lines_of(mutant, source))
        taken = 0.0
        kept: list[str] = []
        for name in sorted(found, key=lambda each: self.tests[each]["seconds"]):
            taken += self.tests[name]["seconds"]
            if kept and taken > MOST_SECONDS:
                break
            kept.append(name)
        return kept

    def _running(self, module: str, lines: set[int]) -> list[str]:
        return [
            name
            for name, told in self.tests.items()
            if told["passed"] and lines & set(told["lines"].get(module, ()))
        ]


def _lines_of(mutant: Mutant, source: str) -> set[int]:
    """The lines of the function around a mutant; of the whole module when it is in none."""
    around = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.lineno < mutant.line <= (node.end_lineno or 0)
    ]
    if not around:
        return set(range(1, source.count("\n") + 2))
    node = max(around, key=lambda each: each.lineno)
    return set(range(node.lineno, (node.end_lineno or 0) + 1))


def modules(only: Sequence[str] = ()) -> list[str]:
    """The modules to change, as paths below the root; of these those that `only` names."""
    found = sorted({
        path.relative_to(ROOT).as_posix() for pattern in MODULES for path in ROOT.glob(pattern)
    })  # fmt: skip
    return [each for each in found if not only or any(part in each for part in only)]


def begin(working: Worker) -> None:
    """Make the database that every test of this worker begins with."""
    begun = working.order(tests=["tests/foundation/test_scoping.py", *MARKS], limit=300, first=True)
    if begun["status"]:
        raise RuntimeError(f"The tests do not even begin: {begun['said']}")


def watch(
    working: Worker, chosen: Sequence[str], kept: Path | None, tests: Sequence[str]
) -> Coverage:
    """Run every test once on the code as it is. Tests that are red already are not asked.

    `kept` is a file of an earlier run to use instead, or where to keep this one's.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = kept or Path(folder) / "lines.json"
        if not out.exists():
            files = "\n".join([str(out), *chosen])
            working.order(tests=[*tests, *MARKS], limit=1800, trace=files)
        watched = json.loads(out.read_text())
    return Coverage(watched, [name for name, told in watched.items() if not told["passed"]])


def accepted() -> dict[tuple[str, str], str]:
    """(module, name of the mutant) -> why nobody need notice it."""
    if not ACCEPTED.exists():
        return {}
    rows = tomllib.loads(ACCEPTED.read_text(encoding="utf-8")).get("accepted", [])
    return {(row["module"], row["change"]): row["reason"] for row in rows}


def drawn(chosen: Sequence[str], sample: int, seed: int) -> list[tuple[str, Mutant]]:
    """All mutants in an order that depends on `seed` alone; `sample` of them, 0 for all."""
    every = [
        (module, mutant)
        for module in chosen
        for mutant in mutants_of((ROOT / module).read_text(encoding="utf-8"))
    ]
    random.Random(seed).shuffle(every)  # noqa: S311 - to spread, not to hide
    return every[: sample or None]


def run(
    chosen: Sequence[str],
    *,
    sample: int,
    seed: int,
    minutes: float,
    kept: Path | None = None,
    workers: int = 1,
    tests: Sequence[str] = TESTS,
) -> Iterator[Result | Coverage]:
    """First what the tests cover, then each mutant's fate, until `minutes` are over (0: never).

    `tests`: fewer files, for a quicker look; who survives them may be known to another.
    """
    ends = time.monotonic() + minutes * 60 if minutes else None
    with ExitStack() as stack:
        team = [stack.enter_context(worker()) for _number in range(workers)]
        for working in team:
            begin(working)
        coverage = watch(team[0], modules(), kept, tests)
        yield coverage
        yield from _judged(team, coverage, drawn(chosen, sample, seed), ends, tests)


def _judged(
    team: Sequence[Worker],
    coverage: Coverage,
    mutants: Sequence[tuple[str, Mutant]],
    ends: float | None,
    tests: Sequence[str],
) -> Iterator[Result]:
    free: SimpleQueue[Worker] = SimpleQueue()
    for working in team:
        free.put(working)

    def judge(told: tuple[str, Mutant]) -> str:
        working = free.get()
        try:
            late = ends is not None and time.monotonic() > ends
            return "" if late else _fate(working, coverage, *told, loaded=tests)
        finally:
            free.put(working)

    reasons = accepted()
    with ThreadPoolExecutor(len(team)) as pool:
        for (module, mutant), outcome in zip(mutants, pool.map(judge, mutants), strict=True):
            if outcome:
                reason = reasons.get((module, mutant.name), "")
                yield Result(module, mutant, outcome, reason)


def _fate(
    working: Worker, coverage: Coverage, module: str, mutant: Mutant, *, loaded: Sequence[str]
) -> str:
    source = (ROOT / module).read_text(encoding="utf-8")
    tests = coverage.asked(module, mutant, source)
    if not tests:
        return "not run"
    limit = 20 + 3 * sum(coverage.tests[name]["seconds"] for name in tests)
    name = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    order = {"module": name, "index": mutant.index, "tests": tests, "limit": limit}
    # In a process that has loaded everything already; what is loaded anew decides a survival.
    if working.order(**order, loaded=[*loaded, *MARKS])["status"] not in (0, UNSUITED):
        return "killed"
    return "survived" if working.order(**order)["status"] == 0 else "killed"
