"""Giving up files and networks for good, on Linux: Landlock (kernel 5.13; networks 6.7).

A process that faces the internet says once what it still needs. Whoever takes it over gets no more,
although it runs under the same account as everything else. See landlock(7) of the Linux manual;
the numbers below are the kernel's own (include/uapi/linux/landlock.h), the same on every machine.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

NETWORKS = 4  # from this version on connections can be forbidden, and files not be cut short

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH = 1, 1
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS: asked for before a process may confine itself
_MAY_BE_LOOKED_INTO = 4  # PR_SET_DUMPABLE
_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_FILE, _MAKE_FILE, _TRUNCATE = 1 << 5, 1 << 8, 1 << 14
_OF_A_FILE = _EXECUTE | _WRITE | _READ | _TRUNCATE
_READING = _EXECUTE | _READ | _LIST
_WRITING = _WRITE | _MAKE_FILE | _REMOVE_FILE
_CONNECT = 1 << 1
_NAMED_SOCKETS, _SIGNALS = 1 << 0, 1 << 1  # to processes that are not confined with this one


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def confine(*, read: Iterable[Path], write: Iterable[Path]) -> bool:
    """From here on this thread, and every thread it starts, reads and writes only below these
    paths, and connects to nothing by TCP where the kernel can forbid that (it may still listen).

    It may still change the mode of files, connect to sockets that are files, and send by UDP: what
    no Landlock forbids yet stands in forbidden_calls.py. Files that are open stay open; a path
    means the folder as it is now, and no other that later has its name. False where the system
    cannot do it; nothing is given up then. Raises OSError when it can and does not.
    """
    version = landlock_version()
    if not version:
        return False
    files = (1 << 13) - 1 | (1 << 13 if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    scoped = _NAMED_SOCKETS | _SIGNALS if version >= 6 else 0
    ruleset = _Ruleset(files, _CONNECT if version >= NETWORKS else 0, scoped)
    size = 24 if version >= 6 else 16 if version >= NETWORKS else 8  # as long as this kernel knows
    rules = _call(_CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(size), 0)
    try:
        for paths, allowed in ((read, _READING), (write, _WRITING)):
            for path in paths:
                _allow(rules, path, allowed & files)
        if _c().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "the process keeps its way to more privileges")
        _call(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)
    return True


def keep_to_itself() -> None:
    """From here on no other program of this account looks into this process, nor at what it was
    told when it began; nor is its memory written to a disk. Linux alone; see prctl(2)."""
    if sys.platform == "linux":
        _c().prctl(_MAY_BE_LOOKED_INTO, 0, 0, 0, 0)


def landlock_version() -> int:
    """Which Landlock this kernel has: 0 for none, and on every other system."""
    if sys.platform != "linux":
        return 0
    try:
        return _call(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    except OSError:  # not built in, or not turned on
        return 0


def _allow(rules: int, path: Path, allowed: int) -> None:
    if not path.exists():
        return
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _PathRule(allowed if path.is_dir() else allowed & _OF_A_FILE, opened)
        _call(_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(opened)


def _call(number: int, *arguments: object) -> int:
    """A system call that the C library has no name for. Raises OSError."""
    result = int(_c().syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def _c() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
