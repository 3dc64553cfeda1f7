"""Look through a zip before anything in it is believed: its list, then every entry once."""

from __future__ import annotations

import copy
import struct
import sys
import zlib
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from suluh.directory.intake.limits import (
    DIRECTORY_BYTES,
    ENTRIES,
    PACKING_FLOOR,
    PACKING_RATIO,
    UNPACKED_BYTES,
)
from suluh.directory.intake.tables import Refused

CHUNK = 65_536  # bytes unpacked at a time
_END_SIGN = b"PK\x05\x06"
_END_RECORD = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 0x1
_DAMAGE = (BadZipFile, zlib.error, EOFError, struct.error, ValueError, OverflowError)
# Pictures and old drawings are no table, and Office itself writes them as XML that is not.
_NOT_TABLES = (".svg", ".vml", ".htm", ".html", ".mht")


def check(path: Path) -> list[str]:
    """The names of all files in the zip, once each was unpacked into nothing and found sound.

    Raises Refused: cut off, damaged, locked, too many files, too large unpacked, packed too
    tightly, names that point outside, or (in a workbook) XML that defines entities.
    """
    with path.open("rb") as file:
        _check_list_size(file)
        try:
            with ZipFile(file) as archive:
                return _check_entries(archive)
        except _DAMAGE as error:
            raise Refused("file.zip.damaged") from error
        except NotImplementedError as error:
            raise Refused("file.zip.method") from error


def is_workbook(names: Collection[str]) -> bool:
    """Whether a zip with these lower-case names is an Excel workbook."""
    return "[content_types].xml" in names and any(name.startswith("xl/") for name in names)


def _check_list_size(file: BinaryIO) -> None:
    """Reading a list of a million entries is itself an attack, so its size is looked up first."""
    end = file.seek(0, 2)
    file.seek(max(0, end - _LONGEST_COMMENT - _END_RECORD.size))
    tail = file.read()
    at = tail.rfind(_END_SIGN)
    if at < 0 or len(tail) - at < _END_RECORD.size:
        raise Refused("file.zip.truncated")
    list_bytes = _END_RECORD.unpack_from(tail, at)[5]
    if list_bytes > DIRECTORY_BYTES:
        raise Refused("file.zip.entries", limit=ENTRIES)


def _check_entries(archive: ZipFile) -> list[str]:
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        raise Refused("file.zip.entries", limit=ENTRIES)
    names = [entry.filename.replace("\\", "/") for entry in entries]
    for name, entry in zip(names, entries, strict=True):
        _check_entry(name, entry)
    workbook = is_workbook({name.lower() for name in names})
    left = UNPACKED_BYTES
    for name, entry in zip(names, entries, strict=True):
        left -= _unpack_into_nothing(archive, entry, left, xml=workbook and _may_be_table(name))
    return names


def _check_entry(name: str, entry: ZipInfo) -> None:
    if ".." in name.split("/") or name.startswith("/") or name[1:2] == ":":
        raise Refused("file.zip.path", name=name[:80])
    if entry.flag_bits & _ENCRYPTED:
        raise Refused("file.format.password")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused("file.zip.method")


def _may_be_table(name: str) -> bool:
    lowered = name.lower()
    return not (lowered.startswith("xl/media/") or lowered.endswith(_NOT_TABLES))


def _unpack_into_nothing(archive: ZipFile, entry: ZipInfo, left: int, *, xml: bool) -> int:
    """The real size of an entry in bytes, its checksum and (for XML) its text verified."""
    limit = min(left, max(PACKING_FLOOR, PACKING_RATIO * entry.compress_size))
    # zipfile stops at the size that the list claims; other readers go on to the real end.
    unbelieved = copy.copy(entry)
    unbelieved.file_size = sys.maxsize
    size = 0
    parser: expat.XMLParserType | None = None
    with archive.open(unbelieved) as stream:
        while chunk := stream.read(CHUNK):
            if xml and size == 0 and _opens_like_xml(chunk):
                parser = _strict_parser()
            size += len(chunk)
            if size > limit:
                raise Refused("file.zip.bomb")
            if parser:
                _parse(parser, chunk)
    if parser:
        _parse(parser, b"", last=True)
    if size != entry.file_size:
        raise Refused("file.zip.damaged")
    return size


def _opens_like_xml(chunk: bytes) -> bool:
    return chunk.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def _strict_parser() -> expat.XMLParserType:
    """A parser that keeps nothing and stops at a document type: no workbook has one."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_declaration: object) -> None:
    raise Refused("file.xml.entities")


def _parse(parser: expat.XMLParserType, chunk: bytes, *, last: bool = False) -> None:
    try:
        parser.Parse(chunk, last)
    except expat.ExpatError as error:
        raise Refused("file.xml.broken") from error
