"""Search, lists and pages at 4,089 and 100,000 services, beside FTS5's own tokenizers and LIKE.

    python -m bench.search [number of services]

Every engine holds the same rows and answers the same questions (search_rows.py, search_queries.py)
in a process of its own. Files stand in a temporary folder. The two builders run side by side, so
their times are those of a machine with one busy neighbour; whatever is timed later runs alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bench.search import pages
from bench.search.peers import NAMES, build, file_of, open_engine
from bench.search.queries import queries, truths
from bench.search.rows import meta, services, texts
from bench.times import Times, memory, timed
from suluh.directory.edition.writer import write_edition

SIZES = (4_089, 100_000)
PAGES_FROM = 100_000  # services
ROUNDS = 2
TRUTH_ROWS = 20_000  # the truth is known for so many rows: to read them all takes a while
LIKE_SOME = 8  # at 100,000 LIKE takes about a second a question: every eighth, once


@dataclass(frozen=True, slots=True)
class Result:
    """One engine. `recall` and `precision` stand for each query; None where nothing was to find."""

    opened: float  # seconds
    seconds: Sequence[float]
    computed: Sequence[float]  # of them those of the processor
    megabytes: float
    megabytes_index: float
    recall: Sequence[float | None]
    precision: Sequence[float | None]


def main() -> None:
    if len(sys.argv) == 4:
        _child(*sys.argv[1:])
        return
    asked = queries()
    print(f"{len(asked)} questions; load average {os.getloadavg()[0]:.1f} at the start")
    for size in map(int, sys.argv[1:2]) if sys.argv[1:] else SIZES:
        with TemporaryDirectory() as folder:
            _measure(size, Path(folder))


def _measure(size: int, folder: Path) -> None:
    print(f"\n{size:,} services", flush=True)
    _build(size, folder)
    results = {}
    for engine in NAMES:
        found: dict[str, Any] = json.loads(_finished(_started(engine, size, folder)))
        results[engine] = Result(**found)
    _print_times(results, folder)
    _print_recall(results)
    for part in ("lists", *(("pages",) if size >= PAGES_FROM else ())):
        print("\n" + _finished(_started(part, size, folder)).rstrip(), flush=True)
    print(f"Load average {os.getloadavg()[0]:.1f} at the end", flush=True)


def _started(task: str, size: int, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.search", task, str(size), str(folder)]
    # Words that this machine's own installation replaced would make other rows.
    environment = os.environ | {"SULUH_HOME": str(folder)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def _finished(process: subprocess.Popen[str]) -> str:
    """What it printed. Raises RuntimeError when it stopped with an error, said on stderr."""
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError("a part of the benchmark stopped")
    return said


def _build(size: int, folder: Path) -> None:
    started = [_started(task, size, folder) for task in ("build-suluh", "build-peers")]
    for process in started:
        print(_finished(process), end="", flush=True)


# ---- in a process of their own -----------------------------------------------------------------


def _child(task: str, size: str, place: str) -> None:
    folder = Path(place)
    if task == "build-suluh":
        _build_suluh(int(size), folder)
    elif task == "build-peers":
        _build_peers(int(size), folder)
    elif task == "lists":
        pages.print_lists(pages.lists(folder))
    elif task == "pages":
        pages.print_pages(*pages.pages(folder))
    else:
        print(json.dumps(asdict(_engine(task, int(size), folder))))


def _build_suluh(size: int, folder: Path) -> None:
    rows = list(services(size))
    path = file_of("suluh", folder)
    _print_built("suluh", timed(lambda each: write_edition(path, meta(), each), [rows]))


def _build_peers(size: int, folder: Path) -> None:
    """The peers' files, and beside them the truth: which rows hold what is asked."""
    rows = list(map(texts, services(size)))
    letters = sum(len(name) + len(rest) for name, rest in rows) // size
    print(f"  {letters:,} letters of searched text a service, with labels in nine languages")
    for engine in NAMES:
        if engine != "suluh":
            _print_built(engine, timed(lambda each: build(each, folder, rows), [engine]))
    found = truths(rows[:TRUTH_ROWS], queries())
    (folder / "truth.json").write_text(json.dumps(found))


def _print_built(engine: str, times: Times) -> None:
    seconds, computed = times.seconds[0], times.computed[0]
    print(f"  {NAMES[engine]:20} built in {seconds:6.1f} s ({computed:.1f} s of processor)")


def _engine(name: str, size: int, folder: Path) -> Result:
    """All questions twice, after one that loads what is loaded once; then what was found."""
    truth = [set(numbers) for numbers in json.loads((folder / "truth.json").read_text())]
    typed = [each.typed for each in queries()]
    slow = name == "like" and size > SIZES[0]
    held, started = memory("VmRSS"), perf_counter()
    engine = open_engine(name, folder)
    opened = perf_counter() - started
    engine.ask(typed[0])
    times = timed(engine.ask, typed[::LIKE_SOME] if slow else typed * ROUNDS)
    grown = memory("VmHWM") - held
    known = set(range(1, TRUTH_ROWS + 1))
    asked = () if slow else zip(typed, truth, strict=True)
    pairs = [(engine.rows(each) & known, true) for each, true in asked]
    return Result(
        opened,
        times.seconds,
        times.computed,
        grown,
        engine.index_bytes() / 2**20,
        tuple(len(found & true) / len(true) if true else None for found, true in pairs),
        tuple(len(found & true) / len(found) if found and true else None for found, true in pairs),
    )


# ---- tables ------------------------------------------------------------------------------------


def _print_times(results: dict[str, Result], folder: Path) -> None:
    print("\nCount, first 20 ranked, and read them: ms (aim: p95 under 50)")
    print(f"{'':20}" + "".join(f"{head:>9}" for head in _HEADS))
    for engine, found in results.items():
        times = Times(found.seconds, found.computed)
        file = file_of(engine, folder).stat().st_size / 2**20
        cells = (times.ms(50), times.ms(95), times.ms(100), times.cpu(50), times.cpu(95))
        print(
            f"{NAMES[engine]:20}"
            + "".join(f"{cell:9.1f}" for cell in cells)
            + f"{found.opened * 1000:9.0f}{found.megabytes:9.1f}{file:9.0f}"
            + f"{found.megabytes_index:9.0f}"
            + (f"  ({len(times.seconds)} questions)" if engine == "like" else "")
        )


_HEADS = ("p50", "p95", "max", "CPU p50", "CPU p95", "opening", "MB RAM", "MB file", "MB index")


def _print_recall(results: dict[str, Result]) -> None:
    """Recall: of the rows that hold what was meant, how many were found. Then: of those found."""
    print("\nRecall / precision in %, mean over the questions")
    print(f"{'':26}{'n':>4}" + "".join(f"{NAMES[engine]:>18}" for engine in results))
    asked = queries()
    for group in [*dict.fromkeys(each.group for each in asked), ""]:
        places = [place for place, each in enumerate(asked) if group in ("", each.group)]
        cells = "".join(f"{_cell(found, places):>18}" for found in results.values())
        number = sum(results["suluh"].recall[place] is not None for place in places)
        print(f"{group or 'all':26}{number:4}{cells}")


def _cell(found: Result, places: list[int]) -> str:
    if not found.recall:
        return "not run"
    return f"{_mean(found.recall, places)} / {_mean(found.precision, places)}"


def _mean(shares: Sequence[float | None], places: list[int]) -> str:
    known = [share for place in places if (share := shares[place]) is not None]
    return f"{100 * fmean(known):.0f}" if known else "–"


if __name__ == "__main__":
    main()
