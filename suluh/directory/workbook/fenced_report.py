"""The marked workbook, made in a fenced-off process.

A workbook that could be read safely (calamine, row by row) may still be one that openpyxl, which
loads every styled cell, cannot hold in memory.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence, Set
from pathlib import Path

import orjson

from suluh.directory.domain.problems import Problem
from suluh.directory.intake import fence
from suluh.directory.intake.tables import Refused
from suluh.directory.serial import problem_of
from suluh.directory.workbook.report import write_made_report, write_report
from suluh.foundation.environment import MEMORY_LIMIT, TIME_LIMIT

_LARGEST = 512 * 1024 * 1024  # bytes: far above any workbook the guard lets in


def write_report_fenced(
    original: Path,
    out: Path,
    *,
    problems: Sequence[Problem],
    language: str,
    hide: Mapping[tuple[str, str], str],
    open_rows: Set[tuple[str, int]] | None = None,
) -> list[str]:
    """As write_report. A workbook too large for it is answered with a list of problems alone."""
    asked = {
        "original": str(original.absolute()),
        "out": str(out.absolute()),
        "problems": problems,
        "language": language,
        "hide": [[*cell, text] for cell, text in hide.items()],
        "open_rows": None if open_rows is None else list(open_rows),
    }
    try:
        said = fence.ask(
            __name__, [], given=orjson.dumps(asked),
            memory_mb=MEMORY_LIMIT.number(), seconds=TIME_LIMIT.number(),
        )  # fmt: skip
    except Refused:
        return write_made_report(original, out, problems=problems, language=language)
    sentences: list[str] = orjson.loads(said)
    return sentences


def main() -> None:
    """The child: read what is asked from standard input, write the workbook, say what was lost."""
    megabytes, seconds = map(int, sys.argv[1:])
    fence.limit_resources(megabytes, seconds, written_bytes=_LARGEST)
    asked = orjson.loads(sys.stdin.buffer.read())
    sentences = write_report(
        Path(asked["original"]),
        Path(asked["out"]),
        problems=[problem_of(each) for each in asked["problems"]],
        language=asked["language"],
        hide={(sheet, cell): text for sheet, cell, text in asked["hide"]},
        open_rows=None if asked["open_rows"] is None else set(map(tuple, asked["open_rows"])),
    )
    sys.stdout.buffer.write(orjson.dumps(sentences))


if __name__ == "__main__":
    main()
