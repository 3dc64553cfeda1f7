"""Hostile files: what Suluh says, how long it takes and how much memory, beside two libraries.

    python -m bench.hostile_files

Suluh reads under its own limits. openpyxl (the whole workbook) and python-calamine (all cells)
get 4 GB and 30 seconds each and a process of their own, as a program that trusts them would not
give them. Memory is the most that the reading process held, in megabytes, as the system counted.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from suluh.directory.intake.sandbox import open_file
from suluh.directory.intake.tables import Contents, Refused
from tests.directory.intake import hostile

PEER_BYTES = 4 * 1024**3
PEER_SECONDS = 30
_LIMITED = f"import resource, sys; resource.setrlimit(resource.RLIMIT_AS, ({PEER_BYTES},) * 2); "
_PEERS = {
    "openpyxl": "from openpyxl import load_workbook as open; "
    "print(sum(1 for sheet in open(sys.argv[1]) for row in sheet.iter_rows()))",
    "calamine": "from python_calamine import load_workbook as open; book = open(sys.argv[1]); "
    "print(sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names))",
}
_READERS = ("suluh", *_PEERS)
_NOT_FOR_PEERS = (".csv", ".json", ".zip")


def ordinary_workbook(folder: Path) -> Path:
    """Nothing hostile: 4,089 services in 40 columns, to compare with."""
    columns = [chr(65 + n) for n in range(26)] + [f"A{chr(65 + n)}" for n in range(14)]
    rows = (
        f'<row r="{n}">'
        + "".join(hostile.cell(f"{column}{n}", f"text {n} {column}") for column in columns)
        + "</row>"
        for n in range(1, 4_090)
    )
    return hostile.workbook(folder / "ordinary.xlsx", rows)


def main() -> None:
    if len(sys.argv) == 3:
        print(json.dumps(_measured(sys.argv[1], Path(sys.argv[2]))))
        return
    print(f"{'file':24}" + " ".join(f"{'s':>5} {'MB':>5}  {reader:32}" for reader in _READERS))
    with tempfile.TemporaryDirectory() as folder:
        for build in _builders():
            print(_line(build.__name__, build(Path(folder))), flush=True)


def _builders() -> Iterator[Callable[[Path], Path]]:
    yield ordinary_workbook
    yield from hostile.REFUSED
    yield from hostile.LABORIOUS
    yield from hostile.REMARKED
    yield from hostile.ALLOWED


def _line(name: str, path: Path) -> str:
    cells = []
    for reader in _READERS:
        if reader != "suluh" and path.suffix in _NOT_FOR_PEERS:
            continue
        command = [sys.executable, "-m", "bench.hostile_files", reader, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        cells.append(f"{found['seconds']:5.1f} {found['megabytes']:5.0f}  {found['outcome']:32}")
    return f"{name:24}" + " ".join(cells).rstrip()


def _measured(reader: str, path: Path) -> dict[str, str | float]:
    """One reader on one file, with the time it took and the most memory its process held."""
    start = time.perf_counter()
    outcome = _suluh(path) if reader == "suluh" else _peer(_PEERS[reader], path)
    seconds = time.perf_counter() - start
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"outcome": outcome, "seconds": seconds, "megabytes": kilobytes / 1024}


def _suluh(path: Path) -> str:
    try:
        contents = open_file(path)
    except Refused as refusal:
        return refusal.rule
    return _rows(contents) + "".join(f", {rule}" for rule, _ in contents.remarks)


def _rows(contents: Contents) -> str:
    return f"{sum(len(table.rows) for table in contents.tables):,} rows"


def _peer(program: str, path: Path) -> str:
    command = [sys.executable, "-c", _LIMITED + program, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PEER_SECONDS)
    except subprocess.TimeoutExpired:
        return f"over {PEER_SECONDS} s"
    if done.returncode < 0:
        return f"ended by {signal.Signals(-done.returncode).name}"
    if done.returncode:
        return done.stderr.strip().splitlines()[-1].partition(":")[0].rpartition(".")[2]
    return f"{int(done.stdout):,} rows"


if __name__ == "__main__":
    main()
