"""Read a CSV file: whatever encoding and separator an office's spreadsheet program wrote."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from charset_normalizer import from_bytes

from suluh.directory.intake.limits import CELLS, COLUMNS, CSV_CELL, ROWS
from suluh.directory.intake.tables import Contents, Refused, Table

Remark = tuple[str, dict[str, str]]

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What Excel writes for "CSV" in Western Europe and Indonesia, Thailand, the Arab countries,
# Viet Nam, Russia, China, Taiwan, Japan and Korea.
_OFFICE_ENCODINGS = [
    "cp1252", "cp874", "cp1256", "cp1258", "cp1251", "gb18030", "big5", "cp932", "cp949",
]  # fmt: skip
_GUESS_FROM = 200_000  # bytes of lines that are not plain ASCII
_FOREIGN = re.compile(rb"[\x80-\xff]+")
_HANDFUL = 0.02  # share of such bytes below which no whole word is in another script
_DELIMITERS = ",;\t"
_LOOK_AT = 50  # records


def read(path: Path) -> Contents:
    """One CSV file that has passed guard.inspect. Raises Refused as `parse` does."""
    table, remarks = parse(path.name, path.read_bytes())
    return Contents("csv", [table], remarks=remarks)


def parse(file: str, data: bytes) -> tuple[Table, list[Remark]]:
    """The table, every cell a str, and a remark when the encoding had to be guessed.

    Line numbers are those where a record starts, which differs from its place in the table when
    cells hold line breaks. Raises Refused for NUL bytes, a cell that never ends, too many columns,
    rows or cells.
    """
    encoding, guessed = _encoding(data)
    text = data.decode(encoding, errors="replace")
    if (at := text.find("\0")) >= 0:
        raise Refused("file.csv.nul", file=file, line=text.count("\n", 0, at) + 1)
    table = Table(file=file, sheet="", rows=_rows(file, text))
    remarks = [("file.encoding.guessed", {"file": file, "encoding": encoding})] if guessed else []
    return table, remarks


def _encoding(data: bytes) -> tuple[str, bool]:
    """The encoding's Python name, and whether it is a guess."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding, False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data), True
    return "utf-8", False


def _guess(data: bytes) -> str:
    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_GUESS_FROM]
    runs = [len(run) for run in _FOREIGN.findall(telling)]
    if median(runs) == 1 or sum(runs) < _HANDFUL * len(telling):  # é and ü among plain letters
        return "cp1252"
    best = from_bytes(telling, cp_isolation=_OFFICE_ENCODINGS).best()
    return best.encoding if best else "cp1252"


def _rows(file: str, text: str) -> list[tuple[int, list[Any]]]:
    csv.field_size_limit(CSV_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[tuple[int, list[Any]]] = []
    cells = line = 0
    try:
        for record in reader:
            if any(record):
                cells += len(record)
                rows.append((line + 1, record))
                _check_reach(file, len(rows), len(record), cells)
            line = reader.line_num
    except csv.Error as error:
        raise Refused("file.csv.quote", file=file, line=line + 1) from error
    return rows


def _check_reach(file: str, rows: int, columns: int, cells: int) -> None:
    if rows > ROWS:
        raise Refused("file.table.rows", file=file, sheet=file, limit=f"{ROWS:,}")
    if columns > COLUMNS:
        raise Refused("file.csv.columns", file=file, limit=f"{COLUMNS:,}")
    if cells > CELLS:
        raise Refused("file.table.cells", file=file, limit=f"{CELLS:,}")


def _delimiter(text: str) -> str:
    """The separator that cuts most of the first records into the same number of cells: a comma
    inside sentences cuts each record differently."""

    def agreement(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = Counter(len(record) for record in islice(reader, _LOOK_AT) if len(record) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    try:
        return max(_DELIMITERS, key=agreement)
    except csv.Error:  # a cell that never ends: the reading proper says where
        return ","
