"""What the doctor looks at on this machine: folders, keys, clock, disk, names, the edition."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import django
from django.conf import settings

import suluh
from suluh.config.doctor.findings import Check, Trouble
from suluh.foundation.confinement import NETWORKS, landlock_version
from suluh.foundation.environment import HTTPS, SECRET_KEY, TRUSTED_PROXIES
from suluh.foundation.field_keys import ring_file
from suluh.foundation.forbidden_calls import LIBRARY, can_forbid_calls
from suluh.foundation.home import suluh_home

LEAST_FREE = 500_000_000  # bytes: room for a few uploads and an edition
_SIGNING = ("secret-key", "public-secret-key")
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}


def versions() -> str:
    """What runs here; the first question of anyone who helps."""
    return (
        f"Suluh {suluh.__version__}, Django {django.get_version()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def folders() -> str:
    """Every folder of the installation can be written, by nobody else."""
    home = suluh_home()
    for folder in (home.root, home.db, home.files, home.keys, home.data, home.published):
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise Trouble(f"{folder} cannot be written.", f"Give yourself {folder}.")
        if _open_to_others(folder):
            raise Trouble(f"Other accounts can read {folder}.", f"Run: chmod 700 {folder}")
    return f"{home.root} is yours alone."


def keys() -> str:
    """The keys that sign what browsers bring back are there, and closed to others; also those
    that open sealed values."""
    for path in (*(suluh_home().keys / each for each in _SIGNING), ring_file()):
        if path.is_file() and _open_to_others(path):
            raise Trouble(f"Other accounts can read {path}.", f"Run: chmod 600 {path}")
    if not SECRET_KEY.read() and not (suluh_home().keys / "secret-key").is_file():
        raise Trouble("There is no secret key.", "Run: suluh serve")
    return "The secret key is there."


def _open_to_others(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


def door() -> str:
    """The process that strangers reach can read nothing but what it publishes."""
    if landlock_version() >= NETWORKS and can_forbid_calls():
        return (
            "On this system the public door cannot read other files of this installation, "
            "nor talk to other programs."
        )
    if landlock_version() >= NETWORKS:
        raise Trouble(
            "The public door cannot read other files, but it can talk to other programs.",
            f"Install {LIBRARY} (on Debian: apt install libseccomp2).",
        )
    if set(settings.ALLOWED_HOSTS) - _LOCAL:
        raise Trouble(
            "This system cannot confine the public door well, and others reach it.",
            "Run it on Linux 6.7 or newer, or under an account that reads published/ alone.",
        )
    return "This system cannot confine the public door well; only this machine reaches it."


def hosts() -> str:
    """A name that others reach is reached over HTTPS."""
    names = set(settings.ALLOWED_HOSTS)
    if "*" in names:
        raise Trouble("Any host name is accepted.", "Name yours in SULUH_HOSTS.")
    if names - _LOCAL and HTTPS.read() != "yes":
        raise Trouble(
            f"{', '.join(sorted(names - _LOCAL))} would be served without HTTPS.",
            "Put a web server with HTTPS in front, then set SULUH_HTTPS=yes.",
        )
    return f"Answers to {', '.join(sorted(names))}."


def proxies() -> str:
    """Suluh knows of the web server in front of it, or all who guess passwords look like one."""
    if HTTPS.read() == "yes" and not TRUSTED_PROXIES.is_given():
        raise Trouble(
            "A web server brings HTTPS, and nobody said how many stand in front of the workspace: "
            "for wrong passwords everybody counts as one address.",
            "Set SULUH_TRUSTED_PROXIES, to 1 for one; to 0 if people reach the workspace directly.",
        )
    return "Addresses are taken from as many web servers as SULUH_TRUSTED_PROXIES says."


def clock() -> str:
    """Today is not before the day this program was installed."""
    if time.time() < Path(suluh.__file__).stat().st_mtime:
        raise Trouble("The clock is behind.", "Set the date and time of this computer.")
    return time.strftime("It is %Y-%m-%d %H:%M UTC.", time.gmtime())


def disk() -> str:
    """There is room for the next upload."""
    free = shutil.disk_usage(suluh_home().root).free
    if free < LEAST_FREE:
        raise Trouble(f"{free // 10**6} MB are free.", "Make room on this disk.")
    return f"{free // 10**9} GB are free."


def edition() -> str:
    """The file that the public door opens can be read and is whole."""
    path = suluh_home().edition
    if not path.is_file():
        return "There is no edition yet."
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
            answer = opened.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        answer = str(error)
    if answer != "ok":
        raise Trouble(f"The edition is damaged: {answer}.", "Make the edition again.")
    return f"The edition can be read ({path.stat().st_size // 1000} kB)."


CHECKS: tuple[Check, ...] = (versions, folders, keys, door, hosts, proxies, clock, disk, edition)
