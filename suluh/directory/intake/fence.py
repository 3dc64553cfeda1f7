"""A process of its own with little memory and time, for work on a file that someone gave us.

A hostile or broken file can then end that process, and nothing else; the person who gave it is
told in words. The child has no secret to lose: it gets neither our environment nor our files.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, cast

from suluh.directory.intake.limits import ANSWER_BYTES
from suluh.directory.intake.tables import Refused

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_PACKAGES = Path(__file__).resolve().parents[3]  # the folder that holds `suluh`


def ask(
    module: str, arguments: list[str], *, memory_mb: int, seconds: int, given: bytes = b""
) -> bytes:
    """What `python -m module arguments MEGABYTES SECONDS` says, with `given` on standard input.

    Raises Refused when the child ended without an answer, or was stopped at a limit.
    """
    # -P, -s: import nothing from the current folder or the account's own packages; -B: write none.
    options = ["-P", "-s", "-B", "-X", "utf8", "-m", module]
    late = threading.Event()
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
        [sys.executable, *options, *arguments, str(memory_mb), str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_bare_environment(),
        start_new_session=True,
    ) as child:
        clock = threading.Timer(seconds, _stop_late, (child, late))
        clock.start()
        try:
            _tell(child, given)
            said = _said(child)
            status = child.wait()
        finally:
            clock.cancel()
    if late.is_set():
        raise Refused("file.reader.time")
    if status != 0:
        raise Refused(_cause_of_death(status))
    return said


def limit_resources(megabytes: int, seconds: int, *, written_bytes: int = 0) -> None:
    """Called by the child: no more memory and processor time than that, no process started, no
    larger file written, no picture of the memory left behind.

    A system that refuses one limit (macOS: memory) keeps the others; Windows has none of them, so
    there the guard and the parent's clock are all there is.
    """
    if resource is None:
        return
    memory = megabytes * 1024 * 1024
    limits = {
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_FSIZE: (written_bytes, written_bytes),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_NPROC: (0, 0),
    }
    for kind, limit in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, limit)


def _tell(child: subprocess.Popen[bytes], given: bytes) -> None:
    """Hand over standard input; a child that has already ended says why by its status."""
    with contextlib.suppress(BrokenPipeError), cast("IO[bytes]", child.stdin) as pipe:
        pipe.write(given)


def _bare_environment() -> dict[str, str]:
    """What Python needs to start, and no key, password or address of a database."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {**kept, "PYTHONPATH": str(_PACKAGES)}


def _said(child: subprocess.Popen[bytes]) -> bytes:
    """All that the child writes, as long as it can be held in memory."""
    said = cast("IO[bytes]", child.stdout).read(ANSWER_BYTES + 1)
    if len(said) > ANSWER_BYTES:
        _stop(child)
        raise Refused("file.reader.answer")
    return said


def _stop_late(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it may have started."""
    if child.returncode is not None:
        return
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)


def _cause_of_death(status: int) -> str:
    """The rule that explains an exit status; negative ones are signals (POSIX)."""
    if status == -getattr(signal, "SIGXCPU", 0):
        return "file.reader.time"
    # Rust ends its process with SIGABRT when memory is refused; the system's own guardian of
    # memory uses SIGKILL, and so does nobody else, for the clock was looked at before.
    if status in (-signal.SIGABRT, -getattr(signal, "SIGKILL", 0)):
        return "file.reader.memory"
    return "file.reader.crashed"
