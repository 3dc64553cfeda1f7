"""Whoever takes the public door's process over gets the edition, and no more of the machine."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from suluh.config.confined_door import door_reads
from suluh.foundation.confinement import landlock_version
from suluh.foundation.forbidden_calls import can_forbid_calls
from suluh.foundation.home import Home

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    not (landlock_version() and can_forbid_calls()),
    reason="this system has no Landlock (Linux 5.13 or newer), or no libseccomp",
)

TAKEN = """
import ctypes, fcntl, json, os, resource, signal, socket, subprocess, sys, threading
from datetime import date
from pathlib import Path
from suluh.config.confined_door import confine_door
from suluh.directory.edition.reports import leave_report
from suluh.foundation.home import suluh_home

home, port = suluh_home(), int(sys.argv[1])
stream, datagram = str(home.root / "stream"), str(home.root / "datagram")
confine_door()
did = {}

def attempt(name, act):
    try:
        act()
        did[name] = "done"
    except OSError as wrong:
        did[name] = type(wrong).__name__

TGKILL = {"x86_64": 234, "aarch64": 131}.get(os.uname().machine, 131)
key = os.fsencode(home.keys / "secret-key")
c = ctypes.CDLL(None, use_errno=True)

def call(number, *arguments):
    if c.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")

def by_file(kind, address):
    other = socket.socket(socket.AF_UNIX, kind)
    other.connect(address)
    other.send(b"x")

def report():
    assert leave_report(home.inbox, code="k5h74fd2", reason="closed", day=date(2026, 11, 22))

def everything():
    attempt("read a key", (home.keys / "secret-key").read_text)
    attempt("read the door's own key", (home.keys / "public-secret-key").read_text)
    attempt("read the database", (home.db / "suluh.sqlite3").read_bytes)
    attempt("read an upload", (home.files / "upload.xlsx").read_bytes)
    attempt("list the keys", lambda: os.listdir(home.keys))
    attempt("read another process", Path(f"/proc/{os.getppid()}/environ").read_bytes)
    attempt("read a file of the account", (home.root.parent / "letter.txt").read_text)
    attempt("change the edition", lambda: home.edition.write_bytes(b"x"))
    attempt("put a file beside it", (home.published / "other").touch)
    attempt("change the program", lambda: Path(json.__file__).open("a"))
    attempt("telephone", lambda: socket.create_connection(("127.0.0.1", port), 5))
    attempt("read its own environment", Path("/proc/self/environ").read_bytes)
    attempt("a socket that is a file", lambda: by_file(socket.SOCK_STREAM, stream))
    attempt("a letter box that is a file", lambda: by_file(socket.SOCK_DGRAM, datagram))
    attempt("a socket of both ends", socket.socketpair)
    attempt("send by UDP", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    attempt("send by MPTCP", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262))
    attempt("telephone while sending", lambda: socket.socket().sendto(
        b"x", socket.MSG_FASTOPEN, ("127.0.0.1", port)))
    attempt("ask the network of the machine", lambda: socket.socket(socket.AF_NETLINK))
    attempt("open the mode of a key", lambda: (home.keys / "secret-key").chmod(0o644))
    attempt("open it by the newest call", lambda: call(452, -100, key, 0o644, 0))
    attempt("change its owner", lambda: os.chown(home.keys / "secret-key", 0, 0))
    attempt("change its time", lambda: os.utime(home.keys / "secret-key", (0, 0)))
    attempt("note something with it", lambda: os.setxattr(home.edition, "user.note", b"x"))
    attempt("signal another process", lambda: os.kill(os.getppid(), 0))
    attempt("signal one of its threads", lambda: call(TGKILL, os.getppid(), os.getppid(), 0))
    attempt("have a signal sent", lambda: fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid()))
    attempt("hold another process", lambda: os.pidfd_open(os.getppid()))
    attempt("end another by its limits", lambda: resource.prlimit(
        os.getppid(), resource.RLIMIT_NOFILE))
    attempt("type into a terminal", lambda: fcntl.ioctl(0, 0x5412, b"x"))
    attempt("run a program", lambda: subprocess.run(["/usr/bin/true"]))
    attempt("ask the kernel by its ring", lambda: call(425, 1, None))
    attempt("read the edition", home.edition.read_bytes)
    attempt("end itself", lambda: signal.raise_signal(signal.SIGCONT))
    attempt("write no memory to a disk", lambda: resource.setrlimit(
        resource.RLIMIT_CORE, (0, 0)))
    attempt("leave a report", report)
    attempt("load a module", lambda: __import__("wave"))
    attempt("listen", lambda: socket.create_server(("127.0.0.1", 0)))

thread = threading.Thread(target=everything)  # as the threads that answer requests
thread.start()
thread.join()
print(json.dumps(did))
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "home")
    home.create()
    (home.keys / "secret-key").write_text("secret")
    (home.keys / "public-secret-key").write_text("secret")
    (home.db / "suluh.sqlite3").write_bytes(b"rows")
    (home.files / "upload.xlsx").write_bytes(b"cells")
    (tmp_path / "letter.txt").write_text("private")
    home.edition.write_bytes(b"public")
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stream,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagram,
    ):
        stream.bind(str(home.root / "stream"))  # as a session bus has one, or PostgreSQL
        stream.listen()
        datagram.bind(str(home.root / "datagram"))
        yield home


def taken(home: Home, monkeypatch: pytest.MonkeyPatch, port: int) -> Any:
    monkeypatch.setenv("SULUH_HOME", str(home.root))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", TAKEN, str(port)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.asvs("13.2.2")
def test_a_door_that_is_taken_reads_the_edition_and_nothing_else(
    home: Home, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    did = taken(home, monkeypatch, unused_port)
    allowed = {
        "read the edition", "leave a report", "load a module", "listen", "end itself",
        "write no memory to a disk",
    }  # fmt: skip
    assert {name: how for name, how in did.items() if how != "PermissionError"} == dict.fromkeys(
        allowed, "done"
    )
    (report,) = home.inbox.iterdir()
    assert report.stat().st_mtime == 0  # a report tells no hour


@pytest.fixture
def unused_port() -> int:
    """Where nobody answers: without the wall the connection would be refused, not forbidden."""
    return 9


def test_the_folder_of_a_checkout_is_not_among_what_the_door_reads() -> None:
    """Its `var/` is the home of a developer, with keys."""
    assert ROOT not in door_reads()
    assert not any((ROOT / "var").is_relative_to(each) for each in door_reads())


def test_a_system_without_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert landlock_version() == 0


REPLACED = """
import sys, threading, time
from suluh.config import confined_door
from suluh.foundation.home import suluh_home
confined_door.BETWEEN_LOOKS = 0.05
confined_door.confine_door()
print("confined", flush=True)
time.sleep(30)
"""


@pytest.mark.parametrize("folder", ["published", "inbox"])
def test_when_a_restore_replaces_its_folders_the_door_stops_to_be_started_again(
    folder: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SULUH_HOME", str(home.root))
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", REPLACED],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as door:  # fmt: skip
        assert door.stdout
        assert door.stderr
        assert door.stdout.readline() == "confined\n"
        (home.root / folder).rename(home.root / "former")
        (home.root / folder).mkdir()
        assert door.wait(20) == 1
        assert "must start again" in door.stderr.read()


def test_the_folder_that_suluh_was_started_in_is_not_among_them(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`python -m` puts it into sys.path; it may be the home of whoever looks after the machine."""
    monkeypatch.setenv("SULUH_HOME", str(home.root))
    started_in = tmp_path / "operator"
    started_in.mkdir()
    monkeypatch.syspath_prepend(str(started_in))
    assert str(started_in) in sys.path
    assert started_in not in door_reads()


def test_an_installation_around_python_is_told_about(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then what Python needs cannot be told apart from the keys: the folder around is left out."""
    monkeypatch.setenv("SULUH_HOME", str(home.root))
    monkeypatch.setattr(sys, "base_prefix", str(home.root.parent))
    assert home.root.parent not in door_reads()
