"""The fenced-off process: limit itself, open one file, say what is in it, end.

Run by sandbox.py as `python -m suluh.directory.intake.child PATH MEGABYTES SECONDS`.
"""

from __future__ import annotations

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
from suluh.directory.intake.fence import limit_resources
from suluh.directory.intake.guard import Kind
from suluh.directory.intake.tables import Contents, Refused

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
