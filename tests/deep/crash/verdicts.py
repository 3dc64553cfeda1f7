"""What must hold of an installation after its process came to a bad end."""

from __future__ import annotations

from typing import Any

Found = dict[str, Any]  # as orders.look says it
NOT_RECORDED = -1  # number of entries of a journey that the log does not know


def require_whole(before: Found, found: Found, said: list[Any], where: str) -> None:
    """The database is whole, the log verifies, and the act stands there with its entry or not.

    `said` is what the process told before its end: nothing that it told may be missing.
    """
    assert found["damage"] == [], where
    assert all(found["logs"]), where
    traces = set(found["together"].values())
    assert len(traces) <= 1, (where, found)
    if before["recorded"] != NOT_RECORDED:
        recorded = found["recorded"] > before["recorded"]
        assert traces <= {recorded}, (where, found)
        assert recorded or not any(found["later"].values()), (where, found)
        assert recorded or "answered" not in said, where
    told = [each for each in said if isinstance(each, str) and each.startswith("committed ")]
    entries = sum(int(each.removeprefix("committed ")) for each in told)
    assert found["entries"] >= before["entries"] + entries, where
    if "answered" in said:
        assert all((found["together"] | found["later"]).values()), (where, found)


def require_made(before: Found, found: Found, where: str = "") -> None:
    """The journey was made, and was not before."""
    assert found["damage"] == [], where
    assert all(found["logs"]), where
    assert all((found["together"] | found["later"]).values()), (where, found)
    if before["recorded"] != NOT_RECORDED:
        assert found["recorded"] > before["recorded"], where
    assert not any((before["together"] | before["later"]).values()), before
