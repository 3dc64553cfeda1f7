"""`suluh serve` is one process tree: it starts, mends and stops as one."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from suluh.config.serving import serve
from suluh.config.told import told_the_door, told_the_workspace
from suluh.foundation.refusal import Refusal

PATIENCE = 180  # seconds; a guard against hanging, not a promise
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent the POSIX way")


def _suluh(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """The command in a process of its own, as somebody at a terminal would run it."""
    environment = {
        **os.environ, "SULUH_HOME": str(home), "SULUH_DATABASE_URL": "",
        "SULUH_DATABASE_OWNER_URL": "", "PGPASSWORD": "nine quiet boats",
    }  # fmt: skip
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "suluh", *arguments],
        env=environment,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _two_free_ports() -> int:
    """A port that is free, and the one above it too."""
    while True:
        with socket.socket() as lower, socket.socket() as upper:
            lower.bind(("localhost", 0))
            port: int = lower.getsockname()[1]
            try:
                upper.bind(("localhost", port + 1))
            except OSError:
                continue
            return port


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://localhost:{port}/", timeout=10).close()
    except urllib.error.HTTPError:
        return True  # a page that says no is an answer
    except (OSError, http.client.HTTPException):  # nobody there, or we called ourselves
        return False
    return True


def _wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _runs(process: psutil.Process) -> bool:
    """Also where nobody fetches the dead: in some containers."""
    alive: bool = process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return alive


@pytest.fixture
def home(tmp_path: Path) -> Path:
    start = _suluh(
        tmp_path, "start", "--no-serve", "--agency", "Lake Harrow Desk", "--country", "ID",
        "--languages", "en,id", "--timezone", "Asia/Makassar", "--name", "Noor Ashe",
        "--email", "noor@example.org",
    )  # fmt: skip
    _said, complaints = start.communicate("eleven quiet boats\n", timeout=PATIENCE)
    assert start.returncode == 0, complaints
    return tmp_path


@pytest.fixture
def served(home: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running `suluh serve` and the port of its public door."""
    port = _two_free_ports()
    process = _suluh(home, "serve", "--port", str(port))
    try:
        _wait_until(lambda: _answers(port) and _answers(port + 1))
        yield process, port
    finally:
        process.kill()
        process.communicate()


def _children(process: subprocess.Popen[str]) -> dict[str, psutil.Process]:
    """The three processes by the word they were started with."""
    return {each.cmdline()[3]: each for each in psutil.Process(process.pid).children()}


@pytest.mark.asvs("16.5.4")
@on_posix
def test_a_process_that_stops_is_started_again_and_all_stop_together(
    served: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = served
    children = _children(process)
    assert set(children) == {"door", "workspace", "worker"}
    children["door"].kill()
    _wait_until(lambda: not _answers(port))
    _wait_until(lambda: _answers(port))
    children = _children(process)
    process.send_signal(signal.SIGTERM)
    _said, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, complaints
    assert "The public door stopped and is started again." in complaints
    assert not any(_runs(child) for child in children.values())
    assert not _answers(port)


@on_posix
def test_when_the_supervisor_is_killed_nothing_is_left_behind(
    served: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = served
    children = _children(process)
    process.kill()
    process.wait()
    _wait_until(lambda: not any(_runs(child) for child in children.values()))
    assert not _answers(port + 1)


def test_a_port_in_use_is_said_before_anything_starts() -> None:
    with socket.create_server(("localhost", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=f"Port {port} is in use"):
            serve(port)


SECRETS = (
    "SULUH_SECRET_KEY", "SULUH_DATABASE_URL", "SULUH_DATABASE_OWNER_URL_FILE", "PGPASSWORD",
    "SOMETHING_NEW",
)  # fmt: skip


@pytest.mark.asvs("13.2.2")
def test_the_public_door_learns_no_secret_of_the_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, "something")
    monkeypatch.setenv("SULUH_HOSTS", "help.example")
    assert not set(SECRETS) & told_the_door().keys()
    assert told_the_door()["SULUH_HOSTS"] == "help.example"


@pytest.mark.asvs("13.2.2")
def test_who_serves_pages_never_learns_who_owns_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*SECRETS, "SULUH_DATABASE_OWNER_URL", "SULUH_BACKUP_IDENTITY"):
        monkeypatch.setenv(name, "something")
    told = told_the_workspace().keys()
    assert {"SULUH_SECRET_KEY", "SULUH_DATABASE_URL", "PGPASSWORD"} <= told
    assert not {name for name in told if "OWNER" in name or "IDENTITY" in name}


@on_posix
def test_each_process_is_started_with_what_it_needs(
    served: tuple[subprocess.Popen[str], int],
) -> None:
    told = {name: set(child.environ()) for name, child in _children(served[0]).items()}
    assert not told["door"] & {"PGPASSWORD", "SULUH_DATABASE_URL", "SULUH_DATABASE_OWNER_URL"}
    for name in ("workspace", "worker"):
        assert {"PGPASSWORD", "SULUH_DATABASE_URL"} <= told[name]
        assert "SULUH_DATABASE_OWNER_URL" not in told[name]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing can be closed")
def test_the_supervisor_lets_nobody_look_what_it_was_told() -> None:
    """Under one account everybody could otherwise read it in /proc."""
    look = (
        "import ctypes; from suluh.config import serving; "
        "serving._supervise = serving._close = lambda *_: None; serving.Child.start = print; "
        "serving._require_free = print; serving.serve(8000); "
        "raise SystemExit(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"  # PR_GET_DUMPABLE
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "suluh.config.settings.workspace"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"import django; django.setup(); {look}"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
