"""A child process that misbehaves, in the place of suluh.directory.intake.child.

What it does wrong is the name of the file it is asked to open.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from suluh.directory.intake import answer
from suluh.directory.intake.fence import limit_resources
from suluh.directory.intake.tables import Contents


def sleeps(_path: Path) -> None:
    time.sleep(600)


def spins(_path: Path) -> None:
    limit_resources(megabytes=512, seconds=1)
    while True:
        pass


def hides(_path: Path) -> None:
    """Ends, but leaves a process behind that holds the line to the parent open."""
    if os.fork() == 0:
        time.sleep(600)


def writes(path: Path) -> None:
    limit_resources(megabytes=512, seconds=60)
    path.write_text("a trace")


def dies(_path: Path) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def aborts(_path: Path) -> None:
    os.abort()


def rambles(_path: Path) -> None:
    sys.stdout.write("Segmentation fault")


def lies(_path: Path) -> None:
    sys.stdout.write('{"contents": {"kind": "csv", "surprise": 1}}')


def tells(_path: Path) -> None:
    """Hands out all that it was told when it was started."""
    sys.stdout.buffer.write(answer.encode(Contents("csv", properties=dict(os.environ))))


FAULTS = (sleeps, spins, hides, writes, dies, aborts, rambles, lies, tells)

if __name__ == "__main__":
    asked = Path(sys.argv[1])
    next(fault for fault in FAULTS if fault.__name__ == asked.stem)(asked)
