"""One tar archive: the manifest, then exactly the members that it names."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, BinaryIO

from suluh.config.backup.durable_files import make_folder, new_file, persist
from suluh.config.backup.manifest import LARGEST, NAME, Damaged, Manifest, Member, read_manifest

CHUNK = 256 * 1024  # bytes
_NOT_PLAIN = "It holds a link, a device or a folder, which no backup of Suluh does."


class Changed(Exception):
    """A file was written to while it was read."""


def describe(name: str, path: Path) -> Member:
    """The member that the file `path` makes. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Member(name, size, digest.hexdigest())


def write_archive(out: BinaryIO, manifest: Manifest, sources: Mapping[str, Path]) -> None:
    """Write the manifest and its members. Raises Changed when one is no longer as described."""
    text = manifest.to_json()
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(_header(NAME, len(text)), io.BytesIO(text))
        for member in manifest.members:
            with sources[member.name].open("rb") as stream:
                hashed = _Hashed(stream)
                if os.fstat(stream.fileno()).st_size < member.size:
                    raise Changed
                tar.addfile(_header(member.name, member.size), hashed)
            if hashed.digest.hexdigest() != member.sha256:
                raise Changed


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header


class _Hashed(io.RawIOBase):
    """A stream that knows the digest of what was read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.digest.update(data)
        return data


def read_archive(
    stream: BinaryIO,
    folder: Path,
    *,
    accept: Callable[[Manifest], None] = lambda manifest: None,
    keep: Callable[[str], bool] = lambda name: True,
) -> Manifest:
    """Check every member; write those that `keep` names below `folder`.

    `accept` sees the manifest before anything is written and may raise to stop. Raises Damaged for
    a member that is missing, extra, changed, or anything but a plain file.
    """
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            manifest = _first(tar)
            accept(manifest)
            _read_members(tar, manifest, folder, keep)
    except tarfile.TarError as wrong:
        raise Damaged("The file does not hold a backup of Suluh.") from wrong
    _require_end(stream)
    return manifest


def _first(tar: tarfile.TarFile) -> Manifest:
    header = tar.next()
    if header is None or header.name != NAME or header.size > LARGEST:
        raise Damaged("The file does not begin with a list of contents. It is no backup of Suluh.")
    return read_manifest(_content(tar, header).read())


def _read_members(
    tar: tarfile.TarFile, manifest: Manifest, folder: Path, keep: Callable[[str], bool]
) -> None:
    awaited = {member.name: member for member in manifest.members}
    while header := tar.next():
        member = awaited.pop(header.name, None)
        if member is None:
            raise Damaged("It holds a file that its list of contents does not name. Do not use it.")
        target = folder.joinpath(*member.name.split("/")) if keep(member.name) else None
        if header.size != member.size or _take(_content(tar, header), target) != member.sha256:
            raise Damaged(f"{member.name} is not what the list of contents says.")
    if awaited:
        raise Damaged(f"{len(awaited)} files are missing, the first is {min(awaited)}.")


def _content(tar: tarfile.TarFile, header: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(header) if header.type == tarfile.REGTYPE else None
    if content is None or header.issparse():
        raise Damaged(_NOT_PLAIN)
    return content


def _take(content: IO[bytes], target: Path | None) -> str:
    """The SHA-256 of `content`, which is also written to `target` if there is one."""
    digest = hashlib.sha256()
    with _below(target) if target else io.BytesIO() as out:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            if target:
                out.write(chunk)
        if target:
            persist(out)
    return digest.hexdigest()


def _below(path: Path) -> BinaryIO:
    make_folder(path.parent)
    return new_file(path)


def _require_end(stream: BinaryIO) -> None:
    """After a tar archive nothing but zeros fills the last record."""
    while chunk := stream.read(CHUNK):
        if chunk.strip(b"\0"):
            raise Damaged("Something follows the end of the backup. Do not use it.")
