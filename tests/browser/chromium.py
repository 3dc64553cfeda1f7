"""A real Chromium for the journeys, and the public door as its own process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 30  # seconds a server may take to answer for the first time


def require_chromium() -> None:
    """Skip with helpful words where there is no browser; on a build machine that is a failure."""
    if CHROMIUM.exists():
        return
    words = "There is no Chromium. On Debian: apt-get install chromium"
    if os.environ.get("CI") == "true":
        pytest.fail(words)
    pytest.skip(words)


@contextmanager
def playwright() -> Iterator[Playwright]:
    """Playwright itself, once for a test file; skips where there is no browser."""
    require_chromium()
    with sync_playwright() as started:
        yield started


def launch(started: Playwright, *arguments: str, without: Sequence[str] = ()) -> Browser:
    """A browser that talks to nobody on its own account; it is to be closed.

    `without` names arguments that Playwright would give it.
    """
    return started.chromium.launch(
        executable_path=CHROMIUM,
        args=[*ARGUMENTS, *arguments],
        ignore_default_args=list(without),
    )


@contextmanager
def served(*command: str, home: Path) -> Iterator[str]:
    """`suluh COMMAND` on a free port, with its own SULUH_HOME; gives the address."""
    port = _free_port()
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "suluh", *command, "--port", str(port), "--supervised"],
        stdin=subprocess.PIPE,  # it ends with us, also when we are killed
        cwd=Path(__file__).parents[2],
        env={**os.environ, "SULUH_HOME": str(home)},
    ) as process:
        try:
            _wait_for(f"http://localhost:{port}/", process)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(PATIENCE * 10):
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 - our own address
        except OSError:
            assert process.poll() is None, "the server stopped"
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"nothing answers at {address}")
