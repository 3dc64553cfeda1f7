"""A backup that is cut, changed, foreign or hostile is refused, and nothing is written from it."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyrage
import pytest

from suluh.config.backup.keys import new_pair
from tests.config.backup.conftest import Desk
from tests.config.backup.installation import files

Members = list[tuple[tarfile.TarInfo, bytes]]


@pytest.mark.asvs("11.3.3")
@pytest.mark.parametrize("part", [0, 40, 5000, 0.5, -1], ids=str)
def test_a_changed_byte_is_noticed(desk: Desk, part: float) -> None:
    backup = desk.backup()
    content = bytearray(backup.read_bytes())
    place = int(part if part == int(part) else len(content) * part)
    content[place] ^= 1
    backup.write_bytes(content)
    _is_refused(desk, backup)


@pytest.mark.parametrize("kept", [0, 100, 70_000, -1, -20_000], ids=str)
def test_a_file_that_was_cut_off_is_noticed(desk: Desk, kept: int) -> None:
    backup = desk.backup()
    backup.write_bytes(backup.read_bytes()[:kept])
    _is_refused(desk, backup)


def test_something_at_its_end_is_noticed(desk: Desk) -> None:
    backup = desk.backup()
    backup.write_bytes(backup.read_bytes() + b"more")
    _is_refused(desk, backup)


def test_another_identity_does_not_open_it(desk: Desk) -> None:
    backup = desk.backup()
    for verb in ("verify", "restore"):
        refused = desk.run(verb, backup, typed=new_pair().identity, answers=1)
        assert "made for another key" in refused["error"]
        assert (refused["bytes"], refused["contents"]) == (backup.stat().st_size, {})


def test_a_file_that_is_no_backup_is_refused(desk: Desk) -> None:
    desk.backup()
    other = desk.outside / "other.age"
    other.write_bytes(pyrage.encrypt(b"a letter" * 999, [_recipient(desk)]))
    _is_refused(desk, other)
    other.write_bytes(b"a letter" * 999)
    _is_refused(desk, other)
    desk.run("verify", desk.outside / "none.age", answers=2)


def _extra(members: Members) -> None:
    members.append(_file("files/extra.txt", b"extra"))


def _missing(members: Members) -> None:
    del members[-1]


def _twice(members: Members) -> None:
    members.append(members[-1])


def _other_content(members: Members) -> None:
    header, content = members[-1]
    members[-1] = header, content[:-1] + bytes([content[-1] ^ 1])


def _shorter(members: Members) -> None:
    header, content = members[-1]
    members[-1] = _file(header.name, content[:-1])


def _link(members: Members) -> None:
    header = tarfile.TarInfo(members[-1][0].name)
    header.type, header.linkname = tarfile.SYMTYPE, "/etc/passwd"
    members[-1] = header, b""


def _device(members: Members) -> None:
    header = tarfile.TarInfo(members[-1][0].name)
    header.type, header.devmajor, header.devminor = tarfile.CHRTYPE, 1, 3
    members[-1] = header, b""


def _outside(members: Members) -> None:
    members.append(_file("../outside.txt", b"outside"))


def _outside_and_listed(members: Members) -> None:
    _list(members, "files/../../outside.txt")


def _absolute_and_listed(members: Members) -> None:
    _list(members, "/tmp/outside.txt")  # noqa: S108 - must be refused


def _key_and_listed(members: Members) -> None:
    _list(members, "keys/secret-key")


def _no_manifest(members: Members) -> None:
    del members[0]


def _manifest_later(members: Members) -> None:
    members.append(members.pop(0))


def _other_format(members: Members) -> None:
    _rewrite(members, lambda manifest: manifest.update(format=2))


def _no_migrations(members: Members) -> None:
    _rewrite(members, lambda manifest: manifest.pop("migrations"))


def _other_counts(members: Members) -> None:
    _rewrite(members, lambda manifest: manifest["rows"].update(access_agency=7))


HOSTILE: list[Callable[[Members], None]] = [
    _extra,
    _missing,
    _twice,
    _other_content,
    _shorter,
    _link,
    _device,
    _outside,
    _outside_and_listed,
    _absolute_and_listed,
    _key_and_listed,
    _no_manifest,
    _manifest_later,
    _other_format,
    _no_migrations,
    _other_counts,
]


@pytest.mark.parametrize("spoil", HOSTILE, ids=lambda spoil: spoil.__name__.strip("_"))
def test_contents_that_are_not_those_of_the_list_are_refused(
    desk: Desk, spoil: Callable[[Members], None]
) -> None:
    """Whoever knows the public half can make such a file."""
    members = _opened(desk, desk.backup())
    spoil(members)
    _is_refused(desk, _sealed(desk, members), verbs=("verify",) if spoil is _other_counts else ())


def test_the_same_contents_untouched_are_accepted(desk: Desk) -> None:
    """Or the tests above would show nothing."""
    desk.run("verify", _sealed(desk, _opened(desk, desk.backup())))


def test_a_damaged_database_is_noticed_though_its_digest_fits(desk: Desk) -> None:
    members = _opened(desk, desk.backup())
    place = next(i for i, each in enumerate(members) if each[0].name.startswith("database/"))
    name, content = members[place][0].name, bytearray(members[place][1])
    content[8192:40960] = b"\xff" * 32768
    members[place] = _file(name, bytes(content))

    def fit(manifest: dict[str, Any]) -> None:
        (listed,) = (each for each in manifest["members"] if each["name"] == name)
        listed["sha256"] = hashlib.sha256(content).hexdigest()

    _rewrite(members, fit)
    _is_refused(desk, _sealed(desk, members))


def _is_refused(desk: Desk, backup: Path, verbs: tuple[str, ...] = ()) -> None:
    """By both commands, with all keys, and nothing is as if it had been verified or restored."""
    rows, kept = desk.rows(), files(desk.home)
    for verb in verbs or ("verify", "restore"):
        more = ("--replace",) if verb == "restore" else ()
        refused = desk.run(verb, backup, *more, answers=1)
        assert refused["error"]
        assert "bytes" in refused or "newer" in refused["error"]
    assert (desk.rows(), files(desk.home)) == (rows, kept)
    assert not (desk.home.data / "backups.json").exists()
    assert not list(desk.outside.rglob("outside.txt"))
    assert not list(desk.home.root.glob("be*-*"))
    assert not list(desk.home.root.glob("backup-work-*"))


def _recipient(desk: Desk) -> pyrage.x25519.Recipient:
    return pyrage.x25519.Recipient.from_str(desk.pair.recipient)


def _file(name: str, content: bytes) -> tuple[tarfile.TarInfo, bytes]:
    header = tarfile.TarInfo(name)
    header.size = len(content)
    return header, content


def _opened(desk: Desk, backup: Path) -> Members:
    key = pyrage.x25519.Identity.from_str(desk.pair.identity)
    plain = io.BytesIO(pyrage.decrypt(backup.read_bytes(), [key]))
    with tarfile.open(fileobj=plain) as tar:
        return [
            (header, content.read())
            for header in tar
            if (content := tar.extractfile(header)) is not None
        ]


def _sealed(desk: Desk, members: Members) -> Path:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for header, content in members:
            tar.addfile(header, io.BytesIO(content))
    path = desk.outside / "spoiled.age"
    path.write_bytes(pyrage.encrypt(plain.getvalue(), [_recipient(desk)]))
    return path


def _rewrite(members: Members, change: Callable[[dict[str, Any]], object]) -> None:
    manifest = json.loads(members[0][1])
    change(manifest)
    members[0] = _file(members[0][0].name, json.dumps(manifest).encode())


def _list(members: Members, name: str) -> None:
    content = b"outside"
    listed = {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    _rewrite(members, lambda manifest: manifest["members"].append(listed))
    members.append(_file(name, content))


def test_sqlite_would_have_read_the_spoiled_database(desk: Desk) -> None:
    """The copy inside is a plain SQLite file that anyone can open without Suluh."""
    members = _opened(desk, desk.backup())
    (content,) = (each[1] for each in members if each[0].name.startswith("database/"))
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        assert database.execute("SELECT count(*) FROM access_agency").fetchone() == (1,)
