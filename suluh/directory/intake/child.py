"""The fenced-off process: limit itself, open one file, say what is in it, end.

Run by sandbox.py as `python -m suluh.directory.intake.child PATH MEGABYTES SECONDS`. On Windows,
which has no such limits, the guard and the parent's clock are all there is.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path

from suluh.directory.intake import (
    answer,
    guard,
    open_csv,
    open_json,
    open_package,
    open_xlsx,
)
from suluh.directory.intake.guard import Kind
from suluh.directory.intake.tables import Contents, Refused

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_READERS: dict[Kind, Callable[[Path], Contents]] = {
    Kind.XLSX: open_xlsx.read,
    Kind.CSV: open_csv.read,
    Kind.JSON: open_json.read,
    Kind.ZIP: open_package.read_zip,
    Kind.FOLDER: open_package.read_folder,
}


def main() -> None:
    path, megabytes, seconds = sys.argv[1:]
    limit_resources(int(megabytes), int(seconds))
    sys.stdout.buffer.write(_answer(Path(path)))


def limit_resources(megabytes: int, seconds: int) -> None:
    """No more memory and processor time than that; no file written, no process started, no picture
    of the memory left behind. A system that refuses one limit (macOS: memory) keeps the others."""
    if resource is None:
        return
    memory = megabytes * 1024 * 1024
    limits = {
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_NPROC: (0, 0),
    }
    for kind, limit in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, limit)


def _answer(path: Path) -> bytes:
    try:
        return answer.encode(_READERS[guard.inspect(path)](path))
    except Refused as refusal:
        return answer.encode_refusal(refusal)
    except MemoryError:
        return answer.encode_refusal(Refused("file.reader.memory"))
    except FileNotFoundError:
        return answer.encode_refusal(Refused("file.opening.missing"))
    except OSError:
        return answer.encode_refusal(Refused("file.opening.unreadable"))


if __name__ == "__main__":
    main()
