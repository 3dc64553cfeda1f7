"""Open a file that someone gave us: in a fenced-off process, so that it can hurt nothing else."""

from __future__ import annotations

from pathlib import Path

from suluh.directory.intake import answer, fence
from suluh.directory.intake.tables import Contents, Refused
from suluh.foundation.environment import MEMORY_LIMIT, TIME_LIMIT

_CHILD = "suluh.directory.intake.child"


def open_file(path: Path, *, memory_mb: int | None = None, seconds: int | None = None) -> Contents:
    """Everything in a workbook, CSV or JSON file, folder or zip.

    Limits default to SULUH_READER_MEMORY_MB and SULUH_READER_SECONDS. Raises Refused, with the
    file's name among the facts, when it cannot be read safely or at all.
    """
    memory_mb = memory_mb or MEMORY_LIMIT.number()
    seconds = seconds or TIME_LIMIT.number()
    try:
        return _decoded(
            fence.ask(_CHILD, [str(path.absolute())], memory_mb=memory_mb, seconds=seconds)
        )
    except Refused as refusal:
        facts = {"file": path.name, "memory": memory_mb, "seconds": seconds, **refusal.facts}
        raise Refused(refusal.rule, **facts) from refusal


def _decoded(said: bytes) -> Contents:
    try:
        return answer.decode(said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("file.reader.crashed") from error
