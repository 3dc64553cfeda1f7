"""Waiting for a child, but not for ever: a mutant may never end."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress


def wait(child: int, limit: float) -> int:
    """The exit status of `child`, negative for a signal; -1 when its `limit` of seconds is over.

    The child leads a process group of its own, which ends with it.
    """
    ends = time.monotonic() + limit
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -1
