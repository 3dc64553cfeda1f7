"""The public door as it is really started: confined, told no secret, and still at work."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from suluh.foundation.confinement import landlock_version
from suluh.foundation.forbidden_calls import can_forbid_calls
from suluh.foundation.home import Home
from tests.door.sample import BY_KEY, write_sample

resource = pytest.importorskip("resource", reason="limits are set the POSIX way")
CODE = BY_KEY["hotline"].code
PATIENCE = 60  # seconds; a guard against hanging, not a promise
confined = pytest.mark.skipif(
    not (landlock_version() and can_forbid_calls()), reason="this system cannot confine the door"
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.create()
    write_sample(home.edition)
    return home


@pytest.fixture
def started(home: Home) -> Iterator[tuple[psutil.Process, int]]:
    """A running `suluh door` and its port."""
    with socket.create_server(("localhost", 0)) as free:
        port: int = free.getsockname()[1]
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "suluh", "door", "--port", str(port)],
        env={**os.environ, "SULUH_HOME": str(home.root)},
        # As on a machine that writes the memory of what fell over to its disk.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (hard, hard)),
    ) as process:
        try:
            deadline = time.monotonic() + PATIENCE
            while not answers(port):
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.1)
            yield psutil.Process(process.pid), port
        finally:
            process.kill()


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://localhost:{port}/", timeout=10).close()
    except OSError:
        return False
    return True


def says(process: psutil.Process, file: str) -> dict[str, str]:
    lines = Path(f"/proc/{process.pid}/{file}").read_text().splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


@confined
def test_the_door_that_is_started_gives_up_the_rest(started: tuple[psutil.Process, int]) -> None:
    door, _port = started
    status = says(door, "status")
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    for thread in door.threads():
        assert "Seccomp:\t2" in Path(f"/proc/{door.pid}/task/{thread.id}/status").read_text()


@confined
def test_confined_it_serves_and_keeps_reports(
    started: tuple[psutil.Process, int], home: Home
) -> None:
    _door, port = started
    address = f"http://localhost:{port}/en/s/{CODE}"
    with urllib.request.urlopen(address, timeout=10) as page:
        assert b"<h1" in page.read()
    with urllib.request.urlopen(address, data=b"reason=closed", timeout=10) as thanks:
        assert thanks.status == 200
    (report,) = home.inbox.iterdir()
    assert f".{CODE}.closed." in report.name
    assert report.stat().st_mtime == 0  # it tells no hour


@pytest.mark.skipif(sys.platform != "linux", reason="limits are looked up the Linux way")
def test_its_memory_is_written_to_no_disk(started: tuple[psutil.Process, int]) -> None:
    door, _port = started
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("this machine writes no memory to a disk anyway")
    assert door.rlimit(psutil.RLIMIT_CORE) == (0, 0)


STARTED = """
import argparse, json, os, threading
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "suluh.config.settings.public"
django.setup()
from suluh.config import processes

forgot = threading.Event()
def serve(*_arguments, **_more):
    print(json.dumps({"told": sorted(os.environ), "forgot": forgot.wait(20)}))
    return 0

processes.import_string = {processes.FORGET_OLD_KEYS: forgot.set}.__getitem__
processes.BETWEEN_FORGETTING = 0.01
processes._serve = serve
processes.door(argparse.Namespace())
"""


def test_started_by_itself_it_forgets_keys_and_every_secret_it_was_told(home: Home) -> None:
    secrets = {
        "SULUH_DATABASE_URL": "postgresql://writer:hunter2@db/suluh",
        "SULUH_DATABASE_OWNER_URL_FILE": "/run/owner",
        "SULUH_SECRET_KEY": "hunter2",
        "PGPASSWORD": "hunter2",
        "SOMETHING_NEW": "hunter2",
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", STARTED],
        env={**os.environ, **secrets, "SULUH_HOME": str(home.root), "SULUH_HOSTS": "help.example"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert not secrets.keys() & set(found["told"])
    assert {"SULUH_HOME", "SULUH_HOSTS"} <= set(found["told"])
    assert found["forgot"] is True


def test_while_a_restore_is_half_done_nothing_is_served(home: Home) -> None:
    (home.root / "restore-in-progress.json").write_text("{}")
    for command in ("door", "workspace", "worker"):
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "suluh", command],
            env={**os.environ, "SULUH_HOME": str(home.root), "SULUH_DATABASE_URL": ""},
            capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode != 0, command
        assert "A restore was interrupted here." in done.stderr, command
