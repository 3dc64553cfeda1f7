"""What the public door keeps when it gives up the rest (docs/adr/0021)."""

from __future__ import annotations

import os
import sys
import sysconfig
import threading
import time
from contextlib import suppress
from pathlib import Path

from suluh.foundation.confinement import confine
from suluh.foundation.forbidden_calls import forbid_calls
from suluh.foundation.home import suluh_home

BETWEEN_LOOKS = 2  # seconds until the door looks whether its folders are still the same
# Libraries, time zones, kinds of files, names of machines. Not /etc: keys may lie there.
_OF_THE_SYSTEM = (
    "/usr", "/lib", "/lib64", "/dev/urandom", "/etc/localtime", "/etc/mime.types", "/etc/hosts",
    "/etc/nsswitch.conf", "/etc/ld.so.cache",
)  # fmt: skip


def confine_door() -> None:
    """Confine this process to what the door needs, where the system can. Before any thread."""
    home = suluh_home()
    confined = confine(read=door_reads(), write=[home.inbox])
    forbid_calls()  # `suluh doctor` says when this system cannot
    if confined:
        _stop_when_replaced(home.published, home.inbox)
        _say_when_open(home.keys)


def door_reads() -> list[Path]:
    """What the public door reads: programs and their data, and the published edition. Not keys,
    not the database, not uploads; nor the folder of a checkout, where all of these may lie.
    """
    home = suluh_home()
    program = Path(__file__).resolve().parents[1]
    python = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), sys.base_prefix]
    packages = [each for each in sys.path if each and _holds_packages(Path(each))]
    found = [Path(each) for each in (*python, *packages, *_OF_THE_SYSTEM)]
    outside = [
        each
        for each in found
        if not home.root.is_relative_to(each) and not (each / "pyproject.toml").exists()
    ]
    return [program, *outside, home.published]


def _holds_packages(entry: Path) -> bool:
    """Not the folder that somebody happened to start Suluh in, which Python looks into, too."""
    return entry.is_file() or any(entry.glob("*.dist-info"))


def _stop_when_replaced(*folders: Path) -> None:
    """A restore puts other folders in their place, to which a confined process has no way. Started
    again it has one."""
    began = [_identity(each) for each in folders]

    def watch() -> None:
        while [_identity(each) for each in folders] == began:
            time.sleep(BETWEEN_LOOKS)
        print("What is published was replaced. The public door must start again.", file=sys.stderr)
        os._exit(1)  # from a thread: whoever supervises the door starts it again

    threading.Thread(target=watch, daemon=True).start()


def _identity(folder: Path) -> tuple[int, int]:
    try:
        found = folder.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_dev, found.st_ino


def _say_when_open(keys: Path) -> None:
    """Should Python or a library lie around the installation: better to know."""
    with suppress(OSError):
        list(keys.iterdir())
        print(f"The public door can still read {keys}. Move SULUH_HOME elsewhere.", file=sys.stderr)
