"""Read a package of tables: a folder or zip of CSV files, with JSON documents beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from suluh.directory.intake import guard, open_csv, open_json
from suluh.directory.intake.limits import ENTRIES, MEGABYTE, UNPACKED_BYTES
from suluh.directory.intake.tables import Contents, Refused

_FOLDERS = ("", "data")  # where a data package keeps its tables
_TABLES = (".csv", ".tsv", ".txt")
_PACKED = (".zip", ".xlsx", ".xlsm", ".xls", ".gz")
_LITTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")  # left by file managers
_NAMED = 10  # files left aside that a remark names

Load = Callable[[str], bytes]


def read_zip(path: Path) -> Contents:
    """A zip that has passed guard.inspect; one folder around everything makes no difference."""
    with ZipFile(path) as archive:
        names = {
            entry.filename.replace("\\", "/"): entry.filename
            for entry in archive.infolist()
            if not entry.is_dir()
        }
        names = {name: real for name, real in names.items() if not _is_litter(name)}
        outer = _outer_folder(names)
        real_names = {name.removeprefix(outer): real for name, real in names.items()}
        return _read(path.name, real_names, lambda name: archive.read(real_names[name]))


def read_folder(path: Path) -> Contents:
    """A folder: its own files and those of its `data`. Links that lead elsewhere are not followed.

    Raises Refused when there are too many files, or they are too large together.
    """
    names: list[str] = []
    links: list[str] = []
    others: list[str] = []  # further folders, and pipes, which would never end
    for entry in _entries(path):
        name = entry.relative_to(path).as_posix()
        if entry.is_symlink():
            links.append(name)
        elif not _is_litter(name) and name not in _FOLDERS:
            (names if entry.is_file() else others).append(name)
    contents = _read(path.name, names, lambda name: _file_bytes(path / name), others)
    if links:
        contents.remarks.append(("file.symlinks.ignored", _named(path.name, links)))
    return contents


def _entries(path: Path) -> list[Path]:
    data = path / "data"
    entries = list(islice(path.iterdir(), ENTRIES + 1))
    if data.is_dir() and not data.is_symlink():
        entries += islice(data.iterdir(), ENTRIES + 1)
    if len(entries) > ENTRIES:
        raise Refused("file.zip.entries", limit=ENTRIES)
    return sorted(entries)


def _file_bytes(path: Path) -> bytes:
    guard.check_size(path.stat().st_size)
    return path.read_bytes()


def _is_litter(name: str) -> bool:
    return any(part in _LITTER or part.startswith("._") for part in PurePosixPath(name).parts)


def _outer_folder(names: Iterable[str]) -> str:
    """The one folder, with its slash, that holds everything; "" when there is none."""
    tops = {name.partition("/")[0] for name in names if "/" in name}
    lone = all("/" in name for name in names) and len(tops) == 1
    return f"{tops.pop()}/" if lone and tops != {"data"} else ""


def _read(package: str, names: Iterable[str], load: Load, others: Iterable[str] = ()) -> Contents:
    contents = Contents("package")
    aside = list(others)
    left = UNPACKED_BYTES
    for name in sorted(names):
        path = PurePosixPath(name)
        kind = path.suffix.lower()
        if str(path.parent).removeprefix(".") not in _FOLDERS or kind not in (*_TABLES, ".json"):
            aside.append(name)
            continue
        data = load(name)
        left -= len(data)
        if left < 0:
            raise Refused("file.size.large", megabytes=UNPACKED_BYTES // MEGABYTE)
        try:
            _add(contents, path.name, data)
        except Refused:
            # A description that cannot be read need not keep good tables out.
            if not _has_tables(names) or not name.lower().endswith(".json"):
                raise
            aside.append(name)
    return _completed(contents, package, aside)


def _has_tables(names: Iterable[str]) -> bool:
    return any(PurePosixPath(name).suffix.lower() in _TABLES for name in names)


def _add(contents: Contents, file: str, data: bytes) -> None:
    """Empty files say nothing: HSDS allows a table to be left out or left empty."""
    if not data:
        return
    if file.lower().endswith(".json"):
        contents.documents[file] = open_json.parse(file, data)
    else:
        table, remarks = open_csv.parse(file, data)
        contents.tables.append(table)
        contents.remarks.extend(remarks)


def _completed(contents: Contents, package: str, aside: list[str]) -> Contents:
    if not contents.tables and not contents.documents:
        packed = any(name.lower().endswith(_PACKED) for name in aside)
        raise Refused("file.zip.nested" if packed else "file.package.nothing")
    if not contents.tables:
        contents.kind = "json"
    if aside:
        contents.remarks.append(("file.others.ignored", _named(package, sorted(aside))))
    return contents


def _named(package: str, names: list[str]) -> dict[str, str]:
    more = ", …" if len(names) > _NAMED else ""
    return {"file": package, "names": ", ".join(names[:_NAMED]) + more}
