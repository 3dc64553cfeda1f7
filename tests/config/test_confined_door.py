"""Whoever takes the public door's process over gets the edition, and no more of the machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from suluh.config.confined_door import door_reads
from suluh.foundation.confinement import landlock_version
from suluh.foundation.home import Home

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    not landlock_version(), reason="this system has no Landlock (Linux 5.13 or newer)"
)

TAKEN = """
import json, os, socket, sys, threading
from pathlib import Path
from suluh.config.confined_door import door_reads
from suluh.foundation.confinement import confine
from suluh.foundation.home import suluh_home

home, port = suluh_home(), int(sys.argv[1])
assert confine(read=door_reads(), write=[home.inbox])
did = {}

def attempt(name, act):
    try:
        act()
        did[name] = "done"
    except OSError as wrong:
        did[name] = type(wrong).__name__

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
    attempt("read the edition", home.edition.read_bytes)
    attempt("leave a report", (home.inbox / "report").touch)
    attempt("load a module", lambda: __import__("wave"))
    attempt("listen", lambda: socket.create_server(("127.0.0.1", 0)))

thread = threading.Thread(target=everything)  # as the threads that answer requests
thread.start()
thread.join()
print(json.dumps(did))
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.create()
    (home.keys / "secret-key").write_text("secret")
    (home.keys / "public-secret-key").write_text("secret")
    (home.db / "suluh.sqlite3").write_bytes(b"rows")
    (home.files / "upload.xlsx").write_bytes(b"cells")
    (tmp_path / "letter.txt").write_text("private")
    home.edition.write_bytes(b"public")
    return home


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
    telephoned = did.pop("telephone")
    allowed = {"read the edition", "leave a report", "load a module", "listen"}
    assert {name for name, how in did.items() if how == "done"} == allowed
    assert set(did.values()) == {"done", "PermissionError"}
    assert telephoned == (
        "PermissionError" if landlock_version() >= 4 else "ConnectionRefusedError"
    )


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
