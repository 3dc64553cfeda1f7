"""`python -m tests.deep.mutation`: change the code that guards, and list what no test notices.

Red (exit status 1) when a mutant survives that accepted.toml gives no reason for.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from tests.deep.mutation.run import ROOT, TESTS, Coverage, Result, drawn, modules, run

PAGE = ROOT / "docs" / "mutation.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, and with --page write docs/mutation.md."""
    args = _parser().parse_args(arguments)
    chosen = modules(args.only)
    results: list[Result] = []
    began = time.monotonic()
    for told in run(
        chosen,
        sample=args.sample,
        seed=args.seed,
        minutes=args.minutes,
        kept=args.watched,
        workers=args.workers,
        tests=args.tests or TESTS,
    ):
        if isinstance(told, Coverage):
            _say(f"{len(told.tests)} tests watched in {time.monotonic() - began:.0f} s")
            for name in told.red:
                _say(f"red already, not asked: {name}")
            continue
        results.append(told)
        if told.outcome != "killed":
            why = f" (accepted: {told.reason})" if told.reason else ""
            _say(f"{told.outcome}: {told.module}:{told.mutant.line} {told.mutant.name}{why}")
        if len(results) % 25 == 0:
            _say(f"{len(results)} mutants, {time.monotonic() - began:.0f} s")
    _say(_tally(results))
    if args.page:
        every = len(drawn(chosen, 0, args.seed))
        PAGE.write_text(page(results, every), encoding="utf-8")
    return 1 if any(_is_open(each) for each in results) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.deep.mutation", description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="part of a module's path")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants; 0: all")
    parser.add_argument("--seed", type=int, default=1, help="decides the order and the sample")
    parser.add_argument("--minutes", type=float, default=0, help="stop after; 0: when all are done")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="at a time")
    parser.add_argument("--tests", action="append", help="only these files, for a quicker look")
    parser.add_argument("--watched", type=Path, help="keep who runs which line here, or use it")
    parser.add_argument("--page", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    return parser


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _is_open(result: Result) -> bool:
    return result.outcome != "killed" and not result.reason


def _tally(results: Iterable[Result]) -> str:
    counts = Counter("accepted" if each.outcome != "killed" and each.reason else each.outcome
                     for each in results)  # fmt: skip
    return ", ".join(
        f"{counts[each]} {each}" for each in ("killed", "accepted", "survived", "not run")
    )


def page(results: Sequence[Result], every: int) -> str:
    """The page as Markdown: a table by module, then every survivor. `every`: all there could be."""
    lines = [
        "# Mutation testing of guards, policy and audit",
        "",
        f"Written by `python -m tests.deep.mutation --page` on {date.today().isoformat()}.",
        "One thing at a time is changed in the code that guards: a check left out, a condition",
        "turned round, a filter that filters nothing. The tests that run the line must notice. A",
        "change that none notices is listed here: with the reason why nothing would differ, or as",
        "open.",
        "",
        f"{len(results):,} of {every:,} changes were tried, drawn by chance. {_tally(results)}.",
        "",
        "| Module | Changes | Noticed | Accepted | Open |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for module in sorted({each.module for each in results}):
        own = [each for each in results if each.module == module]
        killed = sum(each.outcome == "killed" for each in own)
        still = sum(map(_is_open, own))
        lines.append(
            f"| `{module}` | {len(own)} | {killed} | {len(own) - killed - still} | {still} |"
        )
    lines += ["", "## Open", "", *_listed(each for each in results if _is_open(each))]
    known = (each for each in results if each.outcome != "killed" and each.reason)
    lines += ["", "## Accepted", "", *_listed(known)]
    return "\n".join(lines) + "\n"


def _listed(results: Iterable[Result]) -> list[str]:
    found = sorted(results, key=lambda each: (each.module, each.mutant.line))
    rows = [
        f"* `{each.module}`, line {each.mutant.line}: `{each.mutant.name}`"
        + (f". {each.reason}" if each.reason else f" ({each.outcome})")
        for each in found
    ]
    return rows or ["None."]


if __name__ == "__main__":
    sys.exit(main())
