"""Open both doors: public door, workspace and job worker as one process tree."""

from __future__ import annotations

import argparse
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from suluh.access.operations.exports import delete_expired
from suluh.config.preparing import prepare
from suluh.config.told import told_the_door, told_the_workspace
from suluh.directory.operations.intakes import give_up_abandoned
from suluh.foundation.confinement import keep_to_itself
from suluh.foundation.refusal import Refusal

PATIENCE = 20  # seconds a process may take to finish what it is doing
LONGEST_WAIT = 30  # seconds between two attempts to restart a process that keeps stopping


@dataclass(slots=True)
class Child:
    """One process of the tree, and what is needed to start it again."""

    name: str
    arguments: list[str]
    told: Callable[[], dict[str, str]]  # its environment
    process: subprocess.Popen[bytes] | None = None
    wait: float = 1.0
    started: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own program, our own arguments
            [sys.executable, "-m", "suluh", *self.arguments, "--supervised"],
            stdin=subprocess.PIPE,
            env=self.told(),
            # Ctrl+C is for the supervisor alone, or the worker would drop the job in its hands.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    def has_stopped(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def restart(self) -> None:
        """Start again; wait longer each time when it does not even live for a minute."""
        lived = time.monotonic() - self.started
        self.wait = 1.0 if lived > 60 else min(self.wait * 2, LONGEST_WAIT)
        self.start()

    def stop(self) -> None:
        """Closing its input asks it to finish, on every platform (processes.py)."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()

    def finish(self) -> None:
        """Wait for the end, and make an end when it does not come."""
        if self.process is None:
            return
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def run(args: argparse.Namespace) -> int:
    """`suluh serve`."""
    prepare()
    give_up_abandoned()
    delete_expired()
    return serve(args.port)


def serve(port: int) -> int:
    """Serve the public door on `port` and the workspace above it until told to stop.

    Raises Refusal when one of the ports is taken.
    """
    for number in (port, port + 1):
        _require_free(number)
    keep_to_itself()  # it may know the owner of the tables, which its children must not
    children = [
        Child("The public door", ["door", "--port", str(port)], told_the_door),
        Child("The workspace", ["workspace", "--port", str(port + 1)], told_the_workspace),
        Child("The job worker", ["worker"], told_the_workspace),
    ]
    _say(f"Public door  http://localhost:{port}/")
    _say(f"Workspace    http://localhost:{port + 1}/")
    _say("Press Ctrl+C to close both.")
    stopping = _stop_when_told()
    try:
        for child in children:
            child.start()
        _supervise(children, stopping)
    finally:
        _close(children)
    return 0


def _supervise(children: list[Child], stopping: threading.Event) -> None:
    while not stopping.wait(0.5):
        for child in children:
            if child.has_stopped():
                _say(f"{child.name} stopped and is started again.")
                if stopping.wait(child.wait):
                    return
                child.restart()


def _close(children: list[Child]) -> None:
    for child in children:
        child.stop()
    for child in children:
        child.finish()
    _say("Both doors are closed.")


def _stop_when_told() -> threading.Event:
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    return stopping


def _require_free(port: int) -> None:
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
    except OSError:
        return
    raise Refusal(f"Port {port} is in use by another program. Choose another with --port.")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
