"""How long things took, and how much memory a process held: shared by the parts of bench.search."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from time import perf_counter, process_time
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each run, and of them those in which this process itself computed.

    On a machine with busy neighbours the second says more about us than the first.
    """

    seconds: Sequence[float]
    computed: Sequence[float]

    def ms(self, percent: int) -> float:
        """The nearest-rank percentile in milliseconds; 100 is the slowest."""
        return _percentile(self.seconds, percent)

    def cpu(self, percent: int) -> float:
        """The same of the computing alone."""
        return _percentile(self.computed, percent)

    @property
    def mean(self) -> float:
        return 1000 * fmean(self.seconds)

    @property
    def cpu_mean(self) -> float:
        return 1000 * fmean(self.computed)


def _percentile(seconds: Sequence[float], percent: int) -> float:
    ranked = sorted(seconds)
    return 1000 * ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]


def timed(do: Callable[[T], object], each: Iterable[T]) -> Times:
    """How long `do` takes for each."""
    seconds, computed = [], []
    for one in each:
        started, busy = perf_counter(), process_time()
        do(one)
        computed.append(process_time() - busy)
        seconds.append(perf_counter() - started)
    return Times(tuple(seconds), tuple(computed))


def memory(line: str) -> float:
    """Megabytes of this process: VmRSS now, VmHWM the most so far. Not a number beside Linux."""
    status = Path("/proc/self/status")
    if not status.exists():
        return math.nan
    found = next(row for row in status.read_text().splitlines() if row.startswith(f"{line}:"))
    return int(found.split()[1]) / 1024
