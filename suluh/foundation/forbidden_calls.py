"""Giving up kinds of system calls for good, on Linux: seccomp, by way of libseccomp.

Landlock (confinement.py) closes files and connections by TCP. It leaves open what is below: sockets
that are files, other networks, modes and times of files, signals, programs. Whoever serves pages
from one file needs none of it. What a call does stands in section 2 of the Linux manual; how it is
forbidden in seccomp_init(3), seccomp_rule_add(3), seccomp_attr_set(3), seccomp_load(3).
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

LIBRARY = "libseccomp.so.2"  # Debian: libseccomp2, which systemd needs, too
_KERNEL_CAN = Path("/proc/sys/kernel/seccomp/actions_avail")  # seccomp(2): Linux 4.14

_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM  # SCMP_ACT_ALLOW, SCMP_ACT_ERRNO
_ALL_THREADS = 4  # SCMP_FLTATR_CTL_TSYNC
# enum scmp_compare
_IS_NOT, _IS_LESS, _IS, _IS_MORE, _IS_WITHIN = 1, 2, 4, 6, 7

_FORBIDDEN = (
    # to programs on this machine and elsewhere; what comes in is accepted, and answered
    "connect", "socketpair", "io_uring_setup", "io_uring_enter", "io_uring_register",
    "shmget", "shmat", "msgget", "semget", "mq_open",
    # modes, owners, times and attributes of files
    "chmod", "fchmod", "fchmodat", "chown", "lchown", "fchown", "fchownat",
    "chown32", "lchown32", "fchown32", "utime", "utimes", "futimesat", "setxattr", "lsetxattr",
    "fsetxattr", "removexattr", "lremovexattr", "fremovexattr",
    # other processes of the account
    "kill", "tkill", "pidfd_send_signal", "pidfd_open", "pidfd_getfd", "rt_sigqueueinfo",
    "rt_tgsigqueueinfo", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise",
    "kcmp", "execve", "execveat",
    # the system
    "mount", "umount2", "pivot_root", "unshare", "setns", "bpf", "perf_event_open", "keyctl",
    "add_key", "request_key", "userfaultfd",
)  # fmt: skip
# Younger than the libseccomp of some systems, which then has no name for them. Calls as new as
# these have one number on every machine that we know of.
_FORBIDDEN_BY_NUMBER = {
    "fchmodat2": 452, "setxattrat": 463, "removexattrat": 466, "file_setattr": 469,
}  # fmt: skip

_INET, _INET6 = 2, 10  # AF_INET, AF_INET6
_KIND_OF_SOCKET, _STREAM, _TCP = 0xF, 1, 6
_FAST_OPEN = 0x20000000  # MSG_FASTOPEN: connects while it sends
_PRETEND_TO_TYPE = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX: puts words into a terminal
_SIGNAL_OTHERS_BY_IOCTL = (0x8901, 0x8902)  # FIOSETOWN, SIOCSPGRP
_SIGNAL_OTHERS_BY_FCNTL = (8, 10, 15)  # F_SETOWN, F_SETSIG, F_SETOWN_EX


class _Comparison(ctypes.Structure):
    """struct scmp_arg_cmp: one argument of a call, counted from 0."""

    _fields_ = (
        ("argument", ctypes.c_uint),
        ("how", ctypes.c_int),
        ("first", ctypes.c_uint64),
        ("second", ctypes.c_uint64),
    )


Condition: TypeAlias = tuple[int, int, int, int]


def can_forbid_calls() -> bool:
    """Whether this system can do it: the kernel, and the library that tells it."""
    return sys.platform == "linux" and _KERNEL_CAN.exists() and _library() is not None


def forbid_calls() -> bool:
    """From here on no thread of this process connects to anything, sends by another way than a
    connection that came in by TCP, changes mode, owner or attributes of a file, signals or looks
    into another process, or runs a program: the kernel says EPERM.

    False where the system cannot do it; nothing is given up then. Raises OSError when it can and
    does not.
    """
    library = _library()
    if library is None or not can_forbid_calls():
        return False
    rules = library.seccomp_init(_ALLOW)
    if not rules:
        raise OSError(errno.ENOMEM, "no calls were forbidden")
    try:
        _require(library.seccomp_attr_set(rules, _ALL_THREADS, 1))
        for call in (*_FORBIDDEN, *_FORBIDDEN_BY_NUMBER):
            _forbid(library, rules, call)
        for call, condition in _at_times():
            _forbid(library, rules, call, condition)
        _require(library.seccomp_load(rules))
    finally:
        library.seccomp_release(rules)
    return True


def _at_times() -> Iterator[tuple[str, Condition]]:
    """A call is refused when one of its conditions holds."""
    # A socket must be of TCP. Of its numbers the kernel looks at 32 bits, we at all 64: what is
    # refused beyond that is nothing that an honest program would ask.
    yield "socket", (0, _IS_LESS, _INET, 0)
    yield "socket", (0, _IS_MORE, _INET6, 0)
    for family in range(_INET + 1, _INET6):
        yield "socket", (0, _IS, family, 0)
    for kind in range(_KIND_OF_SOCKET + 1):
        if kind != _STREAM:
            yield "socket", (1, _IS_WITHIN, _KIND_OF_SOCKET, kind)
    yield "socket", (2, _IS_MORE, _TCP, 0)  # SCTP, MPTCP
    for call, flags in (("sendto", 3), ("sendmsg", 2), ("sendmmsg", 3)):
        yield call, (flags, _IS_WITHIN, _FAST_OPEN, _FAST_OPEN)
    # Times of a file by its name; of one that it opened they can be set, for reports carry none.
    for call in ("utimensat", "utimensat_time64"):
        yield call, (1, _IS_NOT, 0, 0)
    # The process may end itself: Python does, by raise(3). Its limits are its own, too.
    yield "tgkill", (0, _IS_NOT, os.getpid(), 0)
    yield "prlimit64", (0, _IS_NOT, 0, 0)
    for wanted in (*_PRETEND_TO_TYPE, *_SIGNAL_OTHERS_BY_IOCTL):
        yield "ioctl", (1, _IS_WITHIN, 0xFFFFFFFF, wanted)
    for call in ("fcntl", "fcntl64"):
        for wanted in _SIGNAL_OTHERS_BY_FCNTL:
            yield call, (1, _IS_WITHIN, 0xFFFFFFFF, wanted)


def _forbid(
    library: ctypes.CDLL, rules: int, call: str, condition: Condition | None = None
) -> None:
    number = library.seccomp_syscall_resolve_name(call.encode())
    if number < 0:  # unknown to the library, or not on this kind of machine
        number = _FORBIDDEN_BY_NUMBER.get(call, number)
    if number < 0:
        return
    conditions = [_Comparison(*condition)] if condition else []
    listed = (_Comparison * len(conditions))(*conditions)
    _require(library.seccomp_rule_add_array(rules, _REFUSE, number, len(conditions), listed))


def _require(result: int) -> None:
    if result:
        raise OSError(-result, f"no calls were forbidden: {os.strerror(-result)}")


def _library() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError:
        return None
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_init.argtypes = [ctypes.c_uint32]
    for name, arguments in (
        ("seccomp_attr_set", [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32]),
        ("seccomp_syscall_resolve_name", [ctypes.c_char_p]),
        ("seccomp_load", [ctypes.c_void_p]),
        ("seccomp_release", [ctypes.c_void_p]),
    ):
        getattr(library, name).argtypes = arguments
    library.seccomp_rule_add_array.argtypes = [
        ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint,
        ctypes.POINTER(_Comparison),
    ]  # fmt: skip
    return library
