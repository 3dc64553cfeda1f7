"""Open a file that someone gave us, in a process of its own with little memory and time.

A hostile or broken file can then end that process, and nothing else; the person who gave it is
told in words. The child has no secret to lose: it gets neither our environment nor our files.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, cast

from suluh.directory.intake import answer
from suluh.directory.intake.limits import ANSWER_BYTES
from suluh.directory.intake.tables import Contents, Refused
from suluh.foundation.environment import MEMORY_LIMIT, TIME_LIMIT

_PACKAGES = Path(__file__).resolve().parents[3]  # the folder that holds `suluh`
_CHILD = "suluh.directory.intake.child"


def open_file(path: Path, *, memory_mb: int | None = None, seconds: int | None = None) -> Contents:
    """Everything in a workbook, CSV or JSON file, folder or zip.

    Limits default to SULUH_READER_MEMORY_MB and SULUH_READER_SECONDS. Raises Refused, with the
    file's name among the facts, when it cannot be read safely or at all.
    """
    memory_mb = memory_mb or MEMORY_LIMIT.number()
    seconds = seconds or TIME_LIMIT.number()
    try:
        return _decoded(_ask(path.absolute(), memory_mb, seconds))
    except Refused as refusal:
        facts = {"file": path.name, "memory": memory_mb, "seconds": seconds, **refusal.facts}
        raise Refused(refusal.rule, **facts) from refusal


def _ask(path: Path, memory_mb: int, seconds: int) -> bytes:
    """The child's answer. Raises Refused when it ended without one."""
    # -P, -s: import nothing from the current folder or the account's own packages; -B: write none.
    options = ["-P", "-s", "-B", "-X", "utf8", "-m", _CHILD]
    late = threading.Event()
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
        [sys.executable, *options, str(path), str(memory_mb), str(seconds)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_bare_environment(),
        start_new_session=True,
    ) as child:
        clock = threading.Timer(seconds, _stop_late, (child, late))
        clock.start()
        try:
            said = _said(child)
            status = child.wait()
        finally:
            clock.cancel()
    if late.is_set():
        raise Refused("file.reader.time")
    if status != 0:
        raise Refused(_cause_of_death(status))
    return said


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


def _decoded(said: bytes) -> Contents:
    try:
        return answer.decode(said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("file.reader.crashed") from error
