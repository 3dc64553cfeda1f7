"""Which names may be unpacked, and which texts are a list of contents."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from suluh.config.backup.manifest import Damaged, Manifest, Member, is_safe, read_manifest

MEMBER = Member("files/a.txt", 3, "ab")


def _manifest(*members: Member) -> Manifest:
    made_at = datetime(2026, 11, 22, tzinfo=UTC)
    return Manifest("0.1.0", made_at, "sqlite", frozenset({("a", "0001_b")}), {"c": 1}, members)


def test_it_is_read_as_it_was_written() -> None:
    odd = Member("files/\udcff ខ្មែរ.txt", 0, "00")
    manifest = _manifest(MEMBER, odd)
    assert read_manifest(manifest.to_json()) == manifest


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b"\xff", b'{"format": 1}'])
def test_another_text_is_refused(text: bytes) -> None:
    with pytest.raises(Damaged):
        read_manifest(text)


def test_a_name_that_comes_twice_is_refused() -> None:
    with pytest.raises(Damaged, match="twice"):
        read_manifest(_manifest(MEMBER, MEMBER).to_json())


@pytest.mark.parametrize(
    "name", ["installation.json", "files/a", "data/vocabularies/a.toml", "database/b.csv"]
)
def test_what_belongs_into_a_backup_may_be_unpacked(name: str) -> None:
    assert is_safe(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "files",
        "../files/a",
        "files/../../a",
        "files/../a",
        "/files/a",
        "//files/a",
        "files//a",
        "./files/a",
        "files\\..\\..\\a",
        "C:/files/a",
        "files/a\0b",
        "keys/secret-key",
        "db/suluh.sqlite3",
        "manifest.json",
    ],
)
def test_what_leads_elsewhere_may_not(name: str) -> None:
    assert not is_safe(name)
    with pytest.raises(Damaged):
        read_manifest(_manifest(Member(name, 0, "00")).to_json())
