"""Which kinds of system calls are given up: the list says what it means, also where it cannot."""

from __future__ import annotations

import sys

import pytest

from suluh.foundation import forbidden_calls
from suluh.foundation.forbidden_calls import can_forbid_calls, forbid_calls

UNKNOWN = -1  # __NR_SCMP_ERROR; other negative numbers are calls of other machines
able = pytest.mark.skipif(not can_forbid_calls(), reason="this system has no libseccomp")


@able
@pytest.mark.parametrize(
    "call",
    sorted({*forbidden_calls._FORBIDDEN, *(call for call, _ in forbidden_calls._at_times())}),
)
def test_every_name_is_one(call: str) -> None:
    """A slip of the pen would forbid nothing, in silence."""
    library = forbidden_calls._library()
    assert library is not None
    assert library.seccomp_syscall_resolve_name(call.encode()) != UNKNOWN


@able
def test_what_the_library_is_too_old_for_is_known_by_its_number() -> None:
    library = forbidden_calls._library()
    assert library is not None
    for call, number in forbidden_calls._FORBIDDEN_BY_NUMBER.items():
        assert library.seccomp_syscall_resolve_name(call.encode()) in (number, UNKNOWN)


def test_without_the_library_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forbidden_calls, "LIBRARY", "libnobody.so.9")
    assert can_forbid_calls() is False
    assert forbid_calls() is False


def test_nor_on_another_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert can_forbid_calls() is False
    assert forbid_calls() is False


def test_a_system_that_can_and_does_not_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __getattr__(self, name: str) -> object:
            return {"seccomp_init": lambda _action: 1, "seccomp_load": lambda _rules: -22}.get(
                name, lambda *_arguments: 0
            )

    monkeypatch.setattr(forbidden_calls, "can_forbid_calls", lambda: True)
    monkeypatch.setattr(forbidden_calls, "_library", Broken)
    with pytest.raises(OSError, match="no calls were forbidden"):
        forbid_calls()
