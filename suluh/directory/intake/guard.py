"""Say what a file is by looking at its content, never at its name, and refuse what is unsafe.

Runs inside the fenced-off process: nothing of an unknown file is parsed anywhere else.
"""

from __future__ import annotations

import mmap
import stat
from enum import StrEnum
from pathlib import Path

from suluh.directory.intake import guard_zip
from suluh.directory.intake.limits import FILE_BYTES, MEGABYTE
from suluh.directory.intake.tables import Refused


class Kind(StrEnum):
    """The five things that can be opened."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    ZIP = "zip"
    FOLDER = "folder"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel 97-2003, and every encrypted workbook
_REFUSED_STARTS = {
    b"\x89PNG": "file.format.picture",
    b"\xff\xd8\xff": "file.format.picture",
    b"GIF8": "file.format.picture",
    b"BM": "file.format.picture",
    b"%PDF": "file.format.pdf",
    b"{\\rtf": "file.format.document",
}
_WEB_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<table", b"<div", b"<style")
_SAMPLE = 4096  # bytes
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1a\x1b"))
_MOST_CONTROLS = 0.05  # share of control bytes above which something is not text


def inspect(path: Path) -> Kind:
    """The kind of `path`; a zip has then been unpacked into nothing once, to know that it can be.

    Raises Refused for whatever is missing, too large, damaged, dangerous or of another kind.
    """
    if path.is_dir():
        return Kind.FOLDER
    _check_file(path)
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    if start.startswith(b"PK"):
        return _kind_of_zip(path)
    if start.startswith(_OLE):
        raise Refused(_ole_rule(path))
    for sign, rule in _REFUSED_STARTS.items():
        if start.startswith(sign):
            raise Refused(rule)
    return _kind_of_text(start)


def check_size(size: int) -> None:
    """Raises Refused for a file of more bytes than are read."""
    if size > FILE_BYTES:
        raise Refused("file.size.large", megabytes=FILE_BYTES // MEGABYTE)


def _check_file(path: Path) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):  # a pipe or a device would never end
        raise Refused("file.opening.unreadable")
    if status.st_size == 0:
        raise Refused("file.size.empty")
    check_size(status.st_size)


def _kind_of_zip(path: Path) -> Kind:
    names = {name.lower() for name in guard_zip.check(path)}
    folders = {name.partition("/")[0] for name in names}
    if "xl/workbook.bin" in names:
        raise Refused("file.format.binary_workbook")
    if guard_zip.is_workbook(names):
        return Kind.XLSX
    if {"mimetype", "content.xml"} <= names:
        raise Refused("file.format.open_document")
    if "[content_types].xml" in names and folders & {"word", "ppt"}:
        raise Refused("file.format.document")
    return Kind.ZIP


def _ole_rule(path: Path) -> str:
    """Which of the things that share Microsoft's old container this is, by its stream names."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            return "file.format.password"
        if any(content.find(name.encode("utf-16-le")) >= 0 for name in ("Workbook", "Book")):
            return "file.format.old_excel"
    return "file.format.unknown"


def _kind_of_text(start: bytes) -> Kind:
    opening = start.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").lower()
    if opening.startswith(_WEB_PAGE_STARTS):
        raise Refused("file.format.web_page")
    if opening.startswith((b"<?xml", b"<\0?\0x\0")):
        raise Refused("file.format.xml")
    if not start.startswith(_UTF_16_MARKS):
        controls = len(start) - len(start.translate(None, _CONTROLS))
        if controls > _MOST_CONTROLS * len(start):
            raise Refused("file.format.unknown")
    return Kind.JSON if opening.startswith((b"{", b"[")) else Kind.CSV
