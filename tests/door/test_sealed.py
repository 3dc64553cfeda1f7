"""Sealed addresses: they open here, for a while, and tell nobody anything."""

from __future__ import annotations

import pytest

from suluh.directory.domain.eligibility import Answer
from suluh.door.asked import Asked, opened
from suluh.door.sealed import ROTATION, Sealer, Unsealable


class Clock:
    """A clock that goes when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("content", [b"", b"x", b"\x80", b"ends with zeros\0\0", b"a" * 700])
def test_what_was_sealed_opens(content: bytes) -> None:
    sealer = Sealer()
    assert sealer.open(sealer.seal(content)) == content


@pytest.mark.asvs("11.3.4")
def test_the_same_question_never_looks_the_same() -> None:
    sealer = Sealer()
    assert len({sealer.seal(b"man, no papers") for _ in range(20)}) == 20


def test_length_does_not_tell_how_much_was_said() -> None:
    sealer = Sealer()
    assert len({len(sealer.seal(b"x" * size)) for size in range(1, 60)}) == 1


def test_an_address_opens_for_twenty_minutes_at_least_and_forty_at_most() -> None:
    clock = Clock()
    sealer = Sealer(clock)
    clock.now = ROTATION - 1
    sealed = sealer.seal(b"asked")
    clock.now = 2 * ROTATION - 1
    assert sealer.open(sealed) == b"asked"
    clock.now = 2 * ROTATION
    with pytest.raises(Unsealable):
        sealer.open(sealed)


def test_a_key_is_forgotten_also_when_nobody_comes() -> None:
    clock = Clock()
    sealer = Sealer(clock)
    old = set(map(id, sealer._keys))
    clock.now = 2 * ROTATION
    sealer.forget_old_keys()
    assert old.isdisjoint(map(id, sealer._keys))


def test_the_longest_question_opens_again() -> None:
    asked = Asked("\u1780" * 200, "k" * 16, "a" * 16, frozenset(Answer), True)
    assert opened(asked.sealed()) == asked


def test_after_a_quiet_time_nothing_old_opens() -> None:
    clock = Clock()
    sealer = Sealer(clock)
    sealed = sealer.seal(b"asked")
    clock.now = 10 * ROTATION
    with pytest.raises(Unsealable):
        sealer.open(sealed)
    assert sealer.open(sealer.seal(b"again")) == b"again"


def test_another_process_opens_nothing_of_ours() -> None:
    with pytest.raises(Unsealable):
        Sealer().open(Sealer().seal(b"asked"))


def _changed(sealed: str, place: int) -> str:
    other = "A" if sealed[place] != "A" else "B"
    return sealed[:place] + other + sealed[place + 1 :]


@pytest.mark.asvs("11.3.3")
def test_what_was_changed_or_cut_does_not_open() -> None:
    sealer = Sealer()
    sealed = sealer.seal(b"man")
    wrong = [_changed(sealed, place) for place in range(0, len(sealed) - 1, 7)]
    wrong += [sealed[:-4], sealed[4:], sealed + "AAAA", "", "A", "=", "\u1780" * 20, "A" * 9000]
    for each in wrong:
        with pytest.raises(Unsealable):
            sealer.open(each)
